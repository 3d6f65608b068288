"""Run an encoder's graph as fast as this processor can: the one door to OpenVINO."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import local
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
    """A graph compiled for this processor; each thread that calls computes by itself."""

    def __init__(self, folder: Path, outputs: Sequence[str], *, precision: Precision) -> None:
        import openvino

        settings: dict[str, Any] = {
            "INFERENCE_PRECISION_HINT": HINTS[precision],
            "INFERENCE_NUM_THREADS": processors(),
            "NUM_STREAMS": processors(),
        }
        model = openvino.Core().compile_model(str(folder / GRAPH), "CPU", settings)
        self._model: Any = model
        self._inputs = [one.get_any_name() for one in model.inputs]
        self._outputs = [model.output(name) for name in outputs]
        self._own = local()

    def run(self, inputs: Mapping[str, Numbers]) -> Sequence[Vectors]:
        """The outputs in the order that was asked for."""
        if not hasattr(self._own, "request"):
            self._own.request = self._model.create_infer_request()
        found = self._own.request.infer({name: inputs[name] for name in self._inputs})
        return [found[one].copy() for one in self._outputs]  # the request keeps its own
