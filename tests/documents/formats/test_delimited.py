"""A CSV file's delimiter, quotes and head are found out; its rows become sentences."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.documents.blocks import Block, Parsed
from gbaqa.documents.composing import folded
from gbaqa.documents.formats import delimited
from gbaqa.documents.formats.delimited import Dialect, found_dialect
from gbaqa.errors import DocumentError
from gbaqa.types import Span
from tests.documents.formats.office import seen


def text_of(raw: str) -> str:
    return delimited.read(raw.encode(), name="a.csv").text


def test_a_file_becomes_rows_with_their_heads() -> None:
    raw = 'City,People\nMacao,"680,000"\n\nZhuhai,\n'.encode("utf-8-sig")

    assert delimited.read(raw, name="a.csv") == Parsed(
        text="City: Macao; People: 680,000\nCity: Zhuhai",
        blocks=(Block(Span(0, 28), "item"), Block(Span(29, 41), "item")),
    )


@pytest.mark.parametrize(
    ("raw", "delimiter", "quote"),
    [
        ("a,b\n1,2\n", ",", '"'),
        ("City;Rate\nMacao;1,5\nZhuhai;2,5\n", ";", '"'),  # decimal commas
        ("1,5;x\n2,5;y\n", ";", '"'),
        ("name\trate\nA, b\t5%\nC, d\t6%\n", "\t", '"'),
        ("k:|v\na|1\n", "|", '"'),
        ("a;b\n'x;y';2\n'z;w';3\n", ";", "'"),
        ("who,what\nAnn,don't\nBen,isn't\n", ",", '"'),
        ('a,b,c\n1,"open,3\n4,5,6\n7,8,9\n', ",", ""),  # a quote that nothing closes
        ('name,place\nA,"1, Main St\nMacao"\nB,"2, High St\nHK"\n', ",", '"'),
        ("one column\nof text\n", ",", '"'),
        ("", ",", '"'),
    ],
)
def test_the_dialect_is_found_out(raw: str, delimiter: str, quote: str) -> None:
    assert found_dialect(raw) == Dialect(delimiter, quote)


def test_a_dialect_that_the_file_declares_is_taken() -> None:
    assert text_of("sep=;\na;b,c\n1;2\n") == "a: 1; b,c: 2"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Macao,680000\nZhuhai,2400000\n", "Macao: 680000\nZhuhai: 2400000"),
        ("Fees of 2024\n\nPort,Fee,Note\nHengqin,10,x\n",
         "Fees of 2024\n\nPort: Hengqin; Fee: 10; Note: x"),
        ("a,b\n1,2,3\n4\n", "a: 1; b: 2; 3\na: 4"),
        ("Industry\nBanking\nCare\n", "Industry: Banking\nIndustry: Care"),
        ("A sentence.\nAnother one.\n", "A sentence.\nAnother one."),
        ("x", "x"),
    ],
)  # fmt: skip
def test_heads_titles_and_ragged_rows_are_told_apart(raw: str, text: str) -> None:
    assert text_of(raw) == text


def test_a_table_in_another_encoding_is_read() -> None:
    raw = "城市,稅率,備註\n澳門,12%,無\n香港,15%,見附件一\n".encode("big5")

    assert delimited.read(raw, name="a.csv").text == (
        "城市: 澳門; 稅率: 12%; 備註: 無\n城市: 香港; 稅率: 15%; 備註: 見附件一"
    )


def test_a_cell_beyond_all_measure_is_one_line() -> None:
    raw = b"a,b\n1,2\n3," + b"x" * 131_073 + b"\n"
    with pytest.raises(DocumentError) as caught:
        delimited.read(raw, name="a.csv")
    assert str(caught.value) == (
        "a.csv:3: is not a table (field larger than field limit (131072)); "
        "mend the quotes or shorten the cell"
    )


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=12)


@given(
    st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from(",;\t|"),
)
def test_cells_of_any_text_come_back_in_their_rows(
    cells: list[tuple[str, str]], quoting: int, delimiter: str
) -> None:
    rows = [(f"k{number}", f"a{one}", other) for number, (one, other) in enumerate(cells)]
    stream = io.StringIO(newline="")
    stream.write(f"sep={delimiter}\n")
    writer = csv.writer(stream, delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([("Key", "First", "Second"), *rows])
    parsed = delimited.read(stream.getvalue().encode(), name="a.csv")

    assert [text for _, _, text in seen(parsed)] == [
        "; ".join(
            f"{head}: {folded(text)}"
            for head, text in zip(("Key", "First", "Second"), row, strict=True)
            if folded(text) and folded(text) != head
        )
        for row in rows
    ]


PLAIN = st.text("abc éß中文 123.-/()", min_size=1, max_size=10)


@given(st.lists(st.tuples(PLAIN, PLAIN), min_size=3, max_size=6), st.sampled_from(",;\t|"))
def test_the_delimiter_of_plain_cells_is_found(
    cells: list[tuple[str, str]], delimiter: str
) -> None:
    lines = [delimiter.join(("k", *pair)) for pair in cells]

    assert found_dialect("\n".join(lines)).delimiter == delimiter


@given(st.text("a1;,|\t\"'\n é", max_size=60))
def test_any_text_is_rows_or_one_line(raw: str) -> None:
    parsed = delimited.read(raw.encode(), name="a.csv")

    assert all(text == text.strip() != "" for _, _, text in seen(parsed))
