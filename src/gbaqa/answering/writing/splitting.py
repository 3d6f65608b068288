"""Cut what a language model wrote into sentences with their markers."""

from __future__ import annotations

import re
import unicodedata

from gbaqa.text.sentences import sentence_spans
from gbaqa.types import Language, Sentence

OPEN, CLOSE = "[\\[【［]", "[\\]】］]"
NUMBERS = r"\s*\^?\d{1,4}(?:\s*[,;，、]\s*\d{1,4})*\s*"
MARKERS = re.compile(f"{OPEN}({NUMBERS}){CLOSE}")
NUMBER = re.compile(r"\d+")
# "It opened. [1] It closed." : the markers belong to the sentence before them
BEHIND = re.compile(rf"([.!?。！？]+[\"'”’」』)）]*)\s*((?:{OPEN}{NUMBERS}{CLOSE}\s*)+)")
LISTED = re.compile(r"^\s*(?:[-*•·]\s+|#+\s+|>\s+|\d{1,2}[.)]\s+(?=\D))+")
EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
BEFORE_STOP = re.compile(r"\s+(?=[.!?,;:。！？，；：])")
SAID = re.compile(r"[^\W_]")


def sentences(written: str, language: Language) -> tuple[Sentence, ...]:
    """Each sentence without its markers, in the order written; its markers each once, ascending.

    Bullets, headings and emphasis are taken away, as are signs that cannot be seen. What is left
    without a marker is a sentence with none.

    >>> for one in sentences("- It **opened** in 2018 [2][1]. It has 3 lanes. [1]", "en"):
    ...     print(one.text, one.markers)
    It opened in 2018. (1, 2)
    It has 3 lanes. (1,)
    """
    found: list[Sentence] = []
    for line in written.splitlines():
        plain = EMPHASIS.sub(r"\2", LISTED.sub("", visible(line)))
        plain = BEHIND.sub(r" \2\1 ", plain)
        spans = sentence_spans(plain, language=language)
        found += (_sentence(span.of(plain)) for span in spans)
    return tuple(one for one in found if SAID.search(one.text) or one.markers)


def visible(text: str) -> str:
    r"""The text without control and format characters, its white space folded.

    >>> visible("1\u200b4\u202e  cars")
    '14 cars'
    """
    kept = (sign for sign in text if sign.isspace() or unicodedata.category(sign)[0] != "C")
    return " ".join("".join(kept).split())


def _sentence(piece: str) -> Sentence:
    numbers = (int(one) for found in MARKERS.findall(piece) for one in NUMBER.findall(found))
    text = BEFORE_STOP.sub("", " ".join(MARKERS.sub(" ", piece).split()))
    return Sentence(text, tuple(sorted(set(numbers))))
