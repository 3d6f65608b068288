"""Small disks that fill up or cannot be written, where this machine lets us have them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NONE = "a disk of our own can be mounted by root on Linux alone"


@contextmanager
def mounted(folder: Path, *, kilobytes: int) -> Iterator[Path]:
    """A disk in memory; skips the test where it cannot be had."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    try:
        failed = subprocess.run(command, capture_output=True, check=False).returncode
    except OSError:
        failed = 1
    if failed:
        pytest.skip(NONE)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def made_read_only(folder: Path) -> None:
    """From now on nothing on that disk can be written."""
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
