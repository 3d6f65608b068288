"""What the commands are run over, and what a run leaves behind."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gbaqa

FILES = {
    "alliance.md": (
        "---\ntitle: Productivity alliance\npublisher: Gazette\ndate: 2024-05\ntopics: [members]\n"
        "url: https://example.org/alliance\n---\n\n"
        "The alliance has 37 members. The alliance was founded in 2023.\n"
    ),
    "park.txt": "The park covers 19.1 hectares.",
    "port.txt": "The port opened in 2018.",
}
SENTENCE = "The alliance has 37 members."
UNKNOWN = "Who won a World Cup?"
OTHER_UNKNOWN = "Who won another cup?"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    def error(self) -> str:
        """What is on stderr: one line without a traceback, and nothing on stdout."""
        assert self.out == ""
        assert self.err.startswith("gbaqa: ")
        assert self.err.count("\n") == 1
        assert self.err.endswith("\n")
        assert "Traceback" not in self.err
        return self.err.removeprefix("gbaqa: ").rstrip("\n")


Gbaqa = Callable[..., Ran]


def saved(ran: Ran, path: Path, **changes: Any) -> Path:
    path.write_text(json.dumps({**json.loads(ran.out), **changes}), encoding="utf-8")
    return path


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(Path(gbaqa.__file__).parents[1])}
