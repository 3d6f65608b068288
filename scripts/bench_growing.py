"""Build, change and search indexes of growing size.

    python -m scripts.bench_growing [--sizes 1000,10000,100000,1000000] [--questions 100]

Documents are recombined from the real texts of EVALDATA (../shared/evaldata), five passages each,
by all processors, and kept in a file; vectors are drawn around real ones (growing/encoder.py), of
which real.npy in the folder holds some thousand: without it, --encode of the texts are encoded
once, 10 a second. Each step runs in a process of its own, whose peak memory is told. Times are of
an index in the system's cache. What is left out is counting tokens by the tokenizer, and encoding:
see `make bench-encoding`.
Needs 25 GB of disk for a million passages; the folder is emptied in the end.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scripts.growing.corpus import SECTIONS, questions, sources
from scripts.growing.encoder import NAME, DrawnEncoder
from scripts.growing.keeping import Kept, keep

CUTOFF = 10  # of a search, as the answers look at
STEPS = ("make", "build", "change", "again", "ask")
REAL, MADE = "real.npy", "documents"  # in the folder
COLUMNS = (
    ("passages", "passages"),
    ("build, s", "build_s"),
    ("CPU s without reading", "build_cpu_s"),
    ("MB at most", "build_mb"),
    ("disk, MB", "disk_mb"),
    ("one changed, s", "change_s"),
    ("CPU s without reading", "change_cpu_s"),
    ("MB at most", "change_mb"),
    ("none changed, s", "again_s"),
    ("CPU s without reading", "again_cpu_s"),
    ("open, s", "open_s"),
    ("first search, s", "first_s"),
    ("MB then", "ask_mb"),
    ("dense p50 / p95, ms", "dense"),
    ("lexical", "lexical"),
    ("filtered", "filtered"),
    ("whole", "whole"),
    ("Recall@10", "recall"),
)


def main() -> None:
    """Prints the table; a line of JSON on stderr for each size as it is done."""
    options = _options()
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.step:
        print(json.dumps(WORK[options.step](options)))
        return
    if not (options.folder / REAL).exists():
        _step("encode", 0, options)
    rows = []
    for size in map(int, options.sizes.split(",")):
        rows.append(_measured(size, options))
        print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
        shutil.rmtree(options.folder / str(size))
        shutil.rmtree(options.folder / MADE)
    print(table(rows))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000,1000000")
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--encode", type=int, default=3000)
    parser.add_argument("--evaldata", type=Path, default=Path("../shared/evaldata"))
    parser.add_argument("--folder", type=Path, default=Path("growing"))
    parser.add_argument("--step", choices=WORK, help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def encode_step(options: argparse.Namespace) -> dict[str, Any]:
    """Encodes some real texts."""
    from gbaqa.indexing.encoding import load_encoder
    from gbaqa.indexing.traits import DEFAULT_ENCODER

    texts = [" ".join(sentences)[:900] for _, sentences in sources(options.evaldata)]
    step = max(1, len(texts) // options.encode)
    np.save(options.folder / REAL, load_encoder(DEFAULT_ENCODER).encode(texts[::step]))
    return {}


def _measured(size: int, options: argparse.Namespace) -> dict[str, Any]:
    """All steps of one size, each in a process of its own."""
    found: dict[str, Any] = {}
    for step in STEPS:
        found |= _step(step, size, options)
    return found


def _step(step: str, size: int, options: argparse.Namespace) -> dict[str, Any]:
    """In a process of its own: what this one held at most would count as that one's."""
    command = [sys.executable, "-m", "scripts.bench_growing", "--step", step]
    command += ["--size", str(size), "--questions", str(options.questions)]
    command += ["--encode", str(options.encode)]
    command += ["--evaldata", str(options.evaldata), "--folder", str(options.folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _build(options: argparse.Namespace, *, changed: int | None = None) -> tuple[float, float, Any]:
    from gbaqa.indexing.building import build

    reads = Kept(options.folder / MADE, options.evaldata, changed=changed)
    encoder = DrawnEncoder(options.folder / REAL)
    before = time.process_time()
    index = options.folder / str(options.size)
    for _ in reads:  # what it takes to read them; the build goes through them once more
        pass
    read = time.process_time() - before
    start, cpu = time.perf_counter(), time.process_time()
    counts = build(reads, index=index, encoder_name=NAME, load=lambda name: encoder)
    return time.perf_counter() - start, time.process_time() - cpu - read, counts


def make_step(options: argparse.Namespace) -> dict[str, Any]:
    """Makes the documents."""
    keep(options.folder / MADE, options.evaldata, options.size // SECTIONS)
    return {}


def build_step(options: argparse.Namespace) -> dict[str, Any]:
    """The first build."""
    seconds, cpu, counts = _build(options)
    files = (options.folder / str(options.size)).rglob("*")
    return {
        "passages": counts.passages,
        "build_s": round(seconds, 1),
        "build_cpu_s": round(cpu, 1),
        "build_mb": _peak(),
        "disk_mb": sum(path.stat().st_size for path in files if path.is_file()) // 10**6,
    }


def change_step(options: argparse.Namespace) -> dict[str, Any]:
    """A build after one document, in the middle, has changed."""
    seconds, cpu, counts = _build(options, changed=options.size // SECTIONS // 2)
    return {
        "change_s": round(seconds, 1),
        "change_cpu_s": round(cpu, 1),
        "change_mb": _peak(),
        "change_embedded": counts.embedded,
    }


def again_step(options: argparse.Namespace) -> dict[str, Any]:
    """A build of what is there already."""
    seconds, cpu, _ = _build(options, changed=options.size // SECTIONS // 2)
    return {"again_s": round(seconds, 1), "again_cpu_s": round(cpu, 1)}


def ask_step(options: argparse.Namespace) -> dict[str, Any]:
    """Opens the index and searches it."""
    from gbaqa.indexing.opening import open_generation
    from gbaqa.retrieval.opening import searcher
    from gbaqa.retrieval.searching import (
        Admission,
        DenseSearcher,
        LexicalSearcher,
        QuestionEncoder,
    )
    from gbaqa.types import Filters, Query

    encoder = DrawnEncoder(options.folder / REAL)
    asked = questions(options.evaldata, options.questions + 1)
    before = _resident()
    start = time.perf_counter()
    index = options.folder / str(options.size)
    generation = open_generation(index, encoder_name=NAME, load=lambda name: encoder)
    whole = searcher(generation, QuestionEncoder(encoder))
    opened = time.perf_counter() - start
    whole.search(Query(asked[0]), cutoff=CUTOFF)
    first = time.perf_counter() - start - opened
    once = QuestionEncoder(encoder)
    collection, admission = generation.collection, Admission(generation.collection)
    dense = DenseSearcher(collection, admission, generation.vectors, once)
    lexical = LexicalSearcher(collection, admission, generation.postings)
    some = Filters(since="2010", publisher="Publisher 1")
    found = {
        "dense": _times(lambda text: dense.search(Query(text), cutoff=1000), asked),
        "lexical": _times(lambda text: lexical.search(Query(text), cutoff=1000), asked),
        "filtered": _times(
            lambda text: whole.search(Query(text, filters=some), cutoff=CUTOFF), asked
        ),
        "whole": _times(lambda text: whole.search(Query(text), cutoff=CUTOFF), asked),
    }
    return {
        "open_s": round(opened, 3),
        "first_s": round(first, 3),
        "ask_mb": _resident() - before,
        **found,
        "recall": _recall(generation, encoder, asked[1:]),
    }


def _times(search: Callable[[str], object], asked: Sequence[str]) -> str:
    """Milliseconds at the 50th and 95th percentile, the first question left out."""
    search(asked[0])
    taken = []
    for text in asked[1:]:
        start = time.perf_counter()
        search(text)
        taken.append(1000 * (time.perf_counter() - start))
    return f"{np.percentile(taken, 50):.1f} / {np.percentile(taken, 95):.1f}"


def _recall(generation: Any, encoder: DrawnEncoder, asked: Sequence[str]) -> float:  # noqa: ANN401  # a Generation, whose import takes time
    """The share of the ten nearest vectors that are found."""
    queries = encoder.encode(asked)
    best: list[np.ndarray[Any, Any]] = []
    shards = [one.vectors.whole() for one in generation.collection.store.shards]
    scores = np.concatenate([queries @ rows.T for rows in shards], axis=1)
    best = list(np.argsort(-scores, axis=1)[:, :CUTOFF])
    found = [
        {position for position, _ in generation.vectors.search(query, cutoff=1000)[:CUTOFF]}
        for query in queries
    ]
    shares = [len(some & set(row.tolist())) / CUTOFF for some, row in zip(found, best, strict=True)]
    return round(float(np.mean(shares)), 4)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _resident() -> int:
    """MB of this process that are its own, files that are mapped left out."""
    with Path(f"/proc/{os.getpid()}/status").open() as file:
        return next(int(line.split()[1]) for line in file if line.startswith("RssAnon")) // 1024


def table(rows: Sequence[dict[str, Any]]) -> str:
    """The rows as a table in Markdown."""
    lines = ["| " + " | ".join(name for name, _ in COLUMNS) + " |", "| --- " * len(COLUMNS) + "|"]
    lines += ["| " + " | ".join(str(row[key]) for _, key in COLUMNS) + " |" for row in rows]
    return "\n".join(lines)


WORK = {
    "encode": encode_step,
    "make": make_step,
    "build": build_step,
    "change": change_step,
    "again": again_step,
    "ask": ask_step,
}

if __name__ == "__main__":
    main()
