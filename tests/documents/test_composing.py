"""A document is composed part by part; its blocks stand in its text, character for character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gbaqa.documents.composing import Composer

PARTS = st.lists(
    st.tuples(
        st.sampled_from(["heading", "paragraph", "item", "row", "page"]), st.text(max_size=12)
    ),
    max_size=12,
)


def test_headings_stand_over_what_follows_them_and_rows_name_their_columns() -> None:
    composer = Composer()
    composer.heading(1, "Tax")
    composer.paragraph("The rate\n is  15%.")
    composer.heading(3, "Cities")
    composer.item("Macao", mark="1.")
    composer.row(["City", "", "Rate"], ["Zhuhai", "free", ""])
    composer.heading(2, "End")
    composer.paragraph("Over.")
    parsed = composer.parsed({"date": "2024"}, notes=["page 2 is a picture"])

    assert parsed.text == (
        "Tax\n\nThe rate is 15%.\n\nCities\n\n1. Macao\nCity: Zhuhai; free\n\nEnd\n\nOver."
    )
    assert [
        (block.kind, block.headings, block.span.of(parsed.text)) for block in parsed.blocks
    ] == [
        ("prose", ("Tax",), "The rate is 15%."),
        ("item", ("Tax", "Cities"), "Macao"),
        ("item", ("Tax", "Cities"), "City: Zhuhai; free"),
        ("prose", ("Tax", "End"), "Over."),
    ]
    assert parsed.fields == {"date": "2024", "title": "Tax"}
    assert parsed.notes == ("page 2 is a picture",)


def test_pages_begin_where_their_first_part_does_and_empty_ones_where_the_next_does() -> None:
    composer = Composer()
    composer.page()
    composer.paragraph("One.")
    composer.page()
    composer.page()
    composer.paragraph("Three.")
    composer.page()

    parsed = composer.parsed()
    assert parsed.text == "One.\n\nThree."
    assert parsed.pages == (0, 6, 6, 12)


@given(PARTS)
def test_blocks_hold_text_that_is_there_and_never_overlap(parts: list[tuple[str, str]]) -> None:
    composer = Composer()
    for part, text in parts:
        match part:
            case "heading":
                composer.heading(len(text), text)
            case "row":
                composer.row([text, "b"], ["a", text, text])
            case "page":
                composer.page()
            case _:
                getattr(composer, part)(text)
    parsed = composer.parsed()

    ends = [0, *(block.span.end for block in parsed.blocks)]
    for block, end in zip(parsed.blocks, ends, strict=False):
        assert end <= block.span.start
        quoted = block.span.of(parsed.text)
        assert quoted == quoted.strip() != ""
    assert list(parsed.pages) == sorted(parsed.pages)
    assert len(parsed.pages) == sum(part == "page" for part, _ in parts)
