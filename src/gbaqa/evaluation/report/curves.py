"""Plot how far confidence can be trusted: risk against coverage, and share right by confidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from gbaqa.evaluation.columns import interval, shown
from gbaqa.evaluation.confidences import BINS, risk_coverage
from gbaqa.evaluation.figures import Figure, figures
from gbaqa.evaluation.intervals import rate
from gbaqa.evaluation.report.drawing import FIRST, INK, QUIET, SECOND, Plot, drawn
from gbaqa.evaluation.scores import RIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Row: TypeAlias = Mapping[str, Any]
Curve: TypeAlias = tuple[list[float], list[float]]  # coverages and risks

HEIGHT = 300
TOP = 1.02  # of an axis: a line at 1 is seen whole
COVERAGES = (0.25, 0.5, 0.75, 1.0)  # of the table
LINES = ((FIRST, "solid"), (SECOND, "dashed"))


def risk_plot(rows: Sequence[Row]) -> Plot:
    """The curve of the assistant, and of the top passage where the rows hold its confidence."""
    curves = _curves(rows)
    table = tuple(
        (f"{share:.2f}", *(shown(_at(curve, share)) for curve in curves.values()))
        for share in COVERAGES
    )
    told = ", ".join(f"{risk} at coverage {share}" for share, risk, *_ in table)

    def draw(axes: Axes) -> None:
        for (name, curve), (colour, line) in zip(curves.items(), LINES, strict=False):
            axes.plot(*curve, color=colour, linestyle=line, linewidth=2, label=name)
        _mark_answered(axes, rows, curves["gbaqa"])
        axes.set_xlim(0, TOP)
        axes.set_ylim(0, TOP)
        axes.set_xlabel("coverage: share of questions, surest first")
        axes.set_ylabel("risk: share of them wrong")
        axes.figure.legend(loc="outside upper left", ncols=3, columnspacing=1, handlelength=1.4)

    return Plot(
        "Risk and coverage",
        "The share that would be wrong if only the surest questions were answered. An answer to "
        "a question that no document answers is wrong.",
        drawn(draw, name="risk", label=f"Risk-coverage curve. Risk {told}.", height=HEIGHT),
        ("coverage", *(f"risk, {name}" for name in curves)),
        table,
    )


def reliability_plot(rows: Sequence[Row]) -> Plot:
    """BINS bins of equal width; each bar is the share that is right of what its bin holds."""
    bins = binned(rows)
    bars = [figures(rate("right", [row["right"] for row in inside]))["right"] for inside in bins]
    table = tuple(
        (_edges(place), str(len(inside)), _mean(inside), shown(bar.value), interval(bar))
        for place, (inside, bar) in enumerate(zip(bins, bars, strict=True))
    )
    told = "; ".join(f"{edges}: {right} of {count}" for edges, count, _, right, _ in table)

    def draw(axes: Axes) -> None:
        axes.plot((0, 1), (0, 1), color=QUIET, linestyle="dashed", linewidth=1)
        for place, (inside, bar) in enumerate(zip(bins, bars, strict=True)):
            _draw_bin(axes, (place + 0.5) / BINS, len(inside), bar)
        axes.grid(visible=False, axis="x")
        axes.set_xlim(0, 1)
        axes.set_ylim(0, TOP)
        axes.set_xlabel("confidence")
        axes.set_ylabel("share right")

    label = f"Reliability diagram, share right by confidence. {told}"
    return Plot(
        "Reliability",
        "The share that is right by confidence, with 95% intervals, and above each bin how many "
        "questions it holds. On the dashed line confidence says what comes true.",
        drawn(draw, name="reliability", label=label, height=HEIGHT),
        ("confidence", "n", "mean confidence", "share right", "95% interval"),
        table,
    )


def binned(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of each bin; a confidence of 1 is in the last.

    >>> [len(inside) for inside in binned([{"confidence": 0.1}, {"confidence": 1.0}])]
    [0, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    """
    bins: list[list[Row]] = [[] for _ in range(BINS)]
    for row in rows:
        bins[min(int(row["confidence"] * BINS), BINS - 1)].append(row)
    return bins


def _curves(rows: Sequence[Row]) -> dict[str, Curve]:
    confidences = [row["confidence"] for row in rows]
    curves = {"gbaqa": risk_coverage(confidences, [row["right"] for row in rows])}
    baseline = [row["baseline"] for row in rows if "confidence" in row.get("baseline", {})]
    if len(baseline) == len(rows):
        right = [
            row["answerable"] and one["key_facts"] >= RIGHT
            for row, one in zip(rows, baseline, strict=True)
        ]
        curves["top passage"] = risk_coverage([one["confidence"] for one in baseline], right)
    return curves


def _at(curve: Curve, share: float) -> float:
    """The risk where at least that share is covered."""
    return next(risk for coverage, risk in zip(*curve, strict=True) if coverage >= share)


def _mark_answered(axes: Axes, rows: Sequence[Row], curve: Curve) -> None:
    answered = sum(row["answered"] for row in rows)
    if answered:
        coverage, risk = curve[0][answered - 1], curve[1][answered - 1]
        axes.plot(coverage, risk, "o", color=INK, markersize=7, label="as it answers")


def _draw_bin(axes: Axes, middle: float, count: int, bar: Figure) -> None:
    axes.bar(middle, bar.value or 0, width=0.8 / BINS, color=FIRST)
    axes.text(middle, TOP + 0.02, str(count), ha="center", va="bottom", fontsize=11)
    if bar.interval:
        axes.plot((middle, middle), bar.interval, color=INK, lw=1, marker="_", markersize=5)


def _edges(place: int) -> str:
    return f"{place / BINS:.1f} to {(place + 1) / BINS:.1f}"


def _mean(rows: Sequence[Row]) -> str:
    return shown(sum(row["confidence"] for row in rows) / len(rows) if rows else None)
