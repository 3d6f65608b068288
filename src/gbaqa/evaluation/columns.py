"""Lay figures and their intervals out in columns."""

from __future__ import annotations

from collections.abc import Sequence

from gbaqa.evaluation.figures import Figure

GAP = "  "
NOTHING = "-"


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns: the first to the left, the others to the right.

    >>> print(aligned([("a", "1"), ("bb", "10")]))
    a    1
    bb  10
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        GAP.join(
            cell.ljust(width) if position == 0 else cell.rjust(width)
            for position, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def shown(value: float | None) -> str:
    """A count as it is, a figure to four places: more than any interval here leaves open."""
    if value is None:
        return NOTHING
    return str(value) if isinstance(value, int) else f"{value:.4f}"


def interval(figure: Figure) -> str:
    """The interval in brackets."""
    if figure.interval is None:
        return NOTHING
    return f"[{figure.interval[0]:.4f}, {figure.interval[1]:.4f}]"


def signed(value: float | None) -> str:
    """A difference with its sign."""
    return ("+" if value is not None and value >= 0 else "") + shown(value)
