"""Write and read the committed results that later changes are held against.

    python -m gbaqa.evaluation.baselines FOLDER DATASET... [--whole]

A dataset without a corpus of its own is the project's: each of its splits is written with all its
rows. Of any other, given as FOLDER:SPLIT, the gate's sample is written with ids and figures alone,
or with --whole the figures of the whole set: none of somebody else's text is committed.
Environment: GBAQA_INDEX, GBAQA_ENCODER and GBAQA_DIMENSION, as for gbaqa.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from gbaqa.answering.asking import Assistant
from gbaqa.errors import DatasetError, GbaqaError, SettingError
from gbaqa.evaluation.datasets import Dataset, read_dataset
from gbaqa.evaluation.running import LATENCY, opened, scored
from gbaqa.evaluation.sampling import sampled
from gbaqa.indexing.encoding import DEFAULT_ENCODER
from gbaqa.indexing.preparing import prepared_encoder
from gbaqa.indexing.traits import dimension_named
from gbaqa.keeping import PREPARED, keep_in

WHOLE = "--whole"
SPLITS = ("dev", "test")  # of the project's own questions
TEXTS = ("question", "docs", "answer_keys", "evidence", "quoted", "sources", "found")  # of a row
ROWS = ("per_query", "per_query_passages", "per_question", "per_turn")

Open = Callable[[Dataset], Assistant]


def path_of(dataset: Dataset, folder: Path) -> Path:
    """Where the baseline of a dataset and split lies."""
    return folder / f"{dataset.name}-{dataset.split}.json"


def read_baseline(dataset: Dataset, folder: Path) -> Any:  # noqa: ANN401  # whatever it holds
    """The committed result of a dataset; raises DatasetError where there is none."""
    path = path_of(dataset, folder)
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise DatasetError(
            f'{path} is no baseline ({error}); write it by "make baselines"'
        ) from error


def write_baseline(dataset: Dataset, folder: Path, result: dict[str, Any]) -> None:
    """Raises SettingError where the folder cannot be written to."""
    text = json.dumps(result, ensure_ascii=False, allow_nan=False)
    path = path_of(dataset, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise SettingError(
            f"{path} cannot be written: {error.strerror}; name another folder"
        ) from error


def without_texts(result: dict[str, Any]) -> dict[str, Any]:
    """The result with its rows, but none of the dataset's text in them."""
    answers = result.get("answers")
    if answers is None:
        return result
    rows = [
        {name: value for name, value in row.items() if name not in TEXTS}
        for row in answers["per_question"]
    ]
    return {**result, "answers": {**answers, "per_question": rows}}


def figures_alone(result: dict[str, Any]) -> dict[str, Any]:
    """The result without rows."""
    return {
        part: {name: one for name, one in value.items() if name not in ROWS}
        if isinstance(value, dict)
        else value
        for part, value in result.items()
    }


def opener() -> Open:
    """Opens datasets over the index and with the encoder that the environment names."""
    # gbaqa.settings is for the edge, which this room may not import
    index = Path(os.environ.get("GBAQA_INDEX", "index"))
    encoder_name = os.environ.get("GBAQA_ENCODER", DEFAULT_ENCODER)
    dimension = dimension_named(os.environ.get("GBAQA_DIMENSION", ""))
    prepared = Path(os.environ.get("GBAQA_PREPARED") or index / PREPARED)
    keep_in(prepared)  # for the indexes of the datasets, too
    load = cache(partial(prepared_encoder, prepared=prepared, dimension=dimension))  # once for all
    return lambda dataset: opened(dataset, index, encoder_name, load=load, dimension=dimension)


def public(name: str) -> tuple[Path, str]:
    """Folder and split of a name like "../data/scifact:train"."""
    folder, _, split = name.partition(":")
    return Path(folder), split or SPLITS[0]


def main(arguments: Sequence[str]) -> int:
    """Writes the baselines; returns the exit code."""
    names = [one for one in arguments if one != WHOLE]
    if len(names) < 2:
        print("baselines: name the folder to write to and one or more datasets", file=sys.stderr)
        return 2
    open_ = opener()
    try:
        for dataset, shape in _datasets(names[1:], whole=WHOLE in arguments):
            result = scored(dataset, open_(dataset)).as_json()
            result.pop(LATENCY, None)  # it would differ each time that baselines are written
            if shape is without_texts:  # eval scores the whole set, not the sample
                again = f"{dataset.folder}:{dataset.split}"
                command = f"python -m gbaqa.evaluation.baselines {names[0]} {again}"
                result["config"]["command"] = command
            write_baseline(dataset, Path(names[0]), shape(result))
            print(path_of(dataset, Path(names[0])))
    except GbaqaError as error:
        print(f"baselines: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def _datasets(
    names: Sequence[str], *, whole: bool
) -> Iterator[tuple[Dataset, Callable[[dict[str, Any]], dict[str, Any]]]]:
    """Datasets, and what is kept of the result of each."""
    for name in names:
        folder, split = public(name)
        if not folder.is_dir():
            print(f"left out: {folder} is not there")
            continue
        dataset = read_dataset(folder, split=split)
        if dataset.corpus is None:
            yield dataset, dict
            for other in SPLITS[1:]:
                yield read_dataset(folder, split=other), dict
        elif whole:
            yield dataset, figures_alone
        else:
            yield sampled(dataset), without_texts


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
