"""Signs that are not seen are told on a terminal and in JSON, and nothing else is touched."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.text.hidden import HIDDEN, escaped, visible
from tests.security.payloads import TERMINAL, UNICODE

TEXTS = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("all\u202eright", "all<U+202E>right"),
        ("\x1b[2J", "<U+001B>[2J"),
        ("\x9b2J\x7f", "<U+009B>2J<U+007F>"),
        ("a\x00b", "a<U+0000>b"),
        ("zero\u200bwidth\ufeff", "zero<U+200B>width<U+FEFF>"),
        ("joined\u200dhere", "joined<U+200D>here"),
        ("tag\U000e0041", "tag<U+E0041>"),
        ("\ud800", "<U+D800>"),
        ("two lines\n\tof it", "two lines\n\tof it"),
        # what writing and pictures need
        ("\U0001f469\u200d\U0001f4bb \u2764\ufe0f 1\ufe0f\u20e3", None),
        (
            "\u845b\U000e0100 \u0915\u094d\u200d\u0937 "
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            None,
        ),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", None),
        ("港珠澳大橋，「大灣區」 Ação — naïve", None),
    ],
)
def test_each_sign_by_its_name(text: str, shown: str | None) -> None:
    assert visible(text) == (text if shown is None else shown)


@pytest.mark.parametrize("payload", [*TERMINAL, *UNICODE])
def test_nothing_that_is_left_is_an_order_to_a_terminal(payload: str) -> None:
    left = set(visible(payload))
    assert not left & set("\x1b\x9b\x07\x08\x00\u202e\u202c\u2066\u2069")


@given(TEXTS)
def test_no_control_override_or_surrogate_is_left(text: str) -> None:
    for sign in visible(text):
        assert unicodedata.category(sign) not in ("Cs",)
        assert unicodedata.category(sign) != "Cc" or sign in "\t\n\r"
        assert unicodedata.bidirectional(sign) not in (
            *("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"),
        )
    assert HIDDEN.search(text) or visible(text) == text


@given(TEXTS)
def test_json_says_the_same_as_before(text: str) -> None:
    written = escaped(json.dumps({text: [text]}, ensure_ascii=False))
    assert json.loads(written) == {text: [text]}
    written.encode()  # a lone surrogate could not be printed
