"""The program starts quickly, loads what it needs, and takes leave of a reader that has gone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import perf_counter

from tests.cli.running import UNKNOWN, Gbaqa, environment, saved

SLOW = ("torch", "faiss", "gradio", "sentence_transformers", "openai")


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)


def fastest(*arguments: str) -> float:
    """Seconds of the quickest of five runs: the machine has other things to do."""

    def seconds() -> float:
        started = perf_counter()
        python(*arguments)
        return perf_counter() - started

    return min(seconds() for _ in range(5))


HELP = "import gbaqa, gbaqa.cli\ntry: gbaqa.cli.main(['--help'])\nexcept SystemExit: pass\n"


def test_help_loads_none_of_the_slow_libraries() -> None:
    loaded = "import sys; print('|', *(name for name in sys.modules if '.' not in name))"
    found = set(python("-c", HELP + loaded).stdout.rpartition("|")[2].split())
    assert "gbaqa" in found
    assert found & {*SLOW, "transformers", "numpy", "tantivy", "fastapi"} == set()


def test_help_takes_less_than_half_a_second_beyond_pythons_own_start() -> None:
    assert fastest("-m", "gbaqa.cli", "--help") - fastest("-c", "pass") < 0.5


def test_a_reader_that_has_gone_is_no_error(gbaqa_: Gbaqa, home: Path, tmp_path: Path) -> None:
    answer = saved(gbaqa_("ask", UNKNOWN, "--json"), tmp_path / "answer.json")
    command = [sys.executable, "-m", "gbaqa.cli", "verify", str(answer)]
    with subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0
