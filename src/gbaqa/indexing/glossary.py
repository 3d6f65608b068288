"""Keep the corpus's own names and words with a generation."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from gbaqa.indexing.layout import GLOSSARY
from gbaqa.types import Term


def write_glossary(folder: Path, terms: Iterable[Term]) -> None:
    """Writes one term a line."""
    with (folder / GLOSSARY).open("w", encoding="utf-8") as file:
        for term in terms:
            file.write(json.dumps(asdict(term), ensure_ascii=False) + "\n")


def read_glossary(folder: Path) -> tuple[Term, ...]:
    """The terms as they were written."""
    with (folder / GLOSSARY).open(encoding="utf-8") as file:
        return tuple(
            Term(**line | {"aliases": tuple(line["aliases"])}) for line in map(json.loads, file)
        )
