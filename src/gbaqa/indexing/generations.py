"""Publish a whole index at once, or not at all.

index/
├── CURRENT              the name of the generation that readers open
├── LOCK                 held by the one builder at work
└── generations/<id>/    complete and never changed; equal documents and weights give an equal id
"""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from gbaqa.errors import IndexUnusable
from gbaqa.indexing.manifest import NAME, REMEDY, Manifest, check_files, read_manifest

CURRENT = "CURRENT"
PARTIAL = ".partial"
ID = re.compile(r"\w{1,64}")  # never a path, nor longer than a file's name may be


@contextmanager
def building(index: Path) -> Iterator[None]:
    """Holds the index for one builder; raises IndexUnusable when another one is at work."""
    try:
        (index / "generations").mkdir(parents=True, exist_ok=True)
        with FileLock(index / "LOCK", timeout=0):
            for leftover in (index / "generations").glob("*" + PARTIAL):
                shutil.rmtree(leftover)  # of a build that was killed
            yield
    except Timeout as error:
        raise IndexUnusable(
            f"another build is writing {index}; wait until it has finished"
        ) from error
    except OSError as error:  # a file in the folder's place, no permission, a full disk
        raise IndexUnusable(
            f"{index} cannot be written: {error.strerror}; name another folder with --index"
        ) from error


def current(index: Path) -> Path:
    """The folder of the generation in force; raises IndexUnusable when there is none."""
    try:
        name = (index / CURRENT).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise IndexUnusable(f"there is no index in {index}; {REMEDY}") from error
    folder = index / "generations" / name
    if not ID.fullmatch(name) or not (folder / NAME).is_file():
        raise IndexUnusable(f"{index / CURRENT} names {name!r}, which is not there; {REMEDY}")
    return folder


def searchable(
    index: Path, *, encoder_name: str, dimension: int | None = None
) -> tuple[Path, Manifest]:
    """The generation in force, whole and of that encoder; raises IndexUnusable when it is not.

    Without a dimension, the encoder's own, which of the two it is shows when it is loaded.
    """
    folder = current(index)
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
    return folder, manifest


def publish(index: Path, generation: str, write: Callable[[Path], None]) -> None:
    """Lets `write` fill an empty folder, then makes it the generation in force under that id.

    A reader, or a crash at any moment, sees the old generation or the new one: the
    files are on the disk before the folder gets its name, and CURRENT is renamed last.
    """
    generations = index / "generations"
    partial = generations / f"{os.getpid()}{PARTIAL}"
    partial.mkdir()
    write(partial)
    _open_to_readers(partial)
    _sync_tree(partial)
    folder = generations / generation
    if folder.exists():  # of an earlier turn of the corpus, or broken
        shutil.rmtree(folder)
    partial.rename(folder)
    _sync(generations)
    previous = _name_in_force(index)
    pointer = index / (CURRENT + PARTIAL)
    pointer.write_text(generation + "\n", encoding="utf-8")
    _sync(pointer)
    pointer.rename(index / CURRENT)
    _sync(index)
    _collect(generations, keep={generation, previous})


def _name_in_force(index: Path) -> str:
    try:
        return current(index).name
    except IndexUnusable:
        return ""


def _collect(generations: Path, *, keep: set[str]) -> None:
    """Removes generations older than the previous one, which readers may still hold."""
    for folder in generations.iterdir():
        if folder.is_dir() and folder.name not in keep:
            shutil.rmtree(folder)


def _open_to_readers(folder: Path) -> None:
    """Gives every file the mode of an ordinary new one: tantivy keeps some to the builder alone."""
    probe = folder / "mode"
    probe.touch()
    mode = stat.S_IMODE(probe.stat().st_mode)  # the umask cannot be asked for, only set
    probe.unlink()
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(mode)


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
