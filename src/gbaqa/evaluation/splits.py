"""Choose one split of a dataset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from gbaqa.errors import DatasetError
from gbaqa.evaluation.lines import Line

DEFAULT_SPLIT = "dev"


def splits_of(judged: Iterable[str], lines: Iterable[Line]) -> list[str]:
    """The splits that have judgements, and those that a line names as its own."""
    return sorted({*judged, *(line.text("split") for line in lines if "split" in line.fields)})


def chosen(folder: Path, wanted: str | None, *, splits: Sequence[str]) -> str:
    """The split that is wanted; for None dev, else the only one there is.

    Raises DatasetError when there is no such split or nothing tells which.
    """
    if not splits:
        if wanted in (None, DEFAULT_SPLIT):
            return DEFAULT_SPLIT
        raise DatasetError(f"{folder} has no splits, found --split {wanted!r}; leave it out")
    if wanted is None and DEFAULT_SPLIT in splits:
        return DEFAULT_SPLIT
    if wanted is None and len(splits) == 1:
        return splits[0]
    known = ", ".join(splits)
    if wanted is None:
        raise DatasetError(f"{folder} has the splits {known}; choose one with --split")
    if wanted not in splits:
        raise DatasetError(f"{folder} has no split {wanted!r}, expected one of {known}; choose one")
    return wanted


def of_split(lines: Mapping[str, Line], split: str) -> dict[str, Line]:
    """The lines of the split by id, and those that name none and so belong to each."""
    return {name: line for name, line in lines.items() if line.fields.get("split", split) == split}
