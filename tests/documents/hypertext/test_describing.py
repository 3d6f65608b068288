"""What a page says of itself: only what a document may have, else nothing."""

from __future__ import annotations

import pytest

from gbaqa.documents.formats import html


def fields(page: str) -> dict[str, object]:
    return dict(html.read(f"{page}<p>text".encode(), name="a.html").fields)


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<title>Fees | The Bureau</title><h1>Fees</h1>", {"title": "Fees"}),
        (
            "<title>The Bureau - Fees</title><meta property=og:site_name content='The Bureau'>",
            {"title": "Fees", "publisher": "The Bureau"},
        ),
        ("<title>Macao - a guide</title>", {"title": "Macao - a guide"}),
        ("<h1>One</h1><h1>Two</h1><title>All</title>", {"title": "All"}),
        ("<meta name=citation_title content='A  paper'><title>x</title>", {"title": "A paper"}),
        ("<meta name=citation_date content=2024/3/5>", {"date": "2024-03-05"}),
        ("<meta name=date content=2024>", {"date": "2024"}),
        ("<meta name=date content=2999-01-01>", {}),
        ("<meta name=date content='last May'>", {}),
        ("<time itemprop=datePublished datetime=2023-04-21>April</time>", {"date": "2023-04-21"}),
        ("<p>held on 2019-05-06 in the city", {}),
        ("<html lang=pt-BR>", {"language": "pt"}),
        ("<html lang=zh>", {}),
        ("<html lang=fr>", {}),
        ("<link rel=canonical href=https://a.example/b>", {"url": "https://a.example/b"}),
        ("<link rel=canonical href='javascript:alert(1)'>", {}),
        ("<link rel=canonical href='//a.example'>", {}),
        ("<meta property=og:url content='http://a.example/ b'>", {}),
    ],
)
def test_fields(page: str, found: dict[str, object]) -> None:
    assert fields(page) == found


def test_structured_data_gives_the_latest_date() -> None:
    data = '{"@type": "Article", "datePublished": "2001-11-03", "dateModified": "2024-03-13"}'

    found = fields(f'<script type="application/ld+json">{data}</script>')

    assert found == {"date": "2024-03-13"}
