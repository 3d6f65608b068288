"""Fuzz one target: `python -m scripts.fuzzing TARGET [SECONDS]`, with atheris from the dev extras.

Prints what libFuzzer prints: executions, coverage, and a file with the bytes of a failure.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-untyped]

# what the trials run through; YAML's reader is watched so that the front matter's is led deeper
OURS = [
    *("gbaqa.documents", "gbaqa.text", "gbaqa.types", "yaml"),
    *("gbaqa.answering.replaying", "gbaqa.answering.shaping"),
]


def main(arguments: list[str]) -> None:
    """Runs until the time is over or something is wrong."""
    with atheris.instrument_imports(include=OURS):
        from scripts.fuzzing.targets import TARGETS

    if not arguments or arguments[0] not in TARGETS:
        sys.exit(f"name one of {' '.join(TARGETS)}")
    target = TARGETS[arguments[0]]
    seconds = arguments[1] if len(arguments) > 1 else "180"
    folder = Path(tempfile.mkdtemp(prefix=f"gbaqa-fuzz-{arguments[0]}-"))
    (folder / "seeds").mkdir()
    for number, seed in enumerate(target.seeds):
        (folder / "seeds" / str(number)).write_bytes(seed)
    options = [f"-max_total_time={seconds}", "-max_len=4096", "-timeout=30", "-rss_limit_mb=4096"]
    if target.words:
        (folder / "words").write_text("".join(map(_quoted, target.words)))
        options.append(f"-dict={folder / 'words'}")
    atheris.Setup(
        [sys.argv[0], *options, f"-artifact_prefix={folder}/", str(folder / "seeds")], target.trial
    )
    atheris.Fuzz()


def _quoted(word: bytes) -> str:
    """A line of libFuzzer's dictionary."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n'


if __name__ == "__main__":
    main(sys.argv[1:])
