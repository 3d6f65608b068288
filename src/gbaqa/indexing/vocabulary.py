"""List the words of the indexed texts as they are written: what a typing error can be set to."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gbaqa.indexing.manifest import REMEDY
from gbaqa.text.scripts import HAN

LEAST_LETTERS = 4
# as they are in NFKC; as written, accents may stand apart, and ligatures and wide letters occur
LATIN = r"A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
WRITTEN = rf"{LATIN}\u0300-\u036fﬀ-ﬆＡ-Ｚａ-ｚ"
BESIDE = rf"(?:(?![{HAN}])[\w\u0300-\u036f])"  # what no word touches; ideographs it may
# A word alone: no part of an address, of e.g or of d'Água; a possessive 's may follow.
WORD = (
    rf"(?<!{BESIDE})(?<!\w[.'’])(?<!@)[{WRITTEN}]++"
    rf"(?!{BESIDE})(?!\.[A-Za-z0-9])(?!['’](?![sS]\b)[{WRITTEN}])(?!@)"
)
ADDRESS = r"https?://\S+|www\.\S+"
WORDS = re.compile(rf"{ADDRESS}|(?P<word>{WORD})")
HOLDABLE = re.compile(rf"[{LATIN}]{{{LEAST_LETTERS},}}")
LINE = re.compile(rf"({HOLDABLE.pattern})\t([1-9][0-9]*)")


@dataclass(frozen=True)
class Vocabulary:
    """Words, case-folded, and for each the number of texts that hold it."""

    frequencies: Mapping[str, int]

    def __contains__(self, word: object) -> bool:
        return word in self.frequencies

    def __len__(self) -> int:
        return len(self.frequencies)

    def words(self, initial: str, *, length: int) -> Sequence[str]:
        """The words of that first letter and length, in ascending order."""
        return self._shelves.get((initial, length), ())

    @cached_property
    def _shelves(self) -> Mapping[tuple[str, int], Sequence[str]]:
        shelves: dict[tuple[str, int], list[str]] = {}
        for word in sorted(self.frequencies):
            shelves.setdefault((word[0], len(word)), []).append(word)
        return shelves


def folded(word: str) -> str:
    """A word in NFKC without its case.

    >>> folded("Ｍacau"), folded("Cafe\u0301")
    ('macau', 'café')
    """
    return unicodedata.normalize("NFKC", word.casefold())


def written_words(text: str) -> list[str]:
    """The words of a text that a vocabulary holds, folded, in reading order.

    >>> written_words("澳門Macao’s Câmara, est. 1999: see www.gov.mo/about or 132kV")
    ['macao', 'câmara']
    """
    found = (folded(match["word"]) for match in WORDS.finditer(text) if match["word"])
    return [word for word in found if HOLDABLE.fullmatch(word)]


def write_vocabulary(path: Path, texts: Iterable[str]) -> None:
    """One word a line, a tab, and the number of texts that hold it; in ascending order."""
    write_counts(path, Counter(word for text in texts for word in set(written_words(text))))


def write_counts(path: Path, counts: Mapping[str, int]) -> None:
    """As `write_vocabulary`, of words that were counted."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{word}\t{count}\n" for word, count in sorted(counts.items()))


def summed(files: Iterable[bytes]) -> Counter[str]:
    """The counts of several such files as one."""
    total: Counter[str] = Counter()
    for file in files:
        lines = file.decode("utf-8").splitlines()
        for word, _, count in (line.partition("\t") for line in lines):
            total[word] += int(count)
    return total


def read_vocabulary(path: Path) -> Vocabulary:
    """Raises ValueError, naming the line, when the file is not as it was written."""
    frequencies: dict[str, int] = {}
    last = ""
    for number, line in enumerate(_lines(path), start=1):
        entry = LINE.fullmatch(line)
        if not entry or entry[1] <= last:
            raise ValueError(
                f"{path.name}:{number}: got {line[:80]!r}, expected a word after {last!r}, a tab "
                f"and a count; {REMEDY}"
            )
        last = entry[1]
        frequencies[last] = int(entry[2])
    return Vocabulary(frequencies)


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name} is not UTF-8; {REMEDY}") from error
    return text.removesuffix("\n").split("\n") if text else []
