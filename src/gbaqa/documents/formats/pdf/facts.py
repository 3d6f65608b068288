"""What a PDF says of itself, as fields of a document; what cannot be meant is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gbaqa.documents.formats.properties import fields_of
from gbaqa.documents.metadata import Fields

LONGEST = 300  # characters of a title
# what programs that make PDF write where nobody gave a title, and names of files
NO_TITLE = re.compile(
    r"\(?(untitled|anonymous|unspecified)\)?|(microsoft|corel|adobe|print|layout)\b.*"
    r"|\S*\.(pdf|indd|qxd|html?|tex|dvi|ps|rtf|wpd|pages|p65|docx?)|.*\.indd|\S*_\S*|.*\ufffd.*",
    re.IGNORECASE,
)
DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?")  # ISO 32000-1, 7.9.4


def told_fields(told: Mapping[str, str]) -> Fields:
    """Title, date and language, as far as they can be believed.

    >>> told_fields({"Title": "Microsoft Word - x.doc", "ModDate": "D:20240305", "Lang": "zh-HK"})
    {'date': '2024-03-05', 'language': 'zh-Hant'}
    """
    title = " ".join(told.get("Title", "").split())
    return fields_of(
        title="" if len(title) > LONGEST or NO_TITLE.fullmatch(title) else title,
        changed=_iso(told.get("ModDate", "")),
        made=_iso(told.get("CreationDate", "")),
        language=told.get("Lang", ""),
    )


def _iso(text: str) -> str:
    found = DATE.match(text)
    return "-".join(filter(None, found.groups())) if found else ""
