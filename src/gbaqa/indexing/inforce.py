"""Find the generation in force, and read it whole, whatever builds do meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias, TypeVar

from gbaqa.errors import IndexUnusable
from gbaqa.indexing.holding import Hold, hold
from gbaqa.indexing.manifest import NAME, REMEDY, Manifest, check_files, read_manifest

CURRENT = "CURRENT"
GENERATIONS = "generations"
ID = re.compile(r"\w{1,64}(-\d{1,9})?")  # never a path, nor longer than a file's name may be
MOST_BYTES = 1000  # of CURRENT that are read
TRIES = 5  # to read what builds replace meanwhile

Done = TypeVar("Done")
Moment: TypeAlias = tuple[int, int, int]
Signature: TypeAlias = tuple[str, Moment]


def current(index: Path) -> Path:
    """The folder of the generation in force; raises IndexUnusable when there is none."""
    try:
        name = _named(index)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexUnusable(f"there is no index in {index}; {_what_to_do(index)}") from error
    except OSError as error:
        raise IndexUnusable(
            f"{index / CURRENT} cannot be read: {error.strerror}; mend that, or {REMEDY}"
        ) from error
    folder = index / GENERATIONS / name
    if not ID.fullmatch(name) or not (folder / NAME).is_file():
        raise IndexUnusable(f"{index / CURRENT} names {name!r}, which is not there; {REMEDY}")
    return folder


def signature(index: Path) -> Signature | None:
    """What differs once another generation is in force, or this one anew; None without one.

    Cheap to ask for: a short file is read and another looked up.
    """
    try:
        name = _named(index)
        # the manifest is replaced when the questions that are offered were renewed
        return (name, _moment(index / GENERATIONS / name / NAME)) if ID.fullmatch(name) else None
    except OSError:
        return None


def reading(index: Path, read: Callable[[Path, Hold], Done]) -> Done:
    """What `read` makes of the folder in force, which no build removes while the hold lasts.

    Where a build put another in force meanwhile, that one is read. Raises IndexUnusable
    where there is none, and as `read` does.
    """
    for _ in range(TRIES - 1):
        before = _written(index)
        try:
            return _read_once(index, read)
        except IndexUnusable:
            if _written(index) == before:
                raise
    return _read_once(index, read)


def searchable(
    index: Path, *, encoder_name: str, dimension: int | None = None
) -> tuple[Path, Manifest]:
    """The generation in force, whole and of that encoder; raises IndexUnusable when it is not.

    Without a dimension, the encoder's own, which of the two it is shows when it is loaded.
    """

    def read(folder: Path, _: Hold) -> tuple[Path, Manifest]:
        return folder, checked(folder, encoder_name=encoder_name, dimension=dimension)

    return reading(index, read)


def checked(folder: Path, *, encoder_name: str, dimension: int | None = None) -> Manifest:
    """The manifest of a generation that is whole and of that encoder; raises as `searchable`."""
    manifest = read_manifest(folder)
    if manifest.encoder != encoder_name:
        raise IndexUnusable(
            f"the index was built with encoder {manifest.encoder!r}, "
            f"the setting is {encoder_name!r}; {REMEDY}"
        )
    if dimension and manifest.dimension != dimension:
        raise IndexUnusable(
            f"the index was built with dimension {manifest.dimension}, "
            f"the setting is {dimension}; {REMEDY}"
        )
    check_files(folder, manifest)
    return manifest


def _named(index: Path) -> str:
    with (index / CURRENT).open("rb") as file:
        return file.read(MOST_BYTES).decode(errors="replace").strip()


def _what_to_do(index: Path) -> str:
    """Where CURRENT is missing, one whole generation can be put in force by hand."""
    whole = [folder.name for folder in (index / GENERATIONS).glob("*") if _is_whole(folder)]
    if len(whole) != 1:
        return REMEDY
    return (
        f'"echo {whole[0]} > {index / CURRENT}" puts the generation in force '
        f"that lies there whole; or {REMEDY}"
    )


def _is_whole(folder: Path) -> bool:
    try:
        check_files(folder, read_manifest(folder))
    except IndexUnusable:
        return False
    return ID.fullmatch(folder.name) is not None


def _read_once(index: Path, read: Callable[[Path, Hold], Done]) -> Done:
    folder = current(index)
    held = hold(folder)
    if held is None:
        raise IndexUnusable(f"index {folder.name} was removed while it was opened; {REMEDY}")
    return read(folder, held)


def _written(index: Path) -> Moment | None:
    """What differs once CURRENT was written, be it with the name that it had."""
    try:
        return _moment(index / CURRENT)
    except OSError:
        return None


def _moment(path: Path) -> Moment:
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size
