"""What one file may cost to read, and the lines that say so when it costs more."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024
ADVICE = "split it, save it anew in a simpler form, or remove it"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of computing and of waiting; bytes of memory, of the file and of sidecars.

    The memory is that of the process that reads, libraries and all: `RLIMIT_DATA`.
    """

    computing: int = 60
    waiting: int = 300  # computing decides, unless the machine has less than a fifth to give
    memory: int = 1024 * MIB
    file: int = 256 * MIB
    characters: int = 20_000_000
    blocks: int = 1_000_000

    def too_slow(self, name: str) -> str:
        """The line for a file that takes too long."""
        return f"{name}: took more than {self.computing} s to read; {ADVICE}"

    def too_hungry(self, name: str) -> str:
        """The line for a file that takes too much memory."""
        return f"{name}: needs more than {measured(self.memory)} of memory to read; {ADVICE}"

    def too_long(self, name: str, what: str) -> str:
        """The line for a file of which more becomes text than one document may hold."""
        return f"{name}: {what}; {ADVICE}"


def measured(size: int) -> str:
    """A number of bytes for people.

    >>> measured(1024 * MIB), measured(65536), measured(12)
    ('1 GB', '64 KB', '12 bytes')
    """
    for unit, name in ((1024 * MIB, "GB"), (MIB, "MB"), (1024, "KB")):
        if size >= unit:
            return f"{size / unit:.1f}".removesuffix(".0") + f" {name}"
    return f"{size} bytes"
