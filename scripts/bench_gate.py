"""Plant losses and harmless changes, and see that the quality gate stops the first alone.

    python -m scripts.bench_gate BASELINES DATASET [PUBLIC_DATASET:SPLIT ...] [--only=PATTERN]

takes what `gbaqa.evaluation.gating` takes, and as its baseline the system as it stands. The gate
must stop every change that loses 0.05 in a gated measure: on the questions that it sees or, where
chance does not explain it, on the test split of the first dataset, which it does not see. And it
must stop no harmless change that loses less. Exit code 1 otherwise. PATTERN chooses changes by
their names.
Environment: GBAQA_CORPUS, as for gbaqa.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scripts.planted import Change, harmless, planted

from gbaqa.answering.asking import Assistant
from gbaqa.answering.judging import the_judge
from gbaqa.documents.reading import read_corpus
from gbaqa.evaluation.baselines import write_baseline
from gbaqa.evaluation.columns import aligned, signed
from gbaqa.evaluation.datasets import Dataset, read_dataset
from gbaqa.evaluation.gating import SIGNIFICANT, TOLERATED, Gated, datasets_of, gate
from gbaqa.evaluation.running import opened, scored
from gbaqa.indexing.building import build
from gbaqa.indexing.encoding import DEFAULT_ENCODER, TextEncoder, load_encoder
from gbaqa.indexing.tokens import Tokens

if TYPE_CHECKING:
    from gbaqa.types import Vectors


WRONG = "WRONG"
ONLY = "--only="


class Remembering:
    """An encoder that embeds a text once, over all changes."""

    def __init__(self, encoder: TextEncoder) -> None:
        self._encoder = encoder
        self._vectors: dict[str, Vectors] = {}
        self._questions: dict[str, Vectors] = {}
        self.name = encoder.name
        self.weights_sha256 = encoder.weights_sha256
        self.dimension = encoder.dimension
        self.prompts = encoder.prompts
        self.max_tokens = encoder.max_tokens
        self.limit = encoder.limit
        self.has_tokens = encoder.has_tokens
        self.ordinary_words = encoder.ordinary_words
        self._with_tokens: dict[str, tuple[Vectors, Tokens]] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimension)."""
        return _remembered(self._vectors, texts, self._encoder.encode)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As `encode`, of questions."""
        return _remembered(self._questions, texts, self._encoder.encode_queries)

    def encode_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """As the encoder itself."""
        new = list(dict.fromkeys(text for text in texts if text not in self._with_tokens))
        if new:
            both = zip(*self._encoder.encode_with_tokens(new), strict=True)
            self._with_tokens |= zip(new, both, strict=True)
        found = [self._with_tokens[text] for text in texts]
        return np.stack([vector for vector, _ in found]), [tokens for _, tokens in found]

    def encode_query_with_tokens(self, text: str) -> tuple[Vectors, Tokens]:
        """As the encoder itself."""
        return self._encoder.encode_query_with_tokens(text)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """As the encoder itself."""
        return self._encoder.count_tokens(texts)

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """As the encoder itself."""
        return self._encoder.token_ids(texts)

    def known_share(self, text: str) -> float:
        """As the encoder itself."""
        return self._encoder.known_share(text)


def _remembered(
    vectors: dict[str, Vectors],
    texts: Sequence[str],
    encode: Callable[[Sequence[str]], Vectors],
) -> Vectors:
    new = list(dict.fromkeys(text for text in texts if text not in vectors))
    if new:
        vectors |= zip(new, encode(new), strict=True)
    return np.stack([vectors[text] for text in texts])


class Bench:
    """Datasets, their baselines as the system stands, and indexes to change."""

    def __init__(self, folder: Path, arguments: Sequence[str]) -> None:
        self._folder = folder
        self._encoder = load_encoder(DEFAULT_ENCODER)
        self._remembering = Remembering(self._encoder)
        self.datasets, self.missing = datasets_of(arguments)
        self._unseen = read_dataset(Path(arguments[0]), split="test")
        self._build("as it stands", Change(""))
        for dataset in (*self.datasets, self._unseen):
            result = scored(dataset, self._open(dataset, "as it stands", self._remembering))
            write_baseline(dataset, folder, result.as_json())

    def gated(self, change: Change) -> tuple[list[Gated], list[Gated]]:
        """What the gate sees of a change, and the same measures of questions that it does not."""
        encoder: TextEncoder = self._encoder if change.afresh else self._remembering
        name = change.name if change.rebuilds else "as it stands"

        def open_(dataset: Dataset) -> Assistant:
            return self._open(dataset, name, encoder)

        with change.planted():
            if change.rebuilds:
                self._build(name, change)
            seen = gate(self.datasets, self._folder, open_=open_)
            return seen, gate([self._unseen], self._folder, open_=open_)

    def _build(self, name: str, change: Change) -> None:
        corpus = read_corpus(Path(os.environ.get("GBAQA_CORPUS", "corpus")))
        encoder: TextEncoder = self._encoder if change.afresh else self._remembering
        build(
            list(change.reads(corpus.reads)) if change.reads else corpus.reads,
            index=self._folder / name,
            encoder_name=DEFAULT_ENCODER,
            glossary=corpus.glossary,
            load=lambda _: encoder,
        )

    def _open(self, dataset: Dataset, name: str, encoder: TextEncoder) -> Assistant:
        found = opened(dataset, self._folder / name, DEFAULT_ENCODER, load=cache(lambda _: encoder))
        return Assistant(found.opened, the_judge())


def main(arguments: Sequence[str]) -> int:
    """Prints one row a change; returns 1 when the gate was wrong about one."""
    pattern = "".join(one.removeprefix(ONLY) for one in arguments if one.startswith(ONLY))
    arguments = [one for one in arguments if not one.startswith(ONLY)]
    if len(arguments) < 2:
        print("bench_gate: name the folder of baselines and one or more datasets", file=sys.stderr)
        return 2
    rows = [["change", "kind", "worst", "of", "unseen", "of", "measures failed", "gate", ""]]
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), arguments[1:])
        for kind, changes in (("planted", planted()), ("harmless", harmless())):
            for change in (one for one in changes if re.search(pattern, one.name)):
                rows.append(_row(change, kind, *bench.gated(change)))
                print(aligned(rows[-1:]), flush=True)  # the table comes at the end
    print()
    print(aligned(rows))
    for missing in bench.missing:
        print(f"left out: {missing} is not there")
    wrong = sum(row[-1] == WRONG for row in rows)
    print(f"the gate was wrong about {wrong} of {len(rows) - 1} changes")
    return 1 if wrong else 0


def _row(change: Change, kind: str, seen: list[Gated], unseen: list[Gated]) -> list[str]:
    """One line of the table, marked where the gate was wrong about the change."""
    failed = [one for one in seen if one.failed]
    told = [*seen, *(one for one in unseen if one.p < SIGNIFICANT)]
    lost = max(one.loss for one in told) >= TOLERATED
    wrong = (lost and not failed) or (kind == "harmless" and not lost and bool(failed))
    significant = sum(one.p < SIGNIFICANT for one in failed)
    return [
        change.name,
        kind,
        *_worst(seen),
        *_worst(unseen),
        f"{len(failed)} ({significant} significant)",
        "fails" if failed else "passes",
        WRONG if wrong else "",
    ]


def _worst(found: list[Gated]) -> list[str]:
    one = max(found, key=lambda gated: gated.loss)
    return [signed(-one.loss), f"{one.dataset}: {one.measure}"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
