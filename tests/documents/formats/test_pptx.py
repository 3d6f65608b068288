"""A presentation becomes pages under the titles of its slides: what was shown, in its order."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from gbaqa.documents.blocks import Block, Parsed
from gbaqa.documents.formats import pptx
from gbaqa.errors import DocumentError
from gbaqa.types import Span
from tests.documents.formats import office
from tests.documents.formats.office import seen

BOX = (Inches(1), Inches(1), Inches(3), Inches(2))
BULLETS, ONLY_TITLE, BLANK = 1, 5, 6  # layouts of python-pptx's template


def saved(presentation: Any) -> bytes:
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def slide(presentation: Any, layout: int, title: str = "") -> Any:
    added = presentation.slides.add_slide(presentation.slide_layouts[layout])
    if title:
        added.shapes.title.text = title
    return added


def test_slides_are_pages_under_their_titles() -> None:
    deck = Presentation()
    first = slide(deck, BULLETS, "Tax")
    first.placeholders[1].text = "The rate is 15%.\nIt was 25%."
    first.notes_slide.notes_text_frame.text = "Say it slowly."
    second = slide(deck, BLANK)
    second.shapes.add_textbox(*BOX).text_frame.text = "A box."
    slide(deck, ONLY_TITLE, "Revenue rose")

    assert pptx.read(saved(deck), name="a.pptx") == Parsed(
        text="Tax\n\n- The rate is 15%.\n- It was 25%.\n\nA box.\n\nRevenue rose",
        blocks=(
            Block(Span(7, 23), "item", ("Tax",)),
            Block(Span(26, 37), "item", ("Tax",)),
            Block(Span(39, 45), "prose", ()),
            Block(Span(47, 59), "prose", ("Revenue rose",)),
        ),
        fields={"title": "Tax"},
        pages=(0, 39, 47),
    )


def test_a_table_gives_its_rows_with_merged_cells() -> None:
    deck = Presentation()
    table = slide(deck, BLANK).shapes.add_table(3, 3, *BOX).table
    texts = [["Port", "Fee", ""], ["Hengqin", "10", "11"], ["", "free", ""]]
    for row, cells in enumerate(texts):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(2, 1).merge(table.cell(2, 2))

    assert pptx.read(saved(deck), name="a.pptx").text == (
        "Port: Hengqin; Fee: 10; Fee: 11\nPort: Hengqin; Fee: free"
    )


def test_a_chart_gives_its_figures() -> None:
    deck = Presentation()
    data: Any = CategoryChartData(number_format="0.0%")  # type: ignore[no-untyped-call]
    data.categories = ["2023", "2024"]
    data.add_series("Share", (0.1, 0.125))
    shapes = slide(deck, BLANK).shapes
    chart = shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *BOX, data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Shares"

    assert pptx.read(saved(deck), name="a.pptx").text == (
        "Shares\n\n2023; Share: 10.0%\n2024; Share: 12.5%"
    )


def test_groups_are_read_and_hidden_slides_and_running_lines_are_not() -> None:
    deck = Presentation()
    group = slide(deck, BLANK).shapes.add_group_shape()
    group.shapes.add_textbox(*BOX).text_frame.text = "Grouped."
    footer = deck.slides[0].shapes.add_textbox(*BOX)
    footer.text_frame.text = "Page 1"
    footer._element.nvSpPr.nvPr.append(
        footer._element.makeelement(
            "{http://schemas.openxmlformats.org/presentationml/2006/main}ph", {"type": "sldNum"}
        )
    )
    slide(deck, ONLY_TITLE, "Hidden")._element.set("show", "0")

    parsed = pptx.read(saved(deck), name="a.pptx")
    assert seen(parsed) == [("prose", (), "Grouped.")]
    assert (parsed.pages, parsed.notes) == ((0, 8), ("slide 2 is hidden and left out",))


def test_a_diagram_gives_its_texts() -> None:
    ids = 'xmlns:r="urn:r" r:id="r1"'
    drawn = "<p:graphicFrame><d:relIds xmlns:d='urn:d' xmlns:r='urn:r' r:dm='r9'/></p:graphicFrame>"
    data = "<m><pt><t>Apply</t></pt><pt><t>Wait</t></pt><pt/></m>"
    raw = office.packed(
        {
            "ppt/presentation.xml": f"<a><sldIdLst><sldId {ids}/></sldIdLst></a>",
            "ppt/_rels/presentation.xml.rels": office.relations({"r1": ("slide", "s.xml")}),
            "ppt/s.xml": f"<p:s xmlns:p='urn:p'><cSld><spTree>{drawn}</spTree></cSld></p:s>",
            "ppt/_rels/s.xml.rels": office.relations({"r9": ("diagramData", "d.xml")}),
            "ppt/d.xml": data,
        }
    )

    assert pptx.read(raw, name="a.pptx").text == "- Apply\n- Wait"


def test_what_is_no_presentation_is_told_in_one_line() -> None:
    with pytest.raises(DocumentError, match=r"^a\.pptx: .* \(it has no ppt/presentation\.xml\);"):
        pptx.read(office.packed({"a": "b"}), name="a.pptx")
