"""Hold a result against the targets that are set for it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from gbaqa.evaluation.columns import interval, shown
from gbaqa.evaluation.figures import ABSENT, CI, COMPARED, INTERVAL, Figure, figures
from gbaqa.types import LANGUAGES, Language

Relation: TypeAlias = Literal["at least", "at most", "reported"]

PROJECT = "project"  # a set that asks the project's own corpus
ENGLISH: Language = "en"
WITHIN = 0.10  # what another language may be worse by than English


@dataclass(frozen=True, slots=True)
class Target:
    """One figure and its bound.

    `of` names the dataset, or is PROJECT, or "" for all. `part` is where in a result the figure
    and what stands beside it are; `steps` lead from there to the figure. With `than`, another
    part, the figure is how much more it is than that of the other part.
    """

    name: str
    relation: Relation
    bound: float | None
    part: tuple[str, ...]
    steps: tuple[str, ...]
    of: str = PROJECT
    than: tuple[str, ...] = ()

    @property
    def wanted(self) -> str:
        """The bound in words."""
        return self.relation + (f" {self.bound:.6g}" if self.bound is not None else "")


@dataclass(frozen=True, slots=True)
class Reached:
    """A target and the figure of a result; `beside` those of what it is compared with."""

    target: Target
    figure: Figure
    beside: tuple[Figure, ...]

    @property
    def met(self) -> bool | None:
        """Whether the figure, not all of its interval, keeps the bound; None without a bound."""
        value, bound = self.figure.value, self.target.bound
        if value is None or bound is None:
            return None
        return value >= bound if self.target.relation == "at least" else value <= bound


def _of_language(language: Language) -> tuple[str, ...]:
    return ("answers", "by_language", language)


IN_ENGLISH = _of_language(ENGLISH)
OF_ENGLISH = (
    Target("key facts", "at least", 0.85, IN_ENGLISH, ("answerable", "key_facts")),
    Target(
        "citation precision", "at least", 0.90, IN_ENGLISH, ("answerable", "citation_precision")
    ),
    Target("false answers", "at most", 0.10, IN_ENGLISH, ("unanswerable", "false_answers")),
    Target("over-abstention", "at most", 0.10, IN_ENGLISH, ("answerable", "over_abstention")),
    Target("AUROC", "at least", 0.92, IN_ENGLISH, ("auroc",)),
    Target("calibration error", "at most", 0.05, IN_ENGLISH, ("ece",)),
)
OF_LANGUAGES = tuple(
    replace(
        one,
        name=f"{language} against {ENGLISH}: {one.name}",
        bound=-WITHIN if one.relation == "at least" else WITHIN,
        part=_of_language(language),
        than=one.part,
    )
    for language in LANGUAGES
    if language != ENGLISH
    for one in OF_ENGLISH
)
TARGETS = (
    *(replace(one, name=f"{ENGLISH}: {one.name}") for one in OF_ENGLISH),
    Target(f"{ENGLISH}: words", "at most", 60, IN_ENGLISH, ("answerable", "words")),
    *OF_LANGUAGES,
    Target("newest first", "at least", 0.95, ("answers", "disagreements"), ("newest_first",)),
    Target("disclosed", "at least", 0.90, ("answers", "disagreements"), ("disclosed",)),
    Target("whole lists", "at least", 0.90, ("answers", "lists"), ("whole_list",)),
    Target(
        "follow-ups: share of gold",
        "at least",
        0.90,
        ("dialogues", "follow_ups"),
        ("share_of_gold",),
    ),
    Target(
        "full questions after others: loss",
        "at most",
        0,
        ("dialogues", "full_after"),
        ("loss_alone",),
    ),
    Target("AUROC", "at least", 0.80, ("answers",), ("auroc",), of="squad2"),
    Target(
        "evidence F1", "reported", None, ("answers",), ("answerable", "evidence_f1"), of="clapnq"
    ),
    Target("p95 of an answer (ms)", "at most", 300, ("latency_ms",), ("p95",), of=""),
)


def reached(result: Mapping[str, Any]) -> Iterator[Reached]:
    """The targets whose figure the result tells, in their order."""
    for target in TARGETS:
        if target.of in ("", result.get("dataset"), result.get("config", {}).get("corpus")):
            found = _reached(target, result)
            if found.figure.value is not None:
                yield found


def target_rows(result: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """A header, then a row for each target that the result tells; nothing where it tells none."""
    found = list(reached(result))
    if found:
        beside = (cell for title in COMPARED.values() for cell in (title, INTERVAL))
        yield ("target", "wanted", "found", INTERVAL, "met", *beside)
    for one in found:
        cells = (cell for figure in one.beside for cell in (shown(figure.value), interval(figure)))
        met = {True: "yes", False: "no", None: "-"}[one.met]
        figure = shown(one.figure.value), interval(one.figure)
        yield (one.target.name, one.target.wanted, *figure, met, *cells)


def difference(one: Figure, other: Figure) -> Figure:
    """How much more the one is than the other, of other questions, its interval made of theirs.

    For lower ends l and upper ends u the interval of a - b is, as Zou and Donner give it
    (Statistics in Medicine 2008), a - b - sqrt((a - l_a)^2 + (u_b - b)^2) to
    a - b + sqrt((u_a - a)^2 + (b - l_b)^2).

    >>> difference(Figure(0.5, (0.25, 0.75)), Figure(0.75, (0.5, 0.75)))
    Figure(value=-0.25, interval=(-0.5, 0.10355339059327379))
    """
    if one.value is None or other.value is None:
        return ABSENT
    more = one.value - other.value
    if one.interval is None or other.interval is None:
        return Figure(more)
    (low, high), (other_low, other_high) = one.interval, other.interval
    below = math.hypot(one.value - low, other_high - other.value)
    above = math.hypot(high - one.value, other.value - other_low)
    return Figure(more, (more - below, more + above))


def _reached(target: Target, result: Mapping[str, Any]) -> Reached:
    part = _at(result, target.part)
    own = [
        _figure(part, target.steps),
        *(_figure(part.get(one, {}), target.steps) for one in COMPARED),
    ]
    if target.than:
        other = _at(result, target.than)
        than = [_figure(other, target.steps)]
        than += [_figure(other.get(one, {}), target.steps) for one in COMPARED]
        own = [difference(*pair) for pair in zip(own, than, strict=True)]
    return Reached(target, own[0], tuple(own[1:]))


def _at(part: Mapping[str, Any], steps: tuple[str, ...]) -> Mapping[str, Any]:
    for step in steps:
        part = part.get(step, {})
    return part


def _figure(part: Mapping[str, Any], steps: tuple[str, ...]) -> Figure:
    """The figure; those of a language's answerable questions stand in the part itself."""
    *inner, name = steps
    for step in inner:
        part = part.get(step, part if step == "answerable" else {})
    return figures({one: part[one] for one in (name, name + CI) if one in part}).get(name, ABSENT)
