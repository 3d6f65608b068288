"""A Word file becomes headings, items, rows and prose: what is shown, and nothing else."""

from __future__ import annotations

import io

import pytest
from docx import Document

from gbaqa.documents.blocks import Block, Parsed
from gbaqa.documents.formats import docx
from gbaqa.errors import DocumentError
from gbaqa.types import Span
from tests.documents.formats import office
from tests.documents.formats.office import p, seen, styled

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="Überschrift Zwei"/>
  <w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="mine"><w:name w:val="Mine"/>
  <w:basedOn w:val="berschrift2"/></w:style>
<w:style w:type="paragraph" w:styleId="toc"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="ring"><w:name w:val="Ring"/>
  <w:basedOn w:val="ring"/></w:style>
<w:style w:type="paragraph" w:styleId="article"><w:name w:val="Article"/>
  <w:pPr><w:outlineLvl w:val="2"/><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="lb"><w:name w:val="List Bullet"/></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
  <w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="x"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="4"/>
  <w:numFmt w:val="taiwaneseCountingThousand"/><w:lvlText w:val="第%1條"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
"""


def read(body: str, **parts: str) -> Parsed:
    return docx.read(office.docx(body, **parts), name="a.docx")


def listed(text: str, depth: int, numbering: int = 1) -> str:
    numbers = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{numbering}"/></w:numPr>'
    return p(text, numbers)


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def test_a_file_becomes_text_and_blocks() -> None:
    body = styled("Tax", "1") + p("The rate\n is 15%.") + listed("One", 0) + listed("Two", 0)

    assert read(body, styles=STYLES, numbering=NUMBERING) == Parsed(
        text="Tax\n\nThe rate is 15%.\n\n1. One\n2. Two",
        blocks=(
            Block(Span(5, 21), "prose", ("Tax",)),
            Block(Span(26, 29), "item", ("Tax",)),
            Block(Span(33, 36), "item", ("Tax",)),
        ),
        fields={"title": "Tax"},
    )


def test_headings_are_told_by_name_by_outline_and_by_what_a_style_is_made_from() -> None:
    body = (
        styled("A", "1") + p("a") + styled("B", "berschrift2") + p("b") + styled("C", "mine")
        + p("c") + p("D", '<w:outlineLvl w:val="0"/>') + p("d")
        + styled("e", "1", '<w:outlineLvl w:val="9"/>') + styled("x" * 251, "1")
        + styled("f", "ring") + styled("g", "none")
    )  # fmt: skip

    assert seen(read(body, styles=STYLES)) == [
        ("prose", ("A",), "a"),
        ("prose", ("A", "B"), "b"),
        ("prose", ("A", "C"), "c"),
        ("prose", ("D",), "d"),
        ("prose", ("D",), "e"),
        ("prose", ("D",), "x" * 251),
        ("prose", ("D",), "f"),
        ("prose", ("D",), "g"),
    ]


def test_lists_are_counted_by_level_and_articles_as_they_are_written() -> None:
    body = (
        listed("a", 0) + listed("b", 1) + listed("c", 1) + listed("d", 2) + listed("e", 0)
        + listed("f", 1) + listed("g", 0, 3) + listed("h", 0, 99) + listed("i", 0, 0)
        + styled("Scope", "article") + p("j") + styled("Terms", "article") + styled("k", "lb")
    )  # fmt: skip

    assert read(body, styles=STYLES, numbering=NUMBERING).text == (
        "1. a\n(a) b\n(b) c\n- d\n2. e\n(a) f\n7. g\n- h\n\ni\n\n"
        "第四條 Scope\n\nj\n\n第五條 Terms\n\n- k"
    )


def test_a_level_that_was_skipped_counts_as_begun() -> None:
    body = listed("a", 1) + listed("b", 0)

    assert read(body, numbering=NUMBERING).text == "(a) a\n2. b"


def test_a_table_gives_its_rows_with_merged_cells_in_each_row_and_column_they_cover() -> None:
    body = table(
        cell("") + cell("Fee", '<w:gridSpan w:val="2"/>'),
        cell("Port") + cell("2023") + cell("2024"),
        cell("Hengqin", '<w:vMerge w:val="restart"/>') + cell("10") + cell("11"),
        cell("", "<w:vMerge/>") + cell("free", '<w:gridSpan w:val="2"/>'),
    )

    assert read(body).text == (
        "Port: Hengqin; Fee 2023: 10; Fee 2024: 11\nPort: Hengqin; Fee 2023: free"
    )


def test_a_row_said_to_be_the_head_is_one_and_a_deleted_row_is_none() -> None:
    head = "<w:trPr><w:tblHeader/></w:trPr>"
    gone = "<w:trPr><w:del/></w:trPr>"
    rows = (head + cell("1") + cell("2"), gone + cell("3") + cell("4"), cell("5") + cell("6"))

    assert read(table(*rows)).text == "1: 5; 2: 6"


@pytest.mark.parametrize(
    "layout",
    [
        table(cell("One."), cell("Two.")),
        table(cell("One.") + cell("Two.")),
        table(cell("One.") + f"<w:tc>{table(cell('Two.'))}</w:tc>", cell("") + cell("")),
    ],
)
def test_a_table_that_only_places_text_is_prose(layout: str) -> None:
    assert seen(read(layout)) == [("prose", (), "One."), ("prose", (), "Two.")]


def test_what_is_deleted_hidden_or_said_of_the_text_is_left_out() -> None:
    body = (
        "<w:p><w:r><w:t>Pay </w:t></w:r>"
        "<w:del><w:r><w:delText>ten</w:delText><w:t>five</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>twenty</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t> moved</w:t></w:r></w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> secret</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> pounds</w:t></w:r>'
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        '<w:r><w:commentReference w:id="1"/></w:r>'
        "<w:hyperlink><w:r><w:tab/><w:t>here</w:t><w:noBreakHyphen/><w:t>now</w:t></w:r>"
        "</w:hyperlink><w:fldSimple><w:r><w:t>.</w:t></w:r></w:fldSimple></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>It goes </w:t></w:r></w:p>"
        + p("on.")
        + styled("Tax ..... 3", "toc")
        + "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/>"
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{p('Contents')}</w:sdtContent></w:sdt>"
        f"<w:sdt><w:sdtContent>{p('Chosen')}</w:sdtContent></w:sdt>"
    )

    assert read(body, styles=STYLES).text == (
        "Pay twenty pounds here-now.\n\nIt goes on.\n\nChosen"
    )


def test_footnotes_text_boxes_and_formulas_stand_where_they_belong() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    box = f"<w:r><w:pict><w:txbxContent>{p('In a box.')}</w:txbxContent></w:pict></w:r>"
    body = (
        f"<w:p><w:r><w:t>See</w:t></w:r>{reference}{box}</w:p>"
        f"<w:p><w:r><w:t>Again</w:t></w:r>{reference}</w:p>"
        '<w:p><m:oMath xmlns:m="urn:m"><m:f><m:num><m:t>a</m:t></m:num><m:den><m:t>b+c</m:t>'
        "</m:den></m:f></m:oMath></w:p>"
    )
    notes = (
        f'<w:footnote w:id="0" w:type="separator">{p("no note")}</w:footnote>'
        f'<w:footnote w:id="2">{p("Note.")}</w:footnote>'
    )

    assert read(body, footnotes=notes).text == "See\n\nIn a box.\n\nNote.\n\nAgain\n\na/(b+c)"


def test_of_two_ways_to_draw_the_same_one_is_read() -> None:
    ways = (
        f"<mc:Choice><w:r><w:txbxContent>{p('New.')}</w:txbxContent></w:r></mc:Choice>"
        f"<mc:Fallback><w:r><w:txbxContent>{p('Old.')}</w:txbxContent></w:r></mc:Fallback>"
    )
    body = f'<w:p><mc:AlternateContent xmlns:mc="urn:mc">{ways}</mc:AlternateContent></w:p>'

    assert read(body).text == "New."


def test_what_python_docx_writes_is_read_with_its_properties() -> None:
    document = Document()
    document.core_properties.title = "Tax in Hengqin"
    document.core_properties.language = "pt-PT"
    document.add_heading("Taxa", level=1)
    document.add_paragraph("A taxa é 15%.")
    document.add_paragraph("Um", style="List Number")
    document.add_paragraph("Dois", style="List Number")
    rows = document.add_table(rows=2, cols=2)
    for place, text in enumerate(["City", "Rate", "Macao", "12%"]):
        rows.cell(place // 2, place % 2).text = text
    stream = io.BytesIO()
    document.save(stream)

    parsed = docx.read(stream.getvalue(), name="a.docx")
    assert parsed.text == "Taxa\n\nA taxa é 15%.\n\n1. Um\n2. Dois\nCity: Macao; Rate: 12%"
    assert parsed.fields == {"title": "Tax in Hengqin", "language": "pt"}


def test_a_file_in_the_strict_form_is_read() -> None:
    raw = office.packed(
        {
            "_rels/.rels": office.relations({"r": ("officeDocument", "/word/document.xml")}),
            "word/document.xml": '<w:document xmlns:w="http://purl.oclc.org/ooxml/'
            'wordprocessingml/main"><w:body><w:p><w:r><w:t>Strict.</w:t></w:r></w:p></w:body>'
            "</w:document>",
        }
    )

    assert docx.read(raw, name="a.docx").text == "Strict."


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"text", "a.docx: is not a DOCX file or is broken (File is not a zip file); "
         "save it again"),
        (office.packed({"a": "b"}), "a.docx: is not a DOCX file or is broken "
         "(it has no word/document.xml); save it again"),
        (office.packed({"word/document.xml": "<a/>"}), "a.docx: is not a DOCX file or is broken "
         "(it has no text of a document); save it again"),
        (office.docx("<w:p>" * 3000 + "</w:p>" * 3000), "a.docx: is not a DOCX file or is broken "
         "(its parts lie too deep in each other); save it again"),
    ],
)  # fmt: skip
def test_what_is_no_word_file_is_told_in_one_line(raw: bytes, line: str) -> None:
    with pytest.raises(DocumentError) as caught:
        docx.read(raw, name="a.docx")
    assert str(caught.value) == line
