"""Turn the rows of a result into what the page shows of a question or of a dialogue's turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gbaqa.evaluation.matching import holds
from gbaqa.evaluation.report.failures import kind_of, to_places, what_was_needed
from gbaqa.text.scripts import IDEOGRAPH, language_of
from gbaqa.types import Language

TURN = "dialogue turn"  # the type of a row that has none of its own


@dataclass(frozen=True, slots=True)
class Key:
    """A key fact in its accepted forms, and whether what was quoted states it."""

    forms: tuple[str, ...]
    stated: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A document, how often it was quoted, and whether it answers."""

    doc_id: str
    right: bool
    count: int = 1


@dataclass(frozen=True, slots=True)
class Said:
    """A text that was quoted, its language, and whether a reader was shown it."""

    text: str
    language: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One question; a turn also has a `standalone` question and what `gold`, that one, got."""

    anchor: str
    question_id: str
    kind: str
    needed: str
    language: str
    type: str
    question: str
    standalone: str
    keys: tuple[Key, ...]
    docs: tuple[str, ...]
    evidence: tuple[tuple[str, Language], ...]  # sentences that answer, each with its language
    said: Said
    sources: tuple[Named, ...]
    confidence: str
    rank: int | None
    found: tuple[Named, ...]
    gold: Said | None
    gold_key_facts: float


def entries(rows: Sequence[Mapping[str, Any]], *, name: str, default_type: str = "") -> list[Entry]:
    """An entry for each row, in order, under the anchors `name`-1 and so on."""
    return [
        _entry(row, f"{name}-{number}", default_type) for number, row in enumerate(rows, start=1)
    ]


def language_tag(text: str) -> str:
    """The language of a Chinese text; "" for others: a form is too short to tell more."""
    return language_of(text) if IDEOGRAPH.search(text) else ""


def _entry(row: Mapping[str, Any], anchor: str, default_type: str) -> Entry:
    docs = frozenset(row["docs"])
    gold = row.get("gold")
    return Entry(
        anchor=anchor,
        question_id=row["id"],
        kind=kind_of(row),
        needed=what_was_needed(row),
        language=row["language"],
        type=row.get("type", default_type),
        question=row["question"],
        standalone=row.get("standalone", ""),
        keys=tuple(
            Key(tuple(forms), any(holds(row["quoted"], form) for form in forms))
            for forms in row["answer_keys"]
        ),
        docs=tuple(row["docs"]),
        evidence=tuple((text, language_of(text)) for text in row.get("evidence", ())),
        said=_said(row),
        sources=tuple(
            Named(doc_id, right, count)
            for (doc_id, right), count in Counter(
                zip(row["sources"], row["rightly"], strict=True)
            ).items()
        ),
        confidence=to_places(row["confidence"]),
        rank=row["rank"],
        found=tuple(
            Named(doc_id, doc_id in docs or place == row["rank"])  # a twin's original answers too
            for place, doc_id in enumerate(row.get("found", ()), start=1)
        ),
        gold=_said(gold) if gold else None,
        gold_key_facts=gold["key_facts"] if gold else 0.0,
    )


def _said(row: Mapping[str, Any]) -> Said:
    return Said(row["quoted"], language_of(row["quoted"]), row["answered"])
