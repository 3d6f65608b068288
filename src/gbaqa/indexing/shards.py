"""Read one shard of a generation: documents, passages and rows as they are asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gbaqa.indexing.blocks import CheckedFile, CheckedRows, checked_files
from gbaqa.indexing.facets import Facets, read_facets
from gbaqa.indexing.layout import (
    CHECKED,
    DOCUMENT_STARTS,
    DOCUMENTS,
    FACETS,
    PASSAGE_STARTS,
    PASSAGES,
    TOKEN_IDS,
    TOKEN_STARTS,
    TOKENS,
    UNITS,
    VECTORS,
)
from gbaqa.indexing.listing import Listed

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Shard:
    """One shard, its files mapped; nothing is read of them before it is asked for."""

    def __init__(self, folder: Path, listed: Listed) -> None:
        self.folder, self.listed = folder, listed
        self.files = checked_files(folder, CHECKED)
        self.documents_at = np.load(folder / DOCUMENT_STARTS)
        self.passages_at = np.load(folder / PASSAGE_STARTS)
        self._facets = (folder / FACETS).read_bytes()
        found = len(self.documents_at) - 1, len(self.passages_at) - 1, int(self.passages_at[-1, 1])
        said = listed.documents, listed.passages, listed.units
        if found != said:
            raise ValueError(f"shard {folder.name} holds {found}, expected {said}")
        self.vectors = self.rows(VECTORS)
        self.units = self.rows(UNITS)
        if (len(self.vectors), len(self.units)) != (listed.passages, listed.units):
            raise ValueError(f"the files of shard {folder.name} do not fit together")
        self.tokens = ShardTokens(folder, self.files) if TOKENS in self.files else None
        if self.tokens and len(self.tokens.starts) != listed.passages + 1:
            raise ValueError(f"the tokens of shard {folder.name} do not fit its passages")

    def rows(self, name: str) -> CheckedRows:
        """The rows of one of its files."""
        return CheckedRows(self.files[name])

    @cached_property
    def _record(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._facets)
        return found

    @property
    def ids(self) -> list[str]:
        """The ids of its documents, in order."""
        found: list[str] = self._record["ids"]
        return found

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The numbers of its documents by their ids."""
        return {doc_id: number for number, doc_id in enumerate(self.ids)}

    @cached_property
    def first_passages(self) -> list[int]:
        """The number of each document's first passage, and the end."""
        found: list[int] = self.documents_at[:, 1].tolist()
        return found

    @cached_property
    def facets(self) -> Facets:
        """What filters ask of its documents."""
        return read_facets(self._record)

    @cached_property
    def passage_counts(self) -> NDArray[np.int64]:
        """The number of passages of each document."""
        counts: NDArray[np.int64] = np.diff(self.documents_at[:, 1])
        return counts

    def document_line(self, number: int) -> dict[str, Any]:
        """A document as it was written, with its path and digest."""
        start, end = self.documents_at[number : number + 2, 0].tolist()
        return _json(self.files[DOCUMENTS], start, end)

    def passage_line(self, number: int) -> dict[str, Any]:
        """A passage as it was written."""
        start, end = self.passages_at[number : number + 2, 0].tolist()
        return _json(self.files[PASSAGES], start, end)


class ShardTokens:
    """The token vectors of a shard's passages; `files` are among those of a shard."""

    def __init__(self, folder: Path, files: Mapping[str, CheckedFile]) -> None:
        self.rows, self.ids = CheckedRows(files[TOKENS]), CheckedRows(files[TOKEN_IDS])
        self.starts = np.load(folder / TOKEN_STARTS)
        if not len(self.rows) == len(self.ids) == self.starts[-1]:
            raise ValueError(f"{TOKENS}, {TOKEN_IDS} and {TOKEN_STARTS} do not fit together")

    def of(self, passage: int) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
        """The ids and rows of one passage's tokens."""
        start, end = self.starts[passage : passage + 2].tolist()
        return self.ids.between(start, end), self.rows.between(start, end)


def _json(file: CheckedFile, start: int, end: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(bytes(file.between(start, end)))
    return found
