"""Join the lines of a paragraph: broken words made whole, no space between ideographs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence, Set

from gbaqa.documents.formats.pdf.marks import LEADERS
from gbaqa.documents.formats.pdf.pages import Line

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
LAST = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$")
HYPHEN = re.compile("(?:[\u00ad\u2010]|(?<=[^\\W_])-)$")  # at the end of a line, behind a letter
# Latin ligatures, radicals and Arabic letters as they look: forms for printing, not for searching
FORMS = re.compile(
    "[\u2e80-\u2fd5\ufb00-\ufb06\ufb1d-\ufb4f\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc]+"
)
RADICALS = str.maketrans({"\u2ea0": "\u6c11", "\u2ec4": "\u897f", "\u2ed8": "\u9752"})
# ideographs, kana and full-width marks: no space stands between them where a line ends
CLOSED = re.compile(
    "[\u2e80-\u2fdf\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]"
)
SOFT = "\u00ad"  # a hyphen that may go; a line's end with one that PDFium tells
ALWAYS = ("self", "well")  # no syllables of longer words
SHORT = 2  # letters: what is no longer is a syllable, not a word
PRIVATE = re.compile("[\ue000-\uf8ff]")  # signs that only the file's own font could show


def spelled(text: str) -> str:
    """Letters in place of forms that only print differently, rows of dots cut short.

    >>> spelled("e\ufb03cient \u2f24 \u2026 . . . . . . . 7")
    'efficient \u5927 \u2026 7'
    """
    text = FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return LEADERS.sub(" \u2026", PRIVATE.sub(" ", text.translate(RADICALS)))


def vocabulary(lines: Iterable[Line]) -> frozenset[str]:
    """The words of a document, lower case, without those that a line's end may have broken."""
    words: set[str] = set()
    for line in lines:
        found = WORD.findall(line.text.casefold())
        words.update(found[1 : len(found) - 1])
    return frozenset(words)


def joined(lines: Sequence[Line], words: Set[str]) -> str:
    """One line of text; a hyphen at a line's end goes unless the words have it."""
    text = ""
    for line in lines:
        text = joined_texts(text, spelled(line.text).lstrip(), words)
        text += SOFT if line.hyphen else ""
    return text.rstrip()


def joined_texts(text: str, following: str, words: Set[str]) -> str:
    """Two parts of one paragraph; the first one's white space or hyphen at the end says how."""
    if not text or not following:
        return text + following
    bare = text.rstrip()
    if HYPHEN.search(bare[-2:]):
        stem = bare[:-1]
        return stem + _hyphen(stem, following, words) + following
    if CLOSED.search(bare[-1:]) and CLOSED.match(following):
        return bare + following
    return f"{bare} {following}"


def _hyphen(stem: str, following: str, words: Set[str]) -> str:
    """What stands between the two halves of a word: nothing, or the hyphen that belongs there."""
    left, right = LAST.search(stem), WORD.match(following)
    if left is None or right is None or not following[0].islower():
        return "-"
    one, two = left[0].casefold(), right[0].casefold()
    if one + two in words:
        return ""
    compound = min(len(one), len(two)) > SHORT and one in words and two in words
    kept = one in ALWAYS or "-" in one or f"{one}-{two}" in words
    return "-" if kept or compound else ""
