"""Choose what passages are encoded by: measured on some of them, when there are enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import process_time

from gbaqa.indexing.accelerating import Compiled, Precision, precisions
from gbaqa.indexing.encoding import TextEncoder
from gbaqa.indexing.graph_encoding import GraphEncoder
from gbaqa.indexing.graphs import BatchRuntime

FEW = 500  # texts: with fewer, measuring costs more than it saves
# Texts from which bfloat16 may be used, where it is faster. It rounds vectors by 0.001, so that
# building again differs from a full build by that: a small index is exact to 0.00001.
MANY = 10_000
SAMPLE = 24  # texts that are measured, out of all lengths


@dataclass(frozen=True, slots=True)
class Effort:
    """What encoded the texts of a build, and how many of them each way did a CPU-second."""

    runtime: str
    precision: Precision
    speeds: tuple[tuple[str, float], ...] = ()

    def record(self) -> dict[str, str]:
        """For the manifest."""
        speeds = {name: f"{speed} texts a CPU-second" for name, speed in self.speeds}
        return {"runtime": self.runtime, "precision": self.precision, **speeds}


UNTUNED = Effort("onnxruntime", "float32")


def tune(encoder: TextEncoder, texts: Sequence[str], *, count: int) -> Effort | None:
    """Makes the encoder use the fastest way for `count` texts such as these.

    None where it has but one way.
    """
    if not isinstance(encoder, GraphEncoder):
        return None
    if count < FEW:
        return UNTUNED
    sample = _sample(texts)
    speeds = {}
    ways = dict(_ways(encoder, exact=count < MANY))
    for (name, precision), way in ways.items():
        encoder.encode_by(way())
        encoder.encode(sample)  # a runtime prepares each shape when it first meets it
        speeds[name, precision] = _speed(lambda: encoder.encode(sample), len(sample))
    fastest = max(speeds, key=lambda one: speeds[one])
    encoder.encode_by(ways[fastest]())
    told = tuple((" ".join(one), round(speed, 1)) for one, speed in speeds.items())
    return Effort(*fastest, told)


def _ways(
    encoder: GraphEncoder, *, exact: bool
) -> Iterable[tuple[tuple[str, Precision], Callable[[], BatchRuntime | None]]]:
    yield ("onnxruntime", "float32"), lambda: None
    for precision in precisions()[: 1 if exact else None]:

        def way(precision: Precision = precision) -> BatchRuntime:
            return Compiled(encoder.folder, encoder.outputs, precision=precision)

        yield ("openvino", precision), way


def _sample(texts: Sequence[str]) -> list[str]:
    """Texts of every length alike."""
    by_length = sorted(texts, key=lambda text: (len(text), text))
    return by_length[:: max(1, len(by_length) // SAMPLE)][:SAMPLE]


def _speed(work: Callable[[], object], count: int) -> float:
    began = process_time()  # of all threads: what others do on the machine is left out
    work()
    return count / max(process_time() - began, 1e-9)
