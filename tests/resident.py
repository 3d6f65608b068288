"""How much of a mapped file this process holds in memory; of Linux only."""

from __future__ import annotations

from pathlib import Path

SMAPS = Path("/proc/self/smaps")


def resident(path: Path) -> int:
    """Kilobytes, of all places where it is mapped."""
    held, ours = 0, False
    for line in SMAPS.read_text(errors="surrogateescape").splitlines():
        if "-" in line.split(maxsplit=1)[0]:
            ours = line.endswith(str(path.resolve()))
        elif ours and line.startswith("Rss:"):
            held += int(line.split()[1])
    return held
