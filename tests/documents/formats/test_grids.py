"""A table's titles and heads are told from its rows; each row becomes a sentence with its heads."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gbaqa.documents.composing import Composer
from gbaqa.documents.formats.grids import Row, head_rows_of, put_table, spanned


def text_of(*rows: Row, head_rows: int | None = None) -> str:
    composer = Composer()
    put_table(composer, rows, head_rows=head_rows)
    return composer.parsed().text


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ([["City", "People"], ["Macao", "680,000"]], 1),
        ([["City", "Mayor"], ["Zhuhai", "Somebody"]], 1),
        ([["", "2023", "2024"], ["Macao", "1", "2"]], 1),
        ([["Year", "2023", "2024"], ["Macao", "1", "2"]], 1),
        ([["2023", "2024"], ["2025", "2026"]], 0),
        ([["1", "2", "3"], ["a", "b", "c"], ["d", "e", "f"]], 1),  # a head of numbers over text
        ([["1", "2", "3"], ["4", "5", "6"]], 0),
        ([["Yes", "Yes"], ["No", "Yes"]], 0),  # heads differ
        ([["Name:", "Macao"], ["Area:", "33 km²"]], 0),
        ([["x" * 121, "y"], ["a", "b"]], 0),
        ([["City", "People"]], 0),
        ([["A", "B", "C", "D"], ["a", "", "", ""]], 0),  # nothing stands below most of it
        ([["", "Fee", None], ["Port", "2023", "2024"], ["Hengqin", "1", "2"]], 2),
        ([["Port", "Fee", None], ["Hengqin", "1", "2"]], 1),
        ([["Port", "Fee", None], ["Hengqin", "", "free"], ["Gongbei", "", "free"]], 1),
    ],
)
def test_the_rows_of_the_head_are_counted(rows: list[Row], count: int) -> None:
    assert head_rows_of(rows) == count


def test_titles_above_the_head_are_prose_and_a_repeated_head_is_left_out() -> None:
    head = ["City", "People"]
    rows = (["Population", None], ["in 2024", ""], head, ["Macao", "680,000"], head, ["", ""],
            ["Zhuhai", "2,400,000"])  # fmt: skip

    assert text_of(*rows) == (
        "Population\n\nin 2024\n\nCity: Macao; People: 680,000\nCity: Zhuhai; People: 2,400,000"
    )


def test_two_columns_without_a_head_are_names_and_what_is_said_of_them() -> None:
    assert text_of(["Name:", "Macao"], ["Area：", "33 km²"], ["alone"]) == (
        "Name: Macao\nArea: 33 km²\nalone"
    )


def test_a_cell_across_the_table_has_no_head() -> None:
    assert text_of(["A", "B"], ["Part one", None], ["1", "2"], ["Part one", None]) == (
        "Part one\nA: 1; B: 2\nPart one"
    )


def test_rows_of_one_cell_each_are_kept_apart() -> None:
    assert text_of(["one"], ["", "two"]) == "one\ntwo"


def test_a_head_that_is_said_to_be_one_is_one() -> None:
    assert text_of(["1", "2"], ["3", "4"], head_rows=1) == "1: 3; 2: 4"
    assert text_of(["A", "B"], ["C", "D"], head_rows=0) == "A: B\nC: D"


def test_a_long_table_is_not_held_in_memory() -> None:
    taken = 0

    def rows() -> object:
        nonlocal taken
        yield ["Key", "Value"]
        for number in range(1000):
            taken = number
            yield [f"k{number}", str(number)]

    class Watching(Composer):
        def row(self, heads: object, cells: object) -> None:
            assert taken < 1000 and len(self._blocks) >= taken - 50  # noqa: PT018
            super().row(heads, cells)  # type: ignore[arg-type]

    composer = Watching()
    put_table(composer, rows())  # type: ignore[arg-type]
    assert len(composer.parsed().blocks) == 1000


@pytest.mark.parametrize("head_rows", [None, 1])
def test_rows_that_all_say_what_the_first_says_are_rows(head_rows: int | None) -> None:
    composer = Composer()
    put_table(composer, [["Fee", "Toll", "Free"]] * 2, head_rows=head_rows)
    assert composer.parsed().text.split() == ["Fee;", "Toll;", "Free"] * 2


def test_a_page_that_only_repeats_the_head_adds_nothing() -> None:
    composer = Composer()
    put_table(composer, [["Fee", "Toll", "Free"]], inherited=["Fee", "Toll", "Free"])
    assert composer.parsed().blocks == ()


def test_cells_with_their_widths_make_a_row_that_ends() -> None:
    assert list(spanned([("a", 2), ("b", 1)])) == ["a", None, "b"]
    assert len(list(spanned([("a", 10**9), ("b", 1)]))) == 1024


WORDS = st.sampled_from(["", "a", "B c", "12", "2024", "x:", None, "5%"])


@given(st.lists(st.lists(WORDS, max_size=5), max_size=8))
@example([["a", "B c"], ["a", "B c"]])
def test_no_cell_of_a_row_is_lost_and_blocks_lie_in_order(rows: list[list[str | None]]) -> None:
    composer = Composer()
    put_table(composer, rows)
    parsed = composer.parsed()
    ends = [0, *(block.span.end for block in parsed.blocks)]

    assert all(end <= block.span.start for end, block in zip(ends, parsed.blocks, strict=False))
    if any(cell for row in rows for cell in row):
        assert parsed.blocks
