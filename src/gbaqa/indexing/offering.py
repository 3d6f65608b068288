"""Keep the questions that visitors are offered with a generation, and renew them in place.

They change no answer, so that they are no part of a generation's id: answers stay those of the same
generation when the bank changes. The file is named for its content and the manifest names the file,
so that renaming the manifest is the one step that puts another bank in force. The file in force
before stays until the next renewal, for who has read the old manifest and not yet the file.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from gbaqa.disk import sync
from gbaqa.indexing.manifest import NAME, Manifest
from gbaqa.types import Suggestion

FILE = re.compile(r"questions-[0-9a-f]{16}\.jsonl")
PARTIAL = ".partial"


def write_questions(folder: Path, questions: Sequence[Suggestion]) -> None:
    """Writes one question a line; no file where there is none."""
    if questions:
        text = _lines(questions)
        (folder / _name(text)).write_text(text, encoding="utf-8")


def read_questions(folder: Path, files: Mapping[str, str]) -> tuple[Suggestion, ...]:
    """The questions of a generation whose manifest lists these files."""
    return tuple(
        Suggestion(**json.loads(line))
        for name in filter(FILE.fullmatch, files)
        for line in (folder / name).read_text(encoding="utf-8").splitlines()
    )


def renew_questions(folder: Path, manifest: Manifest, questions: Sequence[Suggestion]) -> None:
    """Puts these questions in the place of a published generation's, unless they are the same.

    A reader, or a crash at any moment, sees the old ones or the new ones.
    """
    text = _lines(questions)
    before = list(filter(FILE.fullmatch, manifest.files))
    now = [_name(text)] if questions else []
    if now == before:
        return
    files = {name: digest for name, digest in manifest.files.items() if name not in before}
    for name in now:
        _replace(folder / name, text)
        files[name] = hashlib.sha256(text.encode()).hexdigest()
    _replace(folder / NAME, replace(manifest, files=files).text())
    for path in folder.iterdir():
        if FILE.fullmatch(path.name) and path.name not in (*before, *now):
            path.unlink()


def _lines(questions: Sequence[Suggestion]) -> str:
    return "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in questions)


def _name(text: str) -> str:
    return f"questions-{hashlib.sha256(text.encode()).hexdigest()[:16]}.jsonl"


def _replace(path: Path, text: str) -> None:
    """Gives a file its new content at once, on the disk before it has the name."""
    partial = path.with_name(path.name + PARTIAL)
    partial.write_text(text, encoding="utf-8")
    sync(partial)
    partial.rename(path)
    sync(path.parent)
