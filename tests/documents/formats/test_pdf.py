"""PDF: paragraphs, headings, items, rows and pages are told from where letters stand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaqa.documents.blocks import Parsed
from gbaqa.documents.formats.pdf import read
from gbaqa.errors import DocumentError
from tests.documents.formats.pdfs import GRID, PICTURE, Draw, Page, Show, lines, pdf

PROSE = (
    "The bridge was opened to all of the traffic in 2018.",
    "It carries cars and goods between the cities of the",
    "area, day and night, whatever the weather may be.",
)


def parsed(*pages: Page, unicode: dict[int, str] | None = None) -> Parsed:
    return read(pdf(pages, unicode=unicode), name="a.pdf")


def texts(found: Parsed) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(found.text)) for block in found.blocks]


def test_lines_of_a_paragraph_are_joined_and_a_gap_begins_another() -> None:
    found = parsed([*lines(*PROSE), Show("A second one.", y=680)])

    assert texts(found) == [("prose", " ".join(PROSE)), ("prose", "A second one.")]


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("It is open to all traf-", "fic now.", "It is open to all traffic now."),
        ("A long-term plan is a long-", "term one.", "A long-term plan is a long-term one."),
        ("They are self-", "financing.", "They are self-financing."),
        ("The Hong Kong-", "Macao link.", "The Hong Kong-Macao link."),
        ("From 2019-", "2024 it grew.", "From 2019-2024 it grew."),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_goes_unless_it_belongs_there(
    first: str, second: str, whole: str
) -> None:
    assert parsed(lines(first, second)).text == whole


def test_headings_are_told_by_size_and_weight_and_the_largest_is_the_title() -> None:
    body = lines(*PROSE)
    found = parsed(
        [
            Show("The Bridge", y=800, size=22),
            Show("Opening", y=780, font="bold"),
            *[Show(one.text, y=760 - 14 * n) for n, one in enumerate(body)],
            Show("Tolls", y=700, size=15),
            Show("Cars pay 150 a day on it.", y=680),
        ]
    )

    assert found.fields["title"] == "The Bridge"
    assert [block.headings for block in found.blocks] == [
        ("The Bridge", "Opening"),
        ("The Bridge", "Tolls"),
    ]


def test_items_are_whole_without_their_marks_however_many_lines_they_have() -> None:
    found = parsed(
        [
            Show("\u2022 The first item is so long that it", 72, 700),
            Show("goes on in a second line.", 84, 686),
            Show("\u2022", 72, 672),  # drawn by itself
            Show("The second.", 90, 672),
            Show("1. The third.", 72, 658),
        ]
    )

    assert texts(found) == [
        ("item", "The first item is so long that it goes on in a second line."),
        ("item", "The second."),
        ("item", "The third."),
    ]
    assert "1. The third." in found.text


def test_two_columns_are_read_one_after_the_other_and_joined() -> None:
    left = ("The bridge links the three", "cities of the area and is", "used by many thousands of")
    right = ("people every day, most of", "them on their way to work", "or back from it.")
    rows = [
        Show(text, x, 700 - 14 * n)
        for x, column in ((72, left), (320, right))
        for n, text in enumerate(column)
    ]

    assert parsed(rows).text == " ".join((*left, *right))


def test_rows_of_a_drawn_table_have_the_heads_of_their_columns() -> None:
    cells = [("City", "People"), ("Macao", "680,000"), ("Hong Kong", "7.5 million")]
    shown = [
        Show(text, 76 + 150 * column, 646 - 20 * row)
        for row, texts_ in enumerate(cells)
        for column, text in enumerate(texts_)
    ]
    found = parsed([Show("Before.", y=700), Draw(GRID), *shown, Show("After.", y=560)])

    assert texts(found) == [
        ("prose", "Before."),
        ("item", "City: Macao; People: 680,000"),
        ("item", "City: Hong Kong; People: 7.5 million"),
        ("prose", "After."),
    ]


def test_labels_and_values_side_by_side_are_told_as_such() -> None:
    found = parsed(
        [
            Show("Year", 72, 700, font="bold"),
            Show("2024", 200, 700),
            Show("Colour", 72, 686, font="bold"),
            Show("White", 200, 686),
            *[Show(text, y=600 - 14 * n) for n, text in enumerate(PROSE)],
        ]
    )

    assert texts(found)[:2] == [("item", "Year: 2024"), ("item", "Colour: White")]


def test_running_heads_and_page_numbers_go_and_each_page_begins_where_its_text_does() -> None:
    pages = [
        [
            Show("The Annual Report", y=815, size=8),
            Show(f"Text of page {word}.", y=700),
            Show(f"- {number} -", y=30, size=8),
        ]
        for number, word in enumerate(["one", "two", "three"], start=7)
    ]
    found = parsed(*pages)

    assert found.text == "Text of page one.\n\nText of page two.\n\nText of page three."
    assert found.pages == tuple(found.text.index(f"Text of page {n}") for n in ("one", "two", "th"))


def test_lines_that_repeat_are_the_text_where_there_is_no_other() -> None:
    found = parsed(*[[Show(f"Page of plate {number}", y=815)] for number in range(5)])

    assert found.text.split("\n\n") == [f"Page of plate {number}" for number in range(5)]


def test_a_paragraph_that_runs_over_a_page_is_one_and_the_page_begins_within_it() -> None:
    found = parsed(
        [*lines("The bridge carries cars and goods", "between the cities of the")],
        [*lines("area, whatever the weather.")],
        [Show("A new paragraph.")],
    )

    first = (
        "The bridge carries cars and goods between the cities of the area, whatever the weather."
    )
    assert found.text == f"{first}\n\nA new paragraph."
    assert found.pages == (0, first.index("area"), len(first) + 2)


def test_a_sentence_that_has_ended_is_not_joined_over_a_page() -> None:
    found = parsed(lines("It has ended."), lines("and so on."))

    assert (found.text, found.pages) == ("It has ended.\n\nand so on.", (0, 15))


def test_lines_of_chinese_are_joined_without_a_space_and_rare_characters_are_whole() -> None:
    letters = {1: "大", 2: "湾", 3: "区", 4: "\U00020000", 5: "\u2f24", 6: "\ufb01"}
    found = parsed(
        [
            Show("", 72, 700, font="wide", hex="00010002"),
            Show("", 72, 686, font="wide", hex="00030004"),
            Show("", 72, 600, font="wide", hex="00050006"),
        ],
        unicode=letters,
    )

    assert found.text == "大湾区\U00020000\n\n大fi"


def test_pages_that_are_pictures_are_noted_and_empty_pages_are_not() -> None:
    picture = [Draw(PICTURE)]
    found = parsed([Show("One.")], picture, picture, [], [Show("Five.")], picture)

    assert found.notes == ("pages 2 and 3 and 6 are pictures without text; add a text layer (OCR)",)
    assert (found.text, found.pages) == ("One.\n\nFive.", (0, 6, 6, 6, 6, 11))


@pytest.mark.parametrize("quarters", [90, 180, 270])
def test_a_page_that_is_turned_is_read_all_the_same(quarters: int) -> None:
    turn = {90: "0 1 -1 0 595 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 842"}[quarters]
    shown = [Show(text, 72, 400 - 14 * number) for number, text in enumerate(PROSE)]
    raw = pdf([[Draw(f"q {turn} cm"), *shown, Draw("Q")]], rotate=quarters)

    assert read(raw, name="a.pdf").text == " ".join(PROSE)


@pytest.mark.parametrize(
    ("info", "lang", "fields"),
    [
        (
            {"Title": "A 大 title", "ModDate": "D:20240305120000+08'00'"},
            "pt-PT",
            {"title": "A 大 title", "date": "2024-03-05", "language": "pt"},
        ),
        ({"Title": "Microsoft Word - report.doc", "CreationDate": "D:2023"}, "", {"date": "2023"}),
        ({"Title": "untitled", "ModDate": "D:29990101", "CreationDate": "x"}, "zh", {}),
        ({"Title": "final_v2.indd"}, "zh-TW", {"language": "zh-Hant"}),
    ],
)
def test_what_the_file_says_of_itself_is_believed_where_it_can_be(
    info: dict[str, str], lang: str, fields: dict[str, str]
) -> None:
    assert read(pdf([[Show("Text.")]], info=info, lang=lang), name="a.pdf").fields == fields


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (pdf([[Draw(PICTURE)]]), "has no text, its page is a picture; add a text layer (OCR)"),
        (pdf([[], []]), "has no text, its 2 pages are blank; remove the file"),
        (b"%PDF-1.7\nnothing", "is a broken PDF or a part of one; download it or save it again"),
    ],
)
def test_a_pdf_that_cannot_be_read_is_refused_in_one_line(raw: bytes, line: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(raw, name="a.pdf")
    assert str(caught.value) == f"a.pdf: {line}"


def test_a_file_that_ends_too_early_is_read_as_far_as_it_goes_and_says_so() -> None:
    raw = pdf([[Show("One.")], [Show("Two.")]])
    found = read(raw[: raw.index(b"startxref")], name="a.pdf")

    assert found.text == "One.\n\nTwo."
    assert found.notes == ("the file ends too early, something may be missing; download it again",)


WORDS = st.lists(st.from_regex(r"[A-Za-z]{1,9}[.,]?", fullmatch=True), min_size=1, max_size=9)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=5), min_size=1, max_size=4))
def test_no_word_is_lost_and_all_offsets_hold(pages: list[list[list[str]]]) -> None:
    raw = pdf([[Show(" ".join(words)) for words in page] for page in pages])
    try:
        found = read(raw, name="a.pdf")
    except DocumentError:
        assert not any(pages)
        return
    kept = sum(len(word) for page in pages for words in page for word in words)
    assert len(found.pages) == len(pages)
    assert list(found.pages) == sorted(found.pages)
    assert all(block.span.end <= len(found.text) for block in found.blocks)
    assert sum(map(str.isalpha, found.text)) <= kept
