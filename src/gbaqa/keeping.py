"""Keep what is made once of installed packages: whole or not at all, checked when it is read.

A folder `keep_in` has one folder for each thing made, named for all that it was made of, with a
card of the sums of its files. What is not there, or not whole, is made in memory by whoever
needs it: it takes longer, and answers the same.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from gbaqa.disk import crc32_of, sync, sync_tree

CARD = "card.json"
PARTIAL = ".partial"
PREPARED = "prepared"  # the folder's name beside an index's generations

_folder: list[Path] = []  # of this process: packages are the process's, too


def keep_in(folder: Path | None) -> None:
    """Names the folder from which this process reads; None: from none."""
    _folder[:] = [folder] if folder else []


def folder_beside(index: Path) -> Path:
    """The folder of this process, or where none was named, that of an index."""
    return _folder[0] if _folder else index / PREPARED


def found(name: str) -> Path | None:
    """The folder of that thing, where it is whole."""
    return next((one / name for one in _folder if is_whole(one / name)), None)


def is_whole(folder: Path) -> bool:
    """Whether every file that the card names holds the bytes that were written."""
    try:
        sums = json.loads((folder / CARD).read_bytes())
        return all(crc32_of(folder / name) == one for name, one in sums.items())
    except (OSError, ValueError, AttributeError):
        return False


def make(folder: Path, write: Callable[[Path], bool]) -> bool:
    """Lets `write` fill an empty folder and, where it says that all is well, gives it its name.

    A reader, or a crash at any moment, sees nothing or the whole. Tells whether it is there.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = folder.with_name(f"{folder.name}.{os.getpid()}{PARTIAL}")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    try:
        if not write(partial):
            return False
        sums = {path.name: crc32_of(path) for path in sorted(partial.iterdir())}
        (partial / CARD).write_text(json.dumps(sums, indent=1) + "\n", encoding="utf-8")
        sync_tree(partial)
        shutil.rmtree(folder, ignore_errors=True)  # a broken one
        partial.rename(folder)
        sync(folder.parent)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return True
