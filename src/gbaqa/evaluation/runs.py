"""Turn passage rankings into document rankings, and write them as a TREC run file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from gbaqa.errors import DatasetError, SettingError
from gbaqa.evaluation.measures import Run
from gbaqa.types import Collection, Ranking

DOCUMENTS = 100  # the deepest measure, Recall@100, looks no further
TAG = "gbaqa"


def documents_of(ranking: Ranking, collection: Collection) -> list[tuple[str, float]]:
    """The best DOCUMENTS documents, each at the rank of its best passage or twin's passage."""
    found: dict[str, float] = {}
    for hit in ranking:
        found.setdefault(collection.document_of(hit.passage_id).original, hit.score)
    return falling(found.items(), cutoff=DOCUMENTS)


def falling(found: Iterable[tuple[str, float]], *, cutoff: int) -> list[tuple[str, float]]:
    """The first `cutoff` names with scores that fall strictly, in float32 too.

    trec_eval reads float32 and orders equal scores by name, which is not our order. A score
    that would not fall is lowered to the next number below the one before it.
    """
    lowered: list[tuple[str, float]] = []
    below = np.float32(np.inf)
    for name, score in islice(found, cutoff):
        below = min(np.float32(score), np.nextafter(below, np.float32(-np.inf)))
        lowered.append((name, float(below)))
    return lowered


def check_run_file(path: Path, ids: Sequence[str]) -> None:
    """Raises, before the long work, when a run of these ids cannot be written to `path`."""
    if not path.parent.is_dir():
        raise SettingError(f"{path.parent} is not a folder; make it, or give --run another file")
    for name in ids:
        if name.split() != [name]:
            raise DatasetError(
                f"id {name!r} holds white space, which parts the columns of a run file; "
                "leave --run out or change the id"
            )


def write_run(path: Path, run: Run) -> None:
    """Lines of query, Q0, document, rank, score and tag; raises SettingError when it cannot."""
    lines = (
        f"{query} Q0 {document} {rank} {score!r} {TAG}\n"
        for query, documents in run.items()
        for rank, (document, score) in enumerate(documents, start=1)
    )
    try:
        path.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise SettingError(
            f"{path} cannot be written: {error.strerror}; give --run another file"
        ) from error
