"""What a page says of itself: title, date, publisher, language and address, where it does."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from gbaqa.documents.composing import folded
from gbaqa.documents.hypertext.trees import Element, steps, text_in
from gbaqa.documents.metadata import CHECKS

LONGEST = 300  # characters of a title or a publisher
TITLES = ("citation_title", "dc.title", "dcterms.title", "og:title", "twitter:title")
PUBLISHERS = ("citation_publisher", "dc.publisher", "dcterms.publisher", "og:site_name")
DATES = (
    *("citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued", "dc.date"),
    *("dcterms.date", "article:published_time", "datepublished", "date", "pubdate"),
)
SEPARATOR = re.compile(r"\s+[|\u00b7\u2022\u00bb\u2013\u2014:-]{1,2}\s+|\s*[|\uff5c]\s*")
AROUND = " |\u00b7\u2022\u00bb\u2013\u2014:-\uff5c"  # what SEPARATOR is made of
DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)|(\d{4})[-/](\d{1,2})(?!\d)|(\d{4})$")
DATED = re.compile("publish|created|issued", re.IGNORECASE)  # an attribute of a time element
STRUCTURED = "application/ld+json"
CHINESE = {
    **dict.fromkeys(("hant", "tw", "hk", "mo"), "zh-Hant"),
    **dict.fromkeys(("hans", "cn", "sg", "my"), "zh-Hans"),
}


def described(root: Element, *, without: Container[Element]) -> dict[str, str]:
    """The fields that the page gives and that a document may have; others are left out."""
    metas = _metas(root)
    heads = _texts(root, "h1", without)
    publisher = _first(metas, PUBLISHERS)
    found = {
        "title": _title(metas, heads, _texts(root, "title", ()), publisher),
        "publisher": publisher[:LONGEST],
        "date": _date(root, metas),
        "language": language_code(root.get("lang") or root.get("xml:lang") or ""),
        "url": _address(root, metas),
    }
    return usable(found)


def usable(fields: dict[str, str]) -> dict[str, str]:
    """Those that are not empty and that a document may have."""
    return {
        name: value
        for name, value in fields.items()
        if value and not (name in CHECKS and CHECKS[name](value))
    }


def language_code(tag: str) -> str:
    """A language tag as one of ours; "" for other languages and for Chinese in no script.

    >>> [language_code(tag) for tag in ("en-GB", "zh-HK", "zh-Hans-CN", "pt_BR", "zh", "fr")]
    ['en', 'zh-Hant', 'zh-Hans', 'pt', '', '']
    """
    parts = tag.strip().lower().replace("_", "-").split("-")
    if parts[0] in ("en", "pt"):
        return parts[0]
    scripts = (CHINESE[part] for part in parts[1:] if part in CHINESE)
    return next(scripts, "") if parts[0] == "zh" else ""


def iso_date(text: str) -> str:
    """The day, month or year with which a text begins, in ISO 8601; "" where it names none.

    >>> iso_date("2024-3-5T10:00:00+08:00"), iso_date("2024/11"), iso_date("in May")
    ('2024-03-05', '2024-11', '')
    """
    found = DATE.match(text.strip())
    parts = [part for part in found.groups() if part] if found else []
    return "-".join(part.zfill(2) for part in parts)


def _metas(root: Element) -> dict[str, str]:
    """What the page's meta elements say, the first of each name."""
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        metas.setdefault(name.strip().lower(), folded(meta.get("content", "")))
    return metas


def _first(metas: dict[str, str], names: Iterable[str]) -> str:
    return next((metas[name] for name in names if metas.get(name)), "")


def _texts(root: Element, tag: str, without: Container[Element]) -> list[str]:
    hidden = _inside(root, without) if without else set()
    texts = (text_in(one, without=without) for one in root.iter(tag) if one not in hidden)
    return [text for text in map(folded, texts) if text]


def _inside(root: Element, without: Container[Element]) -> set[Element]:
    """The elements of `root` that the walk past `without` never opens."""
    opened = {element for event, element in steps(root, without=without) if event == "start"}
    return {element for element in root.iter("h1") if element not in opened}


def _title(metas: dict[str, str], heads: list[str], titles: list[str], publisher: str) -> str:
    head = heads[0] if len(heads) == 1 else ""
    title = _first(metas, TITLES) or head or (titles[0] if titles else "")
    return _without_site(title[: 3 * LONGEST], heads[:9], publisher)[:LONGEST].strip()


def _without_site(title: str, heads: list[str], publisher: str) -> str:
    """The title without the name of its site: a heading of the page, where that is a part of it."""
    for head in heads:
        before, found, behind = title.partition(head)
        if found and all(SEPARATOR.search(f" {rest} ") or not rest for rest in (before, behind)):
            return head
    parts = SEPARATOR.split(title)
    site = publisher.casefold()
    if len(parts) > 1 and site == parts[-1].casefold():
        return title[: title.rfind(parts[-1])].rstrip(AROUND)
    if len(parts) > 1 and site == parts[0].casefold():
        return title[len(parts[0]) :].lstrip(AROUND)
    return title


def _date(root: Element, metas: dict[str, str]) -> str:
    """As its meta elements give it, to the day, month or year, else as it is marked elsewhere."""
    dates = (iso_date(metas.get(name, "")) for name in DATES)
    return next((date for date in dates if usable({"date": date})), "") or _marked_date(root)


def _marked_date(root: Element) -> str:
    """The latest day that the page marks as its own, in any of the ways the library knows.

    It is shown the page's head, structured data and times marked so: of text it would take any
    date for the page's own. The latest, since an encyclopaedia's article is "published" when begun.
    """
    from htmldate import find_date
    from lxml import etree

    marked = [time for time in root.iter("time") if DATED.search(" ".join(time.attrib.values()))]
    data = [part for part in root.iter("script") if part.get("type") == STRUCTURED]
    parts = [*root.iter("head"), *data[:1], *marked[:1]]
    page = "".join(etree.tostring(part, encoding="unicode", method="html") for part in parts)
    try:
        return find_date(f"<html>{page}</html>", extensive_search=False, original_date=False) or ""
    except (ValueError, OverflowError):  # of a date that no calendar has
        return ""


def _address(root: Element, metas: dict[str, str]) -> str:
    for link in root.iter("link"):
        if "canonical" in link.get("rel", "").lower().split():
            return str(link.get("href", "")).strip()
    return metas.get("og:url", "")
