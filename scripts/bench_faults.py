"""Kill builds, read during builds, and rebuild under a server that is asked; count what went wrong.

    python -m scripts.bench_faults [--kills=200] [--seconds=30] [--builds=5] [--seed=7]

kills: a process that builds is ended by SIGKILL, half of the times at a random one of its calls,
half after a random time. The index must then answer byte for byte as the old or the new one does,
and the next build must mend it. Every tenth is a first build: there a line may say what to do.
readers: two processes open the index and ask while another builds two corpora in turn.
server: `gbaqa serve` with the packaged encoder over part of the corpus is asked in three ways while
`gbaqa index` builds it anew. The first two have a bag of words for an encoder.
Any of them is left out with 0. Exit code 1 on anything lost, wrong or failed.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from scripts.faults.killing import killed
from scripts.faults.reading import read_during_builds
from scripts.faults.serving import rebuilt_while_served
from scripts.faults.tallying import Tally


def main() -> int:
    """Runs the three parts and prints a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=30, help="that readers read")
    parser.add_argument("--builds", type=int, default=5, help="under the server")
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    chance = random.Random(chosen.seed)  # noqa: S311  # nothing secret
    parts: tuple[tuple[str, float, Callable[[Path], Tally]], ...] = (
        ("kills", chosen.kills, lambda at: killed(at, chosen.kills, chance)),
        ("readers", chosen.seconds, lambda at: read_during_builds(at, chosen.seconds)),
        ("server", chosen.builds, lambda at: rebuilt_while_served(at, chosen.builds)),
    )
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="gbaqa-faults-") as name:
        for title, amount, run in parts:
            if amount:
                began, folder = time.monotonic(), Path(name) / title
                folder.mkdir()
                tally = run(folder)
                print(tally.line(title, time.monotonic() - began), flush=True)
                wrong += tally.wrong
    for line in wrong:
        print(line, file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
