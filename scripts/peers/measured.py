"""Runs in a peer's own environment: index, or open and ask; prints one line of JSON.

python measured.py index|ask PEER PASSAGES FOLDER WEIGHTS [QUERIES]
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

BEGAN = time.perf_counter()
WARM = 10  # queries before any is timed
CUTOFF = 10
for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HAYSTACK_TELEMETRY_DISABLED"):
    os.environ.setdefault(name, "1")
os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"


def main() -> None:
    """Does what the command line says."""
    command, peer, passages, folder, weights, *queries = sys.argv[1:]
    sys.path.insert(0, str(Path(__file__).parent))
    module = importlib.import_module(f"by_{peer}")
    work: Callable[..., dict[str, Any]] = _index if command == "index" else _ask
    found = work(module, passages, folder, weights, *queries)
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


def _index(module: ModuleType, passages: str, folder: str, weights: str) -> dict[str, Any]:
    texts = [(line["_id"], line["text"]) for line in _lines(passages)]
    began, used = time.perf_counter(), time.process_time()
    module.index(texts, folder, weights)
    return {"seconds": time.perf_counter() - began, "cpu_seconds": time.process_time() - used}


def _ask(
    module: ModuleType, passages: str, folder: str, weights: str, queries: str
) -> dict[str, Any]:
    asked = [(line["_id"], line["text"]) for line in _lines(queries)]
    search = module.opened(folder, weights)
    search(asked[0][1], CUTOFF)
    # the interpreter's own start is left out for all alike
    first = time.perf_counter() - BEGAN
    for _, text in asked[:WARM]:
        search(text, CUTOFF)
    times, run = [], {}
    for one, text in asked:
        began = time.perf_counter()
        run[one] = search(text, CUTOFF)
        times.append(1000 * (time.perf_counter() - began))
    return {"first_seconds": first, "ms": sorted(times), "run": run}


def _lines(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


if __name__ == "__main__":
    main()
