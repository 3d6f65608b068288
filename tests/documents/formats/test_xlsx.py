"""A workbook becomes the rows of its sheets, each cell behind its head and as it is shown."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from gbaqa.documents.blocks import Block, Parsed
from gbaqa.documents.composing import folded
from gbaqa.documents.formats import xlsx
from gbaqa.errors import DocumentError
from gbaqa.types import Span
from tests.documents.formats.office import packed, seen

Cell = str | int | float | date | None


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return rewritten(stream.getvalue(), rb"(created|modified)( [^>]*)>[^<]*<", rb"\1\2>2024-05-03<")


def rewritten(raw: bytes, old: bytes, new: bytes) -> bytes:
    """Each part with a pattern replaced."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return packed({one: re.sub(old, new, archive.read(one)) for one in archive.namelist()})


def workbook(*rows: list[Cell], title: str = "Fees") -> Workbook:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def text_of(book: Workbook) -> str:
    return xlsx.read(saved(book), name="a.xlsx").text


def test_a_sheet_becomes_rows_under_its_name() -> None:
    book = workbook(["City", "People"], ["Macao", 680000], ["Zhuhai", None])
    book.active["B2"].number_format = "#,##0"

    assert xlsx.read(saved(book), name="a.xlsx") == Parsed(
        text="Fees\n\nCity: Macao; People: 680,000\nCity: Zhuhai",
        blocks=(
            Block(Span(6, 34), "item", ("Fees",)),
            Block(Span(35, 47), "item", ("Fees",)),
        ),
        fields={"date": "2024-05-03"},
    )


def test_a_title_stands_over_its_table_and_notes_below_do_not_stand_under_it() -> None:
    book = workbook(
        ["Fees of 2024"], [], ["Port", "Fee"], ["Hengqin", 10], [], ["Source: the Government."]
    )

    assert seen(xlsx.read(saved(book), name="a.xlsx")) == [
        ("item", ("Fees", "Fees of 2024"), "Port: Hengqin; Fee: 10"),
        ("prose", ("Fees",), "Source: the Government."),
    ]


def test_tables_beside_and_below_each_other_keep_their_own_heads() -> None:
    book = workbook(
        ["A", "B", None, "C", "D"], [1, 2, None, 3, 4], [], ["E", "F"], ["x", "y"], [], [5, 6]
    )

    assert text_of(book) == "Fees\n\nA: 1; B: 2\nC: 3; D: 4\nE: x; F: y\nE: 5; F: 6"


def test_merged_cells_stand_in_each_row_and_over_each_column_they_cover() -> None:
    book = workbook(
        [None, "Fee", None],
        ["Port", "2023", "2024"],
        ["Hengqin", 10, 11],
        [None, 12, 13],
        ["Closed", None, None],
        [None, None, None],
    )
    for cells in ("B1:C1", "A3:A4", "A5:C6"):
        book.active.merge_cells(cells)

    assert text_of(book) == (
        "Fees\n\nPort: Hengqin; Fee 2023: 10; Fee 2024: 11\n"
        "Port: Hengqin; Fee 2023: 12; Fee 2024: 13\nClosed"
    )


def test_a_title_merged_over_several_rows_is_told_once() -> None:
    book = workbook(["Fees of 2024"], [], ["Port", "Fee"], ["Hengqin", 10])
    book.active.merge_cells("A1:B2")

    assert text_of(book) == "Fees\n\nFees of 2024\n\nPort: Hengqin; Fee: 10"


def test_a_row_that_only_goes_on_with_merged_cells_is_none() -> None:
    book = workbook(["Port", "Fee"], ["Hengqin", 10], [None, None], ["Gongbei", 5])
    book.active.merge_cells("A2:A3")

    assert text_of(book) == "Fees\n\nPort: Hengqin; Fee: 10\nPort: Gongbei; Fee: 5"


def test_hidden_sheets_and_formulas_without_a_value_are_told_and_left_out() -> None:
    book = workbook(["A", "B"], [1, "=1+1"])
    book.create_sheet("Secret").append(["s"])
    book["Secret"].sheet_state = "hidden"

    parsed = xlsx.read(saved(book), name="a.xlsx")
    assert parsed.text == "Fees\n\nA: 1"
    assert parsed.notes == (
        "sheet 'Fees' has 1 formulas without a stored value, which are left out",
        "sheet 'Secret' is hidden and left out",
    )


def test_a_formula_gives_the_value_stored_for_it() -> None:
    raw = rewritten(saved(workbook(["A", "B"], [1, "=1+1"])), b"<v ?/>|<v></v>", b"<v>2</v>")

    assert xlsx.read(raw, name="a.xlsx").text == "Fees\n\nA: 1; B: 2"


def test_a_workbook_in_the_strict_form_is_read() -> None:
    raw = saved(workbook(["A", "B"], [1, 2]))
    for name in (b"spreadsheetml", b"officeDocument"):
        loose = b"http://schemas.openxmlformats.org/" + name + b"/2006/"
        raw = rewritten(raw, loose, b"http://purl.oclc.org/ooxml/" + name + b"/")

    assert xlsx.read(raw, name="a.xlsx").text == "Fees\n\nA: 1; B: 2"


def test_a_row_that_lies_beyond_every_sheet_ends_the_reading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(xlsx, "LAST_ROW", 100)
    raw = rewritten(saved(workbook(["A"], ["b"])), b'<row r="2"', b'<row r="99999999"')

    assert xlsx.read(raw, name="a.xlsx").text == "Fees\n\nA"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"])
def test_a_workbook_without_a_part_or_with_a_broken_one_is_one_line(part: str) -> None:
    whole = saved(workbook(["A"], ["b"]))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts: dict[str, str | bytes] = {one: archive.read(one) for one in archive.namelist()}
    with pytest.raises(DocumentError, match=r"^a\.xlsx: is not a XLSX file or is broken \(.+\);"):
        xlsx.read(packed(parts | {part: b"<a"}), name="a.xlsx")


def test_what_a_workbook_says_of_itself_may_be_broken() -> None:
    raw = rewritten(saved(workbook(["A", "B"], [1, 2])), b"2024-05-03", b"no_date_at_all")

    assert xlsx.read(raw, name="a.xlsx") == Parsed(
        text="Fees\n\nA: 1; B: 2", blocks=(Block(Span(6, 16), "item", ("Fees",)),)
    )


WRITABLE = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12
)


@settings(max_examples=10)
@given(st.lists(st.tuples(WRITABLE, WRITABLE), min_size=1, max_size=4))
def test_cells_of_any_text_come_back_in_their_rows(cells: list[tuple[str, str]]) -> None:
    rows = [(f"k{number}", f"a{one}", other) for number, (one, other) in enumerate(cells)]
    book = workbook(["Key", "First", "Second"])
    for number, row in enumerate(rows, start=2):
        for column, text in enumerate(row, start=1):
            cell = book.active.cell(number, column)
            cell.value, cell.data_type = text, "s"  # "=1" is text here
    parsed = xlsx.read(saved(book), name="a.xlsx")

    assert [text for _, _, text in seen(parsed)] == [
        "; ".join(
            f"{head}: {folded(text)}"
            for head, text in zip(("Key", "First", "Second"), row, strict=True)
            if folded(text) and (folded(text) != head)
        )
        for row in rows
    ]
