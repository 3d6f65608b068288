"""Ask the same questions in many ways and see that the answers are the same bytes.

    python -m scripts.bench_determinism [DATASET] [--questions=100] [--runs=100]

takes the dataset's dev questions, evenly drawn, and for a fifth of them turns of its dialogues that
have earlier ones. Each is asked RUNS times in one process, with one and with two threads, with
another order of sets, and over indexes built by one and by two threads and in other batches. Prints
for each of these how many answers have another digest, and the first field that differs; exit code
1 where any has. An index of the whole corpus is built thrice: it takes a quarter of an hour.
Environment: GBAQA_CORPUS, GBAQA_INDEX, GBAQA_ENCODER, as for gbaqa.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.answering.repeating import Asked, Json, first_difference, in_a_process

from gbaqa.errors import GbaqaError
from gbaqa.evaluation.datasets import Dataset, read_dataset
from gbaqa.indexing.graph_encoding import BATCH
from gbaqa.settings import Settings

FOLLOW_UPS = 5  # one question in so many has earlier ones


@dataclass(frozen=True, slots=True)
class Variation:
    """How the questions are asked: what the process is told besides, its threads, its hash seed."""

    name: str
    wish: Mapping[str, object]
    threads: int = 1
    hash_seed: int = 0


def main(arguments: Sequence[str]) -> int:
    """Prints a line for each variation."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("dataset", nargs="?", type=Path, default=Path("eval/gba"))
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--runs", type=int, default=100)
    wanted = parser.parse_args(arguments)
    settings = Settings.read(os.environ)
    try:
        asked = drawn(read_dataset(wanted.dataset, split="dev"), count=wanted.questions)
    except GbaqaError as error:
        print(f"bench_determinism: {error}", file=sys.stderr)
        return error.exit_code
    with tempfile.TemporaryDirectory() as folder:
        return 1 if _differing(asked, settings, Path(folder), runs=wanted.runs) else 0


def drawn(dataset: Dataset, *, count: int) -> list[Asked]:
    """Evenly from all questions, which are in order of their language, and from all dialogues."""
    turns = [
        Asked(turn.user, tuple(one.user for one in dialogue.turns[:at]))
        for dialogue in dataset.dialogues
        for at, turn in enumerate(dialogue.turns)
        if at
    ]
    follow_ups = _evenly(turns, count=count // FOLLOW_UPS)
    alone = [Asked(one.text) for one in dataset.questions]
    return [*_evenly(alone, count=count - len(follow_ups)), *follow_ups]


def _evenly(asked: Sequence[Asked], *, count: int) -> list[Asked]:
    return [asked[at * len(asked) // count] for at in range(min(count, len(asked)))]


def variations(settings: Settings, folder: Path, *, runs: int) -> Iterator[Variation]:
    """The first one is what the others are held against."""
    there: dict[str, object] = {"index": settings.index.resolve(), "encoder": settings.encoder}
    yield Variation(f"{runs} runs", {**there, "runs": runs})
    yield Variation("another process, 2 threads", there, threads=2)
    yield Variation("another process, other order of sets", there, hash_seed=1)
    for batch, threads in ((BATCH, 1), (BATCH, 2), (BATCH // 4, 2)):
        name = f"index built by {threads} threads, {batch} texts at a time"
        built = {
            "index": folder / f"{batch}-{threads}",
            "corpus": settings.corpus.resolve(),
            "batch": batch,
        }
        yield Variation(name, {**there, **built}, threads=threads, hash_seed=2)


def _differing(asked: Sequence[Asked], settings: Settings, folder: Path, *, runs: int) -> int:
    """How many answers differ, over all variations."""
    expected: list[Json] = []
    total = 0
    for one in variations(settings, folder, runs=runs):
        found = in_a_process(one.wish, asked, threads=one.threads, hash_seed=one.hash_seed)
        expected = expected or found["answers"]
        others = [
            (asked[at].question, first_difference(before, after))
            for at, (before, after) in enumerate(zip(expected, found["answers"], strict=True))
            if before["sha256"] != after["sha256"]
        ]
        others += [
            (asked[int(at)].question, first_difference(expected[int(at)], after))
            for at, after in found["changed"].items()
        ]
        print(f"{one.name}: {len(others)} of {len(asked)} answers differ", flush=True)
        for question, difference in others:
            print(f"  {question}: {difference}", flush=True)
        total += len(others)
    return total


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
