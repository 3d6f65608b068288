"""Export a loaded model as a graph that runs without torch: the one door to onnx.

torch's older exporter is used on purpose: it takes a second where the newer one takes ten and
needs another package, and torch's version is fixed. What it made is tried before it is kept.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gbaqa.indexing.graphs import GRAPH, TOKENIZER, WEIGHTS

if TYPE_CHECKING:
    from torch import nn

OPSET = 18  # of ONNX; what onnxruntime and OpenVINO both read whole
SMALL = 1024  # bytes: smaller numbers stay in the graph
LENGTH = 7  # of the texts that are traced


def write_graph(
    folder: Path,
    module: nn.Module,
    *,
    inputs: Sequence[str],
    outputs: Sequence[str],
    per_token: Sequence[str],
    tokenizer: str,
) -> None:
    """Writes graph.onnx, graph.bin and tokenizer.json into an empty folder.

    `module` takes int64 tensors, shape (texts, length), in the order of `inputs`; its outputs are
    float32, shape (texts, …) or, of those `per_token`, (texts, length, …). Raises what torch or
    onnx raise when the module cannot be traced.
    """
    import onnx
    import torch

    example = tuple(torch.ones((2, LENGTH), dtype=torch.int64) for _ in inputs)
    axes = {
        name: {0: "texts"} | ({1: "length"} if name in (*inputs, *per_token) else {})
        for name in (*inputs, *outputs)
    }
    whole = folder / "whole.onnx"
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the older exporter, and of tracing
        torch.onnx.export(
            module.eval(),
            example,
            str(whole),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
    onnx.save_model(
        onnx.load(str(whole)),
        str(folder / GRAPH),
        save_as_external_data=True,
        all_tensors_to_one_file=True,
        location=WEIGHTS,
        size_threshold=SMALL,
    )
    whole.unlink()
    (folder / WEIGHTS).chmod((folder / GRAPH).stat().st_mode)  # onnx keeps it to its owner
    (folder / TOKENIZER).write_text(tokenizer, encoding="utf-8")
