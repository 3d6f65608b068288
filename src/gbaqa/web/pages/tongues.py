"""Tell the language of a title, publisher or topic, which stay as the corpus has them.

A screen reader chooses its voice by it, and a browser the shapes of Chinese characters.
"""

from __future__ import annotations

from functools import lru_cache

from gbaqa.text.scripts import language_of
from gbaqa.types import Document

MOST_KEPT = 8192  # texts whose language is kept
IDEOGRAPHIC = ("zh-Hant", "zh-Hans", "ja")


@lru_cache(maxsize=MOST_KEPT)
def data_language(text: str) -> str:
    """That of a publisher or topic: English where it is ASCII, "" for no text.

    >>> data_language("Macau Daily Times"), data_language("南方日报"), data_language("")
    ('en', 'zh-Hans', '')
    """
    if not text:
        return ""
    return "en" if text.isascii() else language_of(text)


def title_language(document: Document) -> str:
    """Titles stand as they were published: in Chinese over English text, or in Portuguese.

    >>> title_language(Document("a", "粤港两地", "Text.", source_language="zh-Hans"))
    'zh-Hans'
    >>> title_language(Document("b", "Uma Grande Baía", "Text.", source_language="pt"))
    'pt'
    >>> title_language(Document("c", "Project notes", "Text.", source_language="zh-Hans"))
    'en'
    """
    written = data_language(document.title)
    foreign = document.source_language if document.language in ("en", "pt") else ""
    if foreign and (written in IDEOGRAPHIC) == (foreign in IDEOGRAPHIC):
        return written if foreign.startswith("zh-") else foreign
    return written if written in IDEOGRAPHIC else document.language
