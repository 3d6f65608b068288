"""Passages fit the limit with their lead, are made of whole units, and leave nothing out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaqa.documents.blocks import Block
from gbaqa.documents.chunking import Chunk, chunk, fit, gather
from gbaqa.documents.enriching import CountTokens, enriched
from gbaqa.documents.formats import markdown
from gbaqa.text.sentences import sentence_spans
from gbaqa.types import Document, Language, Passage, Span


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def characters(texts: Sequence[str]) -> list[int]:
    return [len(re.sub(r"\s", "", text)) for text in texts]


def longest_first(texts: Sequence[str]) -> list[int]:
    """Greedy pieces, as WordPiece takes them: "abcde" is abc d e, though ab cde would do."""
    return [len(re.findall(r"abc|cde|ab|\S", text)) for text in texts]


def chunks_of(
    raw: str,
    *,
    limit: int,
    count_tokens: CountTokens = words,
    language: Language = "en",
    title: str = "T",
) -> tuple[Document, Sequence[Block], list[Chunk]]:
    parsed = markdown.parse(raw, name="a.md")
    document = Document("a", title, parsed.text, language=language)
    found = chunk(document, parsed.blocks, count_tokens=count_tokens, limit=limit)
    return document, parsed.blocks, found


def units_of(raw: str, *, limit: int, language: Language = "en") -> list[list[str]]:
    document, _, found = chunks_of(raw, limit=limit, language=language)
    return [[unit.of(document.text) for unit in each.units] for each in found]


def test_sentences_are_gathered_while_they_fit_under_one_heading() -> None:
    raw = "One two three four five. Six seven eight nine ten eleven. Twelve.\n\n# H\n\nLast.\n"
    document, _, found = chunks_of(raw, limit=12)

    assert document.text[found[0].passage.span.start : found[0].passage.span.end] == (
        "One two three four five. Six seven eight nine ten eleven."
    )
    assert found == [
        Chunk(Passage("a#0000", "a", Span(0, 57), (), "en"), "T", (Span(0, 24), Span(25, 57))),
        Chunk(Passage("a#0001", "a", Span(58, 65), (), "en"), "T", (Span(58, 65),)),
        Chunk(Passage("a#0002", "a", Span(72, 77), ("H",), "en"), "T > H", (Span(72, 77),)),
    ]


def test_an_item_of_several_sentences_is_one_unit() -> None:
    assert units_of("- One. Two.\n- Three.\n", limit=9) == [["One. Two.", "Three."]]


def test_neighbouring_paragraphs_share_a_passage_and_sections_do_not() -> None:
    raw = "# A\n\nOne.\n\nTwo.\n\n# B\n\nThree.\n"

    assert units_of(raw, limit=99) == [["One.", "Two."], ["Three."]]


def test_chinese_sentences_are_gathered_too() -> None:
    raw = "第一句。第二句！ 第三句？"

    assert units_of(raw, limit=4, language="zh-Hant") == [["第一句。", "第二句！", "第三句？"]]


def test_a_sentence_that_does_not_fit_is_cut_at_its_clauses() -> None:
    raw = "It opened in 2018, cost 1,000 million, and closed at 16:25 sharp."

    assert units_of(raw, limit=6) == [
        ["It opened in 2018,"],
        ["cost 1,000 million,"],
        ["and closed at 16:25 sharp."],
    ]


def test_a_figure_is_not_cut_at_its_separators() -> None:
    raw = "By 16:25 it was 86,100,000 or so they said"

    pieces = [unit for units in units_of(raw, limit=3) for unit in units]

    assert [word for piece in pieces for word in piece.split()] == raw.split()


def test_a_chinese_sentence_without_spaces_is_cut_at_its_clauses() -> None:
    document, _, found = chunks_of(
        "河套深圳園區，香港園區內；橫琴。", limit=9, count_tokens=characters, language="zh-Hant"
    )

    assert [each.passage.span.of(document.text) for each in found] == [
        "河套深圳園區，",
        "香港園區內；",
        "橫琴。",
    ]


def test_what_has_neither_marks_nor_spaces_is_cut_in_the_middle() -> None:
    text = "abcdefgh"

    pieces = fit(text, Span(0, 8), count_tokens=characters, budget=4)

    assert [piece.of(text) for piece in pieces] == ["abcd", "efgh"]


def test_of_several_clauses_the_cut_is_nearest_the_middle() -> None:
    text = "a, bb cc dd, ee ff"

    pieces = fit(text, Span(0, len(text)), count_tokens=words, budget=4)

    assert [piece.of(text) for piece in pieces] == ["a, bb cc dd,", "ee ff"]


def test_halves_that_cost_more_once_joined_stay_apart() -> None:
    document, _, found = chunks_of("abcde", limit=2, count_tokens=longest_first, title="")

    assert longest_first(["abcde", "ab", "cde"]) == [3, 1, 1]
    assert [each.passage.span.of(document.text) for each in found] == ["ab", "cde"]


def test_markup_between_units_counts_too() -> None:
    text = "one <b> <c> two"

    groups = gather(text, [Span(0, 3), Span(12, 15)], count_tokens=words, budget=3)

    assert list(groups) == [[Span(0, 3)], [Span(12, 15)]]
    assert list(gather(text, [], count_tokens=words, budget=3)) == []


def test_a_title_longer_than_the_limit_leaves_room_for_whole_sentences() -> None:
    document, _, found = chunks_of("One two three. Four.", limit=8, title="w " * 100)

    assert [(each.lead, each.passage.span.of(document.text)) for each in found] == [
        ("w w", "One two three. Four.")
    ]


@pytest.mark.parametrize("raw", ["", "# H\n"])
def test_a_text_without_blocks_has_no_passages(raw: str) -> None:
    assert chunks_of(raw, limit=9)[2] == []


SENTENCES = st.lists(
    st.sampled_from(["Tax", "河套", "😀,", "1,000", "abcde", "深港；橫琴，", "cost:", "abcabcde"]),
    min_size=1,
    max_size=12,
).map(lambda found: " ".join(["It", *found]) + ".")
LINES = st.tuples(st.sampled_from(["", "", "- ", "# ", "> "]), st.lists(SENTENCES, max_size=3))
BODIES = st.lists(LINES.map(lambda line: line[0] + " ".join(line[1])), max_size=6).map("\n\n".join)
COUNTERS = st.sampled_from([words, characters, longest_first])


@settings(deadline=None)
@given(BODIES, COUNTERS, st.integers(100, 160))
def test_every_passage_fits_the_limit_together_with_its_lead(
    raw: str, count_tokens: CountTokens, limit: int
) -> None:
    document, _, found = chunks_of(raw, limit=limit, count_tokens=count_tokens)
    texts = [enriched(each.lead, each.passage.span.of(document.text)) for each in found]

    assert [text for text in texts if count_tokens([text])[0] > limit] == []
    assert [each.passage.passage_id for each in found] == [
        f"a#{number:04d}" for number in range(len(found))
    ]


@settings(deadline=None)
@given(BODIES, COUNTERS, st.integers(66, 90))
def test_units_lie_in_their_passage_in_order_and_cover_all_text(
    raw: str, count_tokens: CountTokens, limit: int
) -> None:
    document, blocks, found = chunks_of(raw, limit=limit, count_tokens=count_tokens)
    units = [unit for each in found for unit in each.units]
    covered = {place for unit in units for place in range(unit.start, unit.end)}
    text = document.text

    assert [each.passage.span for each in found] == [
        Span(each.units[0].start, each.units[-1].end) for each in found
    ]
    assert all(one.end <= other.start for one, other in pairwise(units))
    assert [
        text[place]
        for block in blocks
        for place in range(block.span.start, block.span.end)
        if place not in covered and not text[place].isspace()
    ] == []


@settings(deadline=None)
@given(BODIES, COUNTERS, st.integers(66, 90))
def test_a_sentence_or_item_that_fits_is_never_split(
    raw: str, count_tokens: CountTokens, limit: int
) -> None:
    document, blocks, found = chunks_of(raw, limit=limit, count_tokens=count_tokens)
    units = {unit: each for each in found for unit in each.units}
    room = {each.passage.headings: limit - count_tokens([each.lead])[0] for each in found}
    whole = [
        (span, block.headings)
        for block in blocks
        for span in (
            [block.span]
            if block.kind == "item"
            else sentence_spans(block.span.of(document.text), language="en", start=block.span.start)
        )
    ]

    fitting = [
        span
        for span, headings in whole
        if count_tokens([span.of(document.text)])[0] <= room[headings]
    ]
    assert [span for span in fitting if span not in units] == []


@given(
    st.text("ab ,;，\n😀", min_size=1, max_size=60).filter(str.strip), st.integers(1, 9), COUNTERS
)
def test_pieces_of_a_long_sentence_all_fit_and_lose_only_white_space(
    text: str, budget: int, count_tokens: CountTokens
) -> None:
    pieces = fit(text, Span(0, len(text)), count_tokens=count_tokens, budget=budget)
    together = "".join(piece.of(text) for piece in pieces)

    assert [piece for piece in pieces if count_tokens([piece.of(text)])[0] > budget] == []
    assert "".join(together.split()) == "".join(text.split())
    assert all(one.end <= other.start for one, other in pairwise(pieces))
