"""Tell by which command and on which commit a result was made, so that it can be made again."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

from gbaqa.evaluation.datasets import Dataset

HERE = Path(__file__).parent
SECONDS = 10


def command_of(dataset: Dataset) -> str:
    """The command line that scores the dataset."""
    return f"gbaqa eval {dataset.folder} --split {dataset.split} --json"


@cache
def commit() -> str:
    """The commit of the code, "-dirty" where files differed from it; "" outside a repository.

    It is asked once: what a run writes does not make the next result of it dirty.
    """
    git = shutil.which("git")
    if git is None:
        return ""
    describe = [git, "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        found = subprocess.run(  # noqa: S603  # git itself, and no argument of anybody's
            describe, cwd=HERE, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return found.stdout.strip() if found.returncode == 0 else ""
