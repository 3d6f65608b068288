"""The examples of docs/api.md run against a real server, and print what stands below them."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from gbaqa.answering.asking import Assistant
from tests.web.serving import served

DOCUMENT = Path(__file__).parents[1] / "docs" / "api.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
WAIT = 60  # seconds
BASE = "http://127.0.0.1:7860"
EXAMPLE = re.compile(
    r"^```(python|sh)\n(.*?)^```\n\n^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
EXAMPLES = [found.groups() for found in EXAMPLE.finditer(TEXT)]


@pytest.fixture(scope="module")
def base(real_assistant: Assistant) -> Iterator[str]:
    with served(lambda: real_assistant) as address:
        while httpx.get(f"{address}/readyz", timeout=WAIT).status_code != 200:
            time.sleep(0.01)
        # the first question loads what the others find there
        warm = httpx.post(f"{address}/api/ask", json={"question": "Where is Macao?"}, timeout=WAIT)
        assert warm.status_code == 200
        yield address


@pytest.mark.model
@pytest.mark.parametrize(("kind", "source", "expected"), EXAMPLES)
def test_an_example_prints_what_stands_below_it(
    base: str, kind: str, source: str, expected: str
) -> None:
    if kind == "sh" and shutil.which("curl") is None:
        pytest.skip("there is no curl: apt-get install curl")
    run = _shell if kind == "sh" else _python
    assert run(source.replace(BASE, base)).replace(base, BASE) == expected


def _python(source: str) -> str:
    """What the example prints; in a thread, for this one may belong to playwright's loop."""
    printed = io.StringIO()

    def run() -> None:
        with contextlib.redirect_stdout(printed):
            exec(compile(source, str(DOCUMENT), "exec"), {"__name__": "__main__"})  # noqa: S102

    with ThreadPoolExecutor(1) as beside:
        beside.submit(run).result()
    return printed.getvalue()


def _shell(source: str) -> str:
    done = subprocess.run(
        ["bash", "-c", source], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


def test_every_example_is_run() -> None:
    assert len(re.findall(r"^```(?:python|sh)$", TEXT, re.MULTILINE)) == len(EXAMPLES) >= 8
    assert sum(kind == "sh" for kind, _, _ in EXAMPLES) == 1
    for client in ("httpx", "openai", "mcp", "gradio_client"):
        assert any(
            re.search(rf"^(?:import|from) {client}\b", source, re.MULTILINE)
            for _, source, _ in EXAMPLES
        )


def test_the_configuration_is_json() -> None:
    (block,) = re.findall(r"^```json\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    assert json.loads(block)["mcpServers"]["gbaqa"]["url"] == f"{BASE}/gradio_api/mcp"
