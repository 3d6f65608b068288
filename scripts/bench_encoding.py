"""Measure how fast passages are encoded, and what it costs in ranking.

    python -m scripts.bench_encoding [--passages 512] [--rounds 3] [--loss DATASET:SPLIT ...]

Plain sentence-transformers, as it is used by most, and every way that a build may choose between,
in turn, on passages of the corpus: passages a CPU-second (of all threads, so that what else the
machine does is left out), the same as a multiple of plain, and how far vectors differ. Beside it
the share of what this machine does at most in a matrix product of that precision. With --loss,
nDCG@10 of data sets indexed in float32 and in bfloat16. Environment: GBAQA_INDEX.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from gbaqa.evaluation.baselines import public
from gbaqa.evaluation.datasets import read_dataset
from gbaqa.evaluation.retrieving import score_retrieval
from gbaqa.evaluation.running import opened
from gbaqa.indexing.accelerating import Compiled, Precision, precisions
from gbaqa.indexing.encoding import DEFAULT_ENCODER, TextEncoder, default_weights
from gbaqa.indexing.graph_encoding import GraphEncoder
from gbaqa.indexing.opening import open_generation
from gbaqa.indexing.preparing import prepared_encoder
from gbaqa.keeping import PREPARED, keep_in

if TYPE_CHECKING:
    from gbaqa.types import Vectors

PLAIN = "sentence-transformers, float32"
WARM = 64  # passages, before anything is measured
# of MiniLM-L6: six layers of four square matrices and two of four times the width
WIDTH, LAYERS = 384, 6
WEIGHTS = LAYERS * 12 * WIDTH * WIDTH
SIDE = 2048  # of the matrices whose product tells what the machine does at most


def main(argv: Sequence[str]) -> int:
    """Prints a table for each of the two questions."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--passages", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--loss", nargs="*", default=[], metavar="DATASET:SPLIT")
    wanted = parser.parse_args(argv)
    index = Path(os.environ.get("GBAQA_INDEX", "index"))
    keep_in(index / PREPARED)
    encoder = prepared_encoder(DEFAULT_ENCODER, prepared=index / PREPARED)
    if not isinstance(encoder, GraphEncoder):
        print("bench_encoding: the encoder has no graph; run gbaqa index", file=sys.stderr)
        return 1
    collection = open_generation(index, encoder_name=DEFAULT_ENCODER).collection
    texts = [
        collection.text(one.passage_id)
        for one in collection.passages.values()
        if one.language == "en"
    ]
    _print_speeds(encoder, texts[: wanted.passages], rounds=wanted.rounds)
    for name in wanted.loss:
        _print_loss(encoder, name)
    return 0


def _print_speeds(encoder: GraphEncoder, texts: Sequence[str], *, rounds: int) -> None:
    ways = {PLAIN: _plain()} | {name: encode for name, (_, encode) in _ways(encoder).items()}
    speeds: dict[str, list[float]] = {name: [] for name in ways}
    found: dict[str, Vectors] = {}
    for encode in ways.values():
        encode(texts[:WARM])
    for _ in range(rounds):  # in turn, so that what else the machine does meets all alike
        for name, encode in ways.items():
            began = process_time()
            found[name] = encode(texts)
            speeds[name].append(len(texts) / (process_time() - began))
    tokens = statistics.mean(map(len, encoder.token_ids(texts))) + 2
    exact = found["onnxruntime, float32"]  # with the trained weights, which plain has not
    print(f"{len(texts)} passages of {tokens:.0f} tokens; the median of {rounds} rounds\n")
    print("| way | passages/CPU-s | times plain | least cosine | share of peak |")
    print("| --- | --- | --- | --- | --- |")
    for name in ways:
        speed = statistics.median(speeds[name])
        times = speed / statistics.median(speeds[PLAIN])
        cosine = "" if name == PLAIN else f"{(found[name] * exact).sum(axis=1).min():.5f}"
        share = speed * _flops(tokens) / _peak("bfloat16" if "bfloat16" in name else "float32")
        print(f"| {name} | {speed:.1f} | {times:.2f} | {cosine} | {share:.0%} |", flush=True)


def _plain() -> Callable[[Sequence[str]], Vectors]:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(default_weights()), device="cpu")
    return lambda texts: model.encode(list(texts), normalize_embeddings=True)


def _ways(
    encoder: GraphEncoder,
) -> dict[str, tuple[Precision, Callable[[Sequence[str]], Vectors]]]:
    def by(runtime: Compiled | None) -> Callable[[Sequence[str]], Vectors]:
        def encode(texts: Sequence[str]) -> Vectors:
            encoder.encode_by(runtime)
            return encoder.encode(texts)

        return encode

    found: dict[str, tuple[Precision, Callable[[Sequence[str]], Vectors]]] = {
        "onnxruntime, float32": ("float32", by(None))
    }
    for precision in precisions():
        compiled = Compiled(encoder.folder, encoder.outputs, precision=precision)
        found[f"OpenVINO, {precision}"] = (precision, by(compiled))
    return found


def _flops(tokens: float) -> float:
    """Of one passage: two for each weight and token, and for attention's two products."""
    return 2 * WEIGHTS * tokens + LAYERS * 4 * WIDTH * tokens**2


def _peak(precision: Precision) -> float:
    """Operations a CPU-second of a product of large matrices, the best of five."""
    import torch

    square = torch.ones((SIDE, SIDE), dtype=getattr(torch, precision))
    seconds = []
    for _ in range(5):
        began = process_time()
        square @ square
        seconds.append(process_time() - began)
    return 2 * SIDE**3 / min(seconds)


def _print_loss(encoder: GraphEncoder, name: str) -> None:
    folder, split = public(name)
    dataset = replace(read_dataset(folder, split=split), questions=(), dialogues=())
    scores = {}
    for precision in precisions():
        runtime = Compiled(encoder.folder, encoder.outputs, precision=precision)

        def load(_: str, runtime: Compiled = runtime) -> TextEncoder:
            encoder.encode_by(runtime)
            return encoder

        with tempfile.TemporaryDirectory() as index:
            assistant = opened(dataset, Path(index), DEFAULT_ENCODER, load=load)
            result = score_retrieval(dataset.queries, dataset.qrels, assistant).as_json()
        scores[precision] = result["measures"]["nDCG@10"]
        print(f"{folder.name} {split}: nDCG@10 {scores[precision]:.4f} in {precision}", flush=True)
    if len(scores) > 1:
        print(f"loss {scores['float32'] - scores['bfloat16']:+.4f}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
