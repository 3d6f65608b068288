"""List the shards of a generation: how they were made, and what each holds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gbaqa.indexing.layout import SHARD_LIST
from gbaqa.types import Language


@dataclass(frozen=True, slots=True)
class Listed:
    """What a generation's list says of one of its shards."""

    key: str
    documents: int
    passages: int
    units: int
    first: str  # the id of its first document
    languages: tuple[Language, ...]
    translations: Mapping[str, tuple[str, ...]]  # original -> its translations
    segments: tuple[tuple[str, int], ...] = ()  # of the postings: their ids, and their passages


def write_list(folder: Path, made: Mapping[str, Any], shards: Sequence[Listed]) -> None:
    """Writes how the shards of a generation were made, and what each holds."""
    record = {"made": made, "shards": list(map(asdict, shards))}
    text = json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False)
    (folder / SHARD_LIST).write_text(text + "\n", encoding="utf-8")


def read_list(folder: Path) -> tuple[dict[str, Any], tuple[Listed, ...]]:
    """How the shards of a generation were made, and what each holds."""
    record = json.loads((folder / SHARD_LIST).read_text(encoding="utf-8"))
    return record["made"], tuple(
        Listed(
            **one
            | {
                "languages": tuple(one["languages"]),
                "segments": tuple((name, count) for name, count in one["segments"]),
                "translations": {key: tuple(ids) for key, ids in one["translations"].items()},
            }
        )
        for one in record["shards"]
    )
