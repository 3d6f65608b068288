"""Tell what kind of thing a question asks for, whether a sentence holds one, and where."""

from gbaqa.answering.expecting.emphasis import key_span
from gbaqa.answering.expecting.holding import fit, meets
from gbaqa.answering.expecting.questions import expectation, expected
from gbaqa.answering.expecting.records import Expectation, Kind

__all__ = ["Expectation", "Kind", "expectation", "expected", "fit", "key_span", "meets"]
