"""OpenDocument texts, sheets and slides: as those of Office, by what the file says is shown."""

from __future__ import annotations

import io

import pytest
from odfdo import Document, Header, Paragraph

from gbaqa.documents.blocks import Block, Parsed
from gbaqa.documents.formats import odf
from gbaqa.errors import DocumentError
from gbaqa.types import Span
from tests.documents.formats import office
from tests.documents.formats.office import seen

STYLES = """
<style:style style:name="P1" style:parent-style-name="Title"/>
<style:style style:name="ring" style:parent-style-name="ring"/>
<style:style style:name="away"><style:table-properties table:display="false"/></style:style>
<style:style style:name="gone"><style:drawing-page-properties presentation:visibility="hidden"/>
</style:style>
<text:list-style style:name="L">
  <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
  <text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"
    text:start-value="3"/>
</text:list-style>
"""


def read(kind: str, content: str, **parts: str) -> Parsed:
    return odf.read(office.odf(kind, content, styles=STYLES, **parts), name="a.odf")


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{p(text)}</table:table-cell>"


def rows(*cells: str) -> str:
    return "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)


COVERED = "<table:covered-table-cell/>"
MERGED = rows(
    cell("") + cell("Fee", 'table:number-columns-spanned="2"') + COVERED,
    cell("Port") + cell("2023") + cell("2024"),
    cell("Hengqin", 'table:number-rows-spanned="2"') + cell("10") + cell("11"),
    COVERED + cell("free", 'table:number-columns-spanned="2"') + COVERED,
)
MERGED_TEXT = "Port: Hengqin; Fee 2023: 10; Fee 2024: 11\nPort: Hengqin; Fee 2023: free"


def test_a_text_becomes_blocks_and_fields() -> None:
    body = (
        '<text:p text:style-name="P1">Tax</text:p>'
        '<text:h text:outline-level="2">Rates</text:h>'
        "<text:p>The<text:s text:c='3'/>rate<text:line-break/><text:span>is</text:span> 15%."
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Since 2014.</text:p></text:note-body></text:note></text:p>"
        '<text:list text:style-name="L"><text:list-item><text:p>One</text:p><text:list>'
        "<text:list-item><text:p>Deep</text:p></text:list-item></text:list></text:list-item>"
        "<text:list-item><text:p>Two</text:p></text:list-item></text:list>"
    )
    meta = (
        "<office:meta><dc:title>Untitled1</dc:title><dc:date>2024-05-03T10:00:00</dc:date>"
        "<dc:language>zh-HK</dc:language></office:meta>"
    )

    assert read("text", body, meta=meta) == Parsed(
        text="Tax\n\nRates\n\nThe rate is 15%.\n\nSince 2014.\n\n1. One\nc) Deep\n2. Two",
        blocks=(
            Block(Span(12, 28), "prose", ("Tax", "Rates")),
            Block(Span(30, 41), "prose", ("Tax", "Rates")),
            Block(Span(46, 49), "item", ("Tax", "Rates")),
            Block(Span(53, 57), "item", ("Tax", "Rates")),
            Block(Span(61, 64), "item", ("Tax", "Rates")),
        ),
        fields={"date": "2024-05-03", "language": "zh-Hant", "title": "Tax"},
    )


def test_what_is_deleted_repeated_or_said_of_the_text_is_left_out() -> None:
    body = (
        "<text:tracked-changes><text:p>Deleted</text:p></text:tracked-changes>"
        "<text:table-of-content><text:index-body><text:p>Tax 3</text:p></text:index-body>"
        "</text:table-of-content>"
        "<text:section><text:p>Kept<office:annotation><text:p>why?</text:p></office:annotation>"
        "<text:hidden-text>secret</text:hidden-text>.</text:p></text:section>"
        "<text:p>Beside<draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box>"
        "</draw:frame></text:p>"
        '<text:p text:style-name="ring">Ring</text:p>'
    )

    assert read("text", body).text == "Kept.\n\nBeside\n\nIn a box.\n\nRing"


def test_a_table_gives_its_rows_with_merged_cells() -> None:
    assert read("text", f"<table:table>{MERGED}</table:table>").text == MERGED_TEXT


def test_rows_said_to_be_heads_are_heads_and_layout_is_prose() -> None:
    head = f"<table:table-header-rows>{rows(cell('1') + cell('2'))}</table:table-header-rows>"
    body = f"<table:table>{head}{rows(cell('3') + cell('4'))}</table:table>"
    layout = f"<table:table>{rows(cell('One.') + cell('Two.'))}</table:table>"

    assert read("text", body + layout).text == "1: 3; 2: 4\n\nOne.\n\nTwo."


def test_sheets_are_read_as_shown_and_what_is_repeated_empty_is_not() -> None:
    table = rows(
        cell("City") + cell("Day"),
        cell("Macao") + cell("1 May", 'office:date-value="2024-05-01T00:00:00"')
        + '<table:table-cell table:number-columns-repeated="1048576"/>',
    )  # fmt: skip
    empty = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/>'
    sheets = (
        f'<table:table table:name="Days">{table}{empty}</table:table-row></table:table>'
        '<table:table table:name="S" table:style-name="away"><table:table-row/></table:table>'
        f'<table:table table:name="Fees">{MERGED}</table:table>'
    )
    parsed = read("spreadsheet", sheets)

    assert parsed.text == f"Days\n\nCity: Macao; Day: 2024-05-01\n\nFees\n\n{MERGED_TEXT}"
    assert parsed.notes == ("sheet 'S' is hidden and left out",)


def test_slides_are_pages_under_their_titles() -> None:
    def frame(kind: str, text: str) -> str:
        box = f"<draw:text-box>{p(text)}</draw:text-box>"
        return f'<draw:frame presentation:class="{kind}">{box}</draw:frame>'

    slides = (
        f"<draw:page>{frame('title', 'Tax')}{frame('outline', '15%.')}{frame('footer', 'Page 1')}"
        f"<presentation:notes>{frame('notes', 'Slowly.')}</presentation:notes></draw:page>"
        f'<draw:page draw:style-name="gone">{frame("outline", "Hidden.")}</draw:page>'
        f"<draw:page>{frame('title', 'Revenue rose')}</draw:page>"
    )
    parsed = read("presentation", slides)

    assert seen(parsed) == [("prose", ("Tax",), "15%."), ("prose", ("Revenue rose",),
                                                           "Revenue rose")]  # fmt: skip
    assert (parsed.pages, parsed.notes) == ((0, 11, 11), ("slide 2 is hidden and left out",))


def test_a_chart_gives_its_figures() -> None:
    table = rows(cell("") + cell("Share"), cell("2023") + cell("0.1"))
    chart = (
        f"<office:body><office:chart><chart:chart><chart:title>{p('Shares')}</chart:title>"
        f"<table:table>{table}</table:table></chart:chart></office:chart></office:body>"
    )
    body = '<text:p><draw:frame><draw:object xlink:href="./O"/></draw:frame></text:p>'

    assert read("text", body, **{"O/content": chart}).text == "Shares\n\n2023; Share: 0.1"


def test_what_odfdo_writes_is_read() -> None:
    document = Document("text")
    document.body.clear()
    document.body.append(Header(1, "Tax"))
    document.body.append(Paragraph("The rate is 15%."))
    stream = io.BytesIO()
    document.save(stream)

    assert odf.read(stream.getvalue(), name="a.odt").text == "Tax\n\nThe rate is 15%."


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (office.packed({"a": "b"}), "it has no content.xml"),
        (office.odf("database", ""), "it has no text, sheets or slides"),
        (
            office.odf("text", "<text:section>" * 3000 + "</text:section>" * 3000),
            "its parts lie too deep in each other",
        ),
    ],
)
def test_what_is_no_open_document_is_told_in_one_line(raw: bytes, reason: str) -> None:
    with pytest.raises(DocumentError) as caught:
        odf.read(raw, name="a.odt")
    assert str(caught.value).startswith("a.odt: is not a")
    assert str(caught.value).endswith(f"or is broken ({reason}); save it again")
