"""Show on a terminal how two results differ: every measure, then every question that moved."""

from __future__ import annotations

from collections.abc import Iterator

from gbaqa.evaluation.columns import aligned, interval, shown, signed
from gbaqa.evaluation.comparing import Comparison, Moved, Paired
from gbaqa.evaluation.figures import Figure

SIGNIFICANT = 0.05  # of an adjusted p-value, marked by a star


def comparison_text(comparison: Comparison) -> str:
    """A table of measures and a list of questions, those that lost first."""
    header = ["measure", "n", "A", "B", "B - A", "95% interval", "p", "p (Holm)", "gained", "lost"]
    blocks = [
        f"{comparison.dataset}, split {comparison.split}: B against A, question by question; "
        f"* is p (Holm) below {SIGNIFICANT}",
        aligned([header, *map(_cells, comparison.measures)]),
    ]
    if comparison.unpaired:
        blocks.append(f"{comparison.unpaired} questions stand in one result only: left out")
    for better, title in ((False, "lost"), (True, "gained")):
        moved = [one for one in comparison.moved if one.better is better]
        if moved:
            lines = [line for one in moved for line in _lines(one)]
            blocks.append("\n".join([f"{title}: {len(moved)} questions", *lines]))
    return "\n\n".join(blocks)


def _cells(row: Paired) -> list[str]:
    return [
        row.measure,
        str(row.questions),
        shown(row.first),
        shown(row.second),
        signed(row.difference),
        interval(Figure(row.difference, row.interval)),
        f"{row.p:.4f}",
        f"{row.p_holm:.4f}" + ("*" if row.p_holm < SIGNIFICANT else " "),
        str(row.gained),
        str(row.lost),
    ]


def _lines(moved: Moved) -> Iterator[str]:
    change = f"{moved.measure} {shown(moved.first)} -> {shown(moved.second)}"
    yield f"  {moved.question_id}  {change}  {_on_one_line(moved.question)}".rstrip()
    for name, answer in (("A", moved.first_answer), ("B", moved.second_answer)):
        if answer:
            yield f"      {name}: {_on_one_line(answer)}"


def _on_one_line(text: str) -> str:
    """Without line ends and what would steer a terminal."""
    return "".join(filter(str.isprintable, " ".join(text.split())))
