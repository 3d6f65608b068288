"""What an office file says of itself as fields: title, date, language, publisher, where credible.

The date is that of the last change, the state of the text that is quoted; that of its making
where there is none. The publisher is the company: an author is a person, not a publisher.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gbaqa.documents.composing import folded
from gbaqa.documents.formats.packages import Package, children, local
from gbaqa.documents.metadata import CHECKS, Fields

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# what programs write where nobody gave a title
NO_TITLE = re.compile(
    r"""
    (powerpoint|microsoft\s(word|powerpoint|excel|office))\b.*   # also "Microsoft Word - a.doc"
    | (.*\s)?(do\s)?(microsoft\s)?powerpoint | (no\s|sem\s|un)(title|titled|t[íi]tulo)(\s.*|\d*)
    | (new\s|novo\s)?(document|documento|presentation|apresentação|book|workbook|livro|slide|sheet
       |文档|文件|文書|演示文稿|簡報|活頁簿|工作簿|投影片|幻灯片)\s*\d*
    | 無標題.* | 无标题.* | 未命名.* | .*\.(dot|doc|ppt|pot|xls|xlt|od[tsp]|rtf|txt)[xm]?
    | title | título | 标题 | 標題 | normal | default(\s.*)? | [\W\d]* | .
    """,
    re.VERBOSE | re.IGNORECASE,
)
# makers of machines and programs, and what stands there until somebody fills it in
NO_COMPANY = re.compile(
    r"(microsoft|hp|hewlett[- ]packard|dell|lenovo|acer|asus|toshiba|apple)\b.*"
    r"|(your |my )?(company|organi[sz]ation)( name)?|home|personal|none|n/?a|user|\W*|.",
    re.IGNORECASE,
)
# of the empty files that python-docx and python-pptx begin with
NO_DATES = frozenset(("2013-12-23T23:15:00Z", "2013-01-27T09:14:16Z", "2013-01-27T09:15:58Z"))
LONGEST = 300  # characters of a title or a company; more is text that got there by mistake
CHINESE = {"hk": "zh-Hant", "tw": "zh-Hant", "mo": "zh-Hant", "hant": "zh-Hant"} | {
    "cn": "zh-Hans",
    "sg": "zh-Hans",
    "hans": "zh-Hans",
}


def office_fields(package: Package) -> Fields:
    """The fields of a package of Office Open XML."""
    told: dict[str, str] = {}
    for relation in package.related("").values():
        if relation.kind in ("core-properties", "extended-properties"):
            told |= _texts(package.xml(relation.target))
    return fields_of(
        title=told.get("title", ""),
        changed=told.get("modified", ""),
        made=told.get("created", ""),
        language=told.get("language", ""),
        company=told.get("Company", ""),
    )


def fields_of(
    *, title: str = "", changed: str = "", made: str = "", language: str = "", company: str = ""
) -> Fields:
    """Fields of what a file says, those alone that are credible and that a document may have.

    >>> fields_of(title="Untitled 1", changed="2024-05-03T10:00:00Z", language="zh-HK")
    {'date': '2024-05-03', 'language': 'zh-Hant'}
    """
    title, company = folded(title), folded(company)
    found = {
        "title": "" if len(title) > LONGEST or NO_TITLE.fullmatch(title) else title,
        "date": _date(changed) or _date(made),
        "language": _language(language),
        "publisher": "" if len(company) > LONGEST or NO_COMPANY.fullmatch(company) else company,
    }
    return {field: text for field, text in found.items() if text}


def _texts(root: Element | None) -> dict[str, str]:
    return {local(one): one.text or "" for one in children(root)}


def _date(text: str) -> str:
    """The day of a point in time, "" where it is none or still to come."""
    day = "" if text.strip() in NO_DATES else text.strip()[:10]
    return "" if CHECKS["date"](day) else day


def _language(tag: str) -> str:
    """One of the product's languages for a language tag, "" where it is none of them."""
    first, *rest = tag.strip().replace("_", "-").lower().split("-")
    if first in ("en", "pt"):
        return first
    return next((CHINESE[part] for part in rest if part in CHINESE), "") if first == "zh" else ""
