"""Say why there is no answer, in the words of the question."""

from gbaqa.answering.refusing.telling import Refusal, refusal

__all__ = ["Refusal", "refusal"]
