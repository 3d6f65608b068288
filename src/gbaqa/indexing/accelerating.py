"""Run an encoder's graph as fast as this processor can: the one door to OpenVINO."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from gbaqa.indexing.graphs import GRAPH, processors

if TYPE_CHECKING:
    from gbaqa.indexing.graphs import Numbers
    from gbaqa.types import Vectors

Precision = Literal["float32", "bfloat16"]
HINTS: dict[Precision, str] = {"float32": "f32", "bfloat16": "bf16"}


def precisions() -> tuple[Precision, ...]:
    """What the processor computes in: bfloat16 only where it has instructions for it."""
    import openvino

    able = openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    return ("float32", "bfloat16") if "BF16" in able else ("float32",)


class Compiled:
    """A graph compiled for this processor; for one caller at a time.

    Several batches are computed beside each other, by requests that are all made from the thread
    that calls: OpenVINO's own lock and Python's can each wait for the other where several threads
    set inputs.
    """

    def __init__(self, folder: Path, outputs: Sequence[str], *, precision: Precision) -> None:
        import openvino

        settings: dict[str, Any] = {
            "INFERENCE_PRECISION_HINT": HINTS[precision],
            "INFERENCE_NUM_THREADS": processors(),
            "NUM_STREAMS": processors(),
        }
        model = openvino.Core().compile_model(str(folder / GRAPH), "CPU", settings)
        self._inputs = [one.get_any_name() for one in model.inputs]
        self._outputs = list(outputs)
        self._requests = [model.create_infer_request() for _ in range(processors())]

    def run_all(self, batches: Iterable[Mapping[str, Numbers]]) -> Iterator[Sequence[Vectors]]:
        """The outputs of each batch, in the order that was asked for."""
        free, begun = deque(self._requests), deque[Any]()
        for inputs in batches:
            if not free:
                yield self._taken(begun, free)
            request = free.popleft()
            request.start_async({name: inputs[name] for name in self._inputs})
            begun.append(request)
        while begun:
            yield self._taken(begun, free)

    def _taken(self, begun: deque[Any], free: deque[Any]) -> Sequence[Vectors]:
        request = begun.popleft()
        request.wait()
        found = [request.get_tensor(name).data.copy() for name in self._outputs]
        free.append(request)
        return found
