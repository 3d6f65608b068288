"""Sentences are cut where they end, and not a character is changed or lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaqa.text.sentences import sentence_spans, trimmed
from gbaqa.types import LANGUAGES, Language, Span

PIECES = [
    *("Hengqin", "Dr. Wong", "U.S.", "1,000", "56.39", "19th", "e.g.", "河套", "深港", "ação"),
    *(
        ". ",
        "! ",
        "? ",
        "。",
        "！",
        "？",
        "」",
        '"',
        "…",
        ", ",
        "；",
        " ",
        "  ",
        "\n",
        "\r\n",
        "\n\n",
    ),
    *("\u00a0", "\u3000", "\u2028", "😀", "🇭🇰", "👩🏽‍⚕️", "𠮷", "e\u0301", "\x00"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=20).map("".join) | st.text(max_size=30)

WORKED: list[tuple[Language, str, list[str]]] = [
    ("en", "It was 😀 fun. It is 🇭🇰 now! Is it?", ["It was 😀 fun.", "It is 🇭🇰 now!", "Is it?"]),
    ("en", "Dr. Wong said so. Mr. Li did too.", ["Dr. Wong said so.", "Mr. Li did too."]),
    ("en", "It rose by 56.39 sq. km. Then it fell.", ["It rose by 56.39 sq. km.", "Then it fell."]),
    ("en", "A line\nthat wraps. A new one.", ["A line\nthat wraps.", "A new one."]),
    ("en", "one\r\n\r\ntwo", ["one", "two"]),
    ("zh-Hant", "第一句😀。第二句！第三句", ["第一句😀。", "第二句！", "第三句"]),
    ("zh-Hans", "他说：“好。”然后走了。", ["他说：“好。”", "然后走了。"]),
    ("pt", "O Sr. Silva foi. A Dra. Ana veio.", ["O Sr. Silva foi.", "A Dra. Ana veio."]),
    ("en", " \n\t", []),
    ("en", "", []),
]


@pytest.mark.parametrize(("language", "text", "sentences"), WORKED)
def test_text_is_cut_where_sentences_end(
    language: Language, text: str, sentences: list[str]
) -> None:
    assert [span.of(text) for span in sentence_spans(text, language=language)] == sentences


def test_spans_count_code_points_and_are_shifted_by_the_start() -> None:
    text = "😀 河套。 So."

    spans = list(sentence_spans(text, language="zh-Hant", start=100))

    assert spans == [Span(100, 105), Span(106, 109)]


@settings(deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_sentences_cover_all_but_white_space_in_order_without_overlap(
    text: str, language: Language
) -> None:
    spans = list(sentence_spans(text, language=language))
    ends = [0, *(span.end for span in spans)]
    starts = [*(span.start for span in spans), len(text)]
    between = [text[end:start] for end, start in zip(ends, starts, strict=True)]

    assert all(end <= start for end, start in zip(ends, starts, strict=True))
    assert [gap.strip() for gap in between] == [""] * len(between)
    assert [span.of(text).strip() for span in spans] == [span.of(text) for span in spans]


@given(st.text(max_size=20), st.data())
def test_trimming_keeps_what_strip_keeps(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    span = trimmed(text, start, end)

    assert (span.of(text) if span else "") == text[start:end].strip()
    assert span is None or start <= span.start < span.end <= end
