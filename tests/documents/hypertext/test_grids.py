"""Tables: data told from layout, and each row with the heads of its columns."""

from __future__ import annotations

import pytest

from gbaqa.documents.formats import html


def rows(table: str) -> list[str]:
    return html.read(f"<table>{table}</table>".encode(), name="a.html").text.split("\n")


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        # a cell over two columns is told once, one over two rows in both
        (
            "<tr><th>A<th colspan=2>B<tr><td rowspan=2>1<td>2<td>3<tr><td colspan=2>4",
            ["A: 1; B: 2; B: 3", "A: 1; B: 4"],
        ),
        # heads above each other
        (
            "<thead><tr><th rowspan=2>Year<th colspan=2>Visitors<tr><th>Macao<th>Zhuhai</thead>"
            "<tr><td>2023<td>28<td>31",
            ["Year: 2023; Visitors Macao: 28; Visitors Zhuhai: 31"],
        ),
        # a row of nothing but a cell that reaches on is told with the next
        (
            "<tr><th>Year<th>Month<th>Cost<tr><th rowspan=2>2025<tr><td>May<td>9",
            ["Year: 2025; Month: May; Cost: 9"],
        ),
        # a head beside its row
        ("<tr><th>Founded<td>1975<tr><th>Staff<td>221,000", ["Founded: 1975", "Staff: 221,000"]),
        ("<tr><td>Order:<td>Birds<tr><td>Class:<td>Aves", ["Order: Birds", "Class: Aves"]),
        # a title over all columns is no head
        (
            "<tr><th colspan=2>Fees<tr><th>Card<th>Price<tr><td>Blue<td>10",
            ["Fees", "Card: Blue; Price: 10"],
        ),
        # bold cells are heads where none is marked
        ("<tr><td><b>A</b><td><b>B</b><tr><td>1<td>2", ["A: 1; B: 2"]),
        ("<tr><td>1<td>2<tr><td>3<td>4", ["1; 2", "3; 4"]),
        # heads alone are told as they are
        ("<tr><th>A<th>B", ["A; B"]),
        # lists and tables in cells
        (
            "<tr><th>Bird<th>Home<tr><td>Teal<td><ul><li>Pond<li>Marsh</ul>",
            ["Bird: Teal; Home: Pond, Marsh"],
        ),
        (
            "<tr><th>A<th>B<tr><td>1<td><table><tr><td>x<td>y</table>",
            ["A: 1; B: x y"],
        ),
        ("<caption>Ducks</caption><tr><td>a<td>b<tr><td>c<td>d", ["Ducks", "", "a; b", "c; d"]),
        # layout: told part by part
        ("<tr><td>a<tr><td>b", ["a", "", "b"]),
        ("<tr role=x><td>a<td><table><tr><td>b</table>", ["a", "", "b"]),
    ],
)
def test_rows(table: str, lines: list[str]) -> None:
    assert rows(table) == lines


def test_a_table_that_says_it_only_lays_out_is_no_data() -> None:
    page = b"<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>"

    assert html.read(page, name="a.html").text == "a\n\nb\n\nc\n\nd"


def test_what_rows_repeat_is_bounded() -> None:
    heads = "<tr>" + "".join(f"<th>{'h' * 100}{place}" for place in range(100))
    page = f"<table>{heads}{('<tr>' + '<td>z' * 100) * 200}</table>"

    parsed = html.read(page.encode(), name="a.html")

    assert len(parsed.text) < 1_200_000
    assert parsed.text.count("z") == 20_000
