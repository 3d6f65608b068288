"""Answer questions in a process of its own, and find where two such processes differ.

    python -m tests.answering.repeating

reads one object from standard input: `index`, `encoder`, `asked`, and where they apply `corpus` and
`batch` (the index is built first, so many texts at a time) and `runs`. Writes one: `answers`, one
for each that was asked, and `changed`, the answers of later runs that were not those of the first.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

from gbaqa.answering.asking import Assistant, open_assistant
from gbaqa.answering.receipts import as_json
from gbaqa.documents.reading import read_corpus
from gbaqa.indexing import encoding, graph_encoding
from gbaqa.indexing.building import build
from gbaqa.keeping import keep_in
from gbaqa.types import Turn

Json: TypeAlias = dict[str, Any]
ROOT = Path(__file__).parents[2]
OPENED_AGAIN = 10  # runs after which what was remembered of the questions is forgotten
# torch, faiss and numpy's BLAS each read their own
THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the questions before it, oldest first."""

    question: str
    earlier: tuple[str, ...] = ()


def answer(assistant: Assistant, asked: Asked) -> Json:
    """As JSON, the timings left out."""
    history = [Turn(question) for question in asked.earlier]
    found = as_json(assistant.ask(asked.question, history=history))
    del found["timings_ms"]
    return found


def answers(index: Path, encoder: str, asked: Sequence[Asked], *, runs: int = 1) -> Json:
    """The answers of the first run, and those that were others later, by their place."""
    assistant = open_assistant(index, encoder_name=encoder)
    first = [answer(assistant, one) for one in asked]
    changed: dict[str, Json] = {}
    for run in range(1, runs):
        if run % OPENED_AGAIN == 0:
            assistant = open_assistant(index, encoder_name=encoder)
        order = list(range(len(asked)))
        Random(run).shuffle(order)  # noqa: S311  # no secret
        for at in order:
            found = answer(assistant, asked[at])
            if found != first[at]:
                changed.setdefault(str(at), found)
    return {"answers": first, "changed": changed}


def in_a_process(
    wish: Mapping[str, object], asked: Sequence[Asked], *, threads: int, hash_seed: int
) -> Json:
    """What this module writes when it is given that wish and these questions."""
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    environment |= dict.fromkeys(THREADS, str(threads))
    questions = [[one.question, one.earlier] for one in asked]
    ran = subprocess.run(
        [sys.executable, "-m", "tests.answering.repeating"],
        input=json.dumps({**wish, "asked": questions}, default=str),
        capture_output=True,
        text=True,
        env=environment,
        cwd=ROOT,
        check=False,
    )
    if ran.returncode:
        raise RuntimeError(ran.stderr)
    found: Json = json.loads(ran.stdout)
    return found


def first_difference(one: Any, other: Any, name: str = "") -> str:
    """The first field, in the order written, that two answers differ in; "" where they are one.

    >>> first_difference({"a": [1, {"b": 2}], "sha256": "x"}, {"a": [1, {"b": 3}], "sha256": "y"})
    'a.1.b: 2, 3'
    """
    if isinstance(one, dict) and isinstance(other, dict) and list(one) == list(other):
        pairs = [(field, one[field], other[field]) for field in one]
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = [(str(at), *both) for at, both in enumerate(zip(one, other, strict=True))]
    else:
        return "" if json.dumps(one) == json.dumps(other) else f"{name[1:]}: {one!r}, {other!r}"
    found = (first_difference(a, b, f"{name}.{field}") for field, a, b in pairs)
    return next(filter(None, found), "")


def main() -> None:
    wish = json.load(sys.stdin)
    index, encoder = Path(wish["index"]), wish["encoder"]
    keep_in(Path(os.environ["GBAQA_PREPARED"]) if "GBAQA_PREPARED" in os.environ else None)
    if "corpus" in wish:
        encoding.BATCH = graph_encoding.BATCH = wish["batch"]
        corpus = read_corpus(Path(wish["corpus"]))
        build(corpus.reads, index=index, encoder_name=encoder, glossary=corpus.glossary)
    asked = [Asked(question, tuple(earlier)) for question, earlier in wish["asked"]]
    json.dump(answers(index, encoder, asked, runs=wish.get("runs", 1)), sys.stdout)


if __name__ == "__main__":
    main()
