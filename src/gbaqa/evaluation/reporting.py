"""Show a result on a terminal, alone or beside the baseline that it is measured by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gbaqa.errors import DatasetError
from gbaqa.evaluation.breakdown import type_rows
from gbaqa.evaluation.columns import GAP, aligned, interval, shown, signed
from gbaqa.evaluation.figures import ABSENT, INTERVAL, Figure, Section, sections
from gbaqa.evaluation.targets import target_rows

NO_RESULT = "the baseline is not a result of gbaqa eval"
REMEDY = 'write it anew by "gbaqa eval DATASET --json"'


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure now and then; `outside` tells whether it left the baseline's 95% interval.

    `difference` and `outside` are None where one of the two, or the interval, is missing.
    """

    measure: str
    now: float | None
    baseline: float | None
    difference: float | None
    outside: bool | None
    interval: tuple[float, float] | None


def table(result: Mapping[str, Any]) -> str:
    """A result as text: one table a part, each figure with its 95% interval; then the targets."""
    blocks = [_heading(result), *map(_section, sections(result))]
    blocks += [
        aligned(rows) for rows in (list(type_rows(result)), list(target_rows(result))) if rows
    ]
    blocks += _stated(result["config"].get("risk", {}))
    missing = result["config"].get("missing_documents", ())
    if missing:
        names = ", ".join(missing[:3])
        blocks.append(
            f"{len(missing)} documents that should answer are not in the index: {names}"
            + (", ..." if len(missing) > 3 else "")
        )
    return "\n\n".join(blocks)


def differences(result: Mapping[str, Any], baseline: object) -> list[Difference]:
    """A row for each measure of either.

    Raises DatasetError when the baseline is no result of `gbaqa eval --json`, or that of
    another dataset or split.
    """
    now = _figures(result)
    try:
        then = _figures(_same_dataset(result, baseline))
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise DatasetError(f"{NO_RESULT}: it lacks or misshapes {error}; {REMEDY}") from error
    return [
        _difference(measure, now.get(measure, ABSENT), then.get(measure, ABSENT))
        for measure in dict.fromkeys([*now, *then])
    ]


def differences_table(rows: Sequence[Difference]) -> str:
    """The rows as text, those marked that left the baseline's interval."""
    header = ["measure", "now", "baseline", "95% interval", "difference", ""]
    return aligned([header, *map(_cells, rows)])


def _same_dataset(result: Mapping[str, Any], baseline: object) -> dict[str, Any]:
    if not isinstance(baseline, dict) or not {"dataset", "split"} <= baseline.keys():
        raise DatasetError(f"{NO_RESULT}; {REMEDY}")
    for field in ("dataset", "split"):
        if result[field] != baseline[field]:
            raise DatasetError(
                f"the baseline is of {field} {baseline[field]!r}, expected {result[field]!r}; "
                "name the baseline of this dataset and split"
            )
    return baseline


def _difference(measure: str, now: Figure, then: Figure) -> Difference:
    moved = now.value - then.value if now.value is not None and then.value is not None else None
    outside = None
    if now.value is not None and then.interval is not None:
        outside = not then.interval[0] <= now.value <= then.interval[1]
    return Difference(measure, now.value, then.value, moved, outside, then.interval)


def _figures(result: Mapping[str, Any]) -> dict[str, Figure]:
    """Figures under the names of their parts; the count of questions is one of them."""
    found: dict[str, Figure] = {}
    for section in sections(result):
        found[f"{section.title}: questions"] = Figure(section.count)
        for name, figure in section.figures.items():
            found[f"{section.title}: {name}"] = figure
    return found


def _cells(row: Difference) -> list[str]:
    return [
        row.measure,
        shown(row.now),
        shown(row.baseline),
        interval(Figure(row.baseline, row.interval)),
        signed(row.difference),
        "outside" if row.outside else "",
    ]


def _heading(result: Mapping[str, Any]) -> str:
    config = result["config"]
    return (
        f"{result['dataset']}, split {result['split']}: "
        f"{config['documents']} documents, {config['passages']} passages, "
        f"encoder {config['encoder']}, index {config['generation']}"
    )


def _stated(risk: Mapping[str, Any]) -> Iterator[str]:
    """What the model that decides says of its risk, as a line for each that it can be set to."""
    for name, one in risk.items():
        told = ", ".join(f"{field} {value}" for field, value in one.items())
        yield f"stated risk {name}: {told}"


def _section(section: Section) -> str:
    header = [f"{section.title} (n = {section.count})", "", INTERVAL, *section.header]
    return aligned([header, *_rows(section)])


def _rows(section: Section) -> Iterator[list[str]]:
    for name, found in section.rows:
        cells = (cell for figure in found for cell in (shown(figure.value), interval(figure)))
        yield [GAP + name, *cells]
