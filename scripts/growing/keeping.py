"""Documents that are made once and kept in a file: to make them takes longer than to read them."""

from __future__ import annotations

import os
import pickle
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from scripts.growing.corpus import Documents

from gbaqa.documents.reading import Read

FILE, STARTS = "documents.pickle", "starts.npy"
AT_ONCE = 256  # documents that a process is given


def keep(folder: Path, evaldata: Path, count: int) -> None:
    """Makes so many documents, by all processors, and writes them into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    starts = [0]
    with ProcessPoolExecutor() as processes, (folder / FILE).open("wb") as file:
        for made in processes.map(partial(_made, evaldata), range(count), chunksize=AT_ONCE):
            starts.append(starts[-1] + file.write(made))
    np.save(folder / STARTS, np.array(starts))


def _made(evaldata: Path, number: int) -> bytes:
    return pickle.dumps(Documents(evaldata, number + 1)[number])


class Kept(Sequence[Read]):
    """The documents of a folder; with `changed`, that one has another last section."""

    def __init__(self, folder: Path, evaldata: Path, *, changed: int | None = None) -> None:
        self._starts = np.load(folder / STARTS)
        self._file = (folder / FILE).open("rb")
        self._changed = changed
        if changed is not None:
            self._other = Documents(evaldata, len(self), changed=changed)[changed]

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> Read:  # type: ignore[override]  # no slices
        if not 0 <= number < len(self):
            raise IndexError(number)
        if number == self._changed:
            return self._other
        start, end = self._starts[number : number + 2].tolist()
        # not mapped: what is mapped would count as memory of the build
        read: Read = pickle.loads(os.pread(self._file.fileno(), end - start, start))  # noqa: S301  # ours
        return read
