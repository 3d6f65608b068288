"""Tell whether an answer puts the newest of differing values first and discloses another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gbaqa.evaluation.intervals import rate
from gbaqa.evaluation.matching import holds, normalised, share_found
from gbaqa.evaluation.noticing import DISAGREEMENTS
from gbaqa.evaluation.questions import Question, Value
from gbaqa.evaluation.scores import Score
from gbaqa.evaluation.shown import Shown
from gbaqa.text.quantities import quantities, same_value
from gbaqa.text.scripts import language_of
from gbaqa.types import Citation, Collection, Language

SUPERSEDED = "superseded"  # the dataset says which documents hold the newest value


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An answer that states a value; `newest_first` is None where nothing tells which is newest."""

    newest_first: bool | None
    disclosed: bool


@dataclass(frozen=True, slots=True)
class Stating:
    """A citation and the values that its quote states."""

    marker: int
    values: tuple[Value, ...]


def disagreement_figures(
    pairs: Sequence[tuple[Question, Score]], collection: Collection
) -> dict[str, Any]:
    """`stated` over the questions whose documents differ; the others over those that state a value.

    `stated` is whether the answer that is shown states any of the values.
    """
    asked = [(question, score) for question, score in pairs if differs(question)]
    found = [disagreement(question, score.shown, collection) for question, score in asked]
    told = [one for one in found if one is not None]
    return {
        "n": len(asked),
        **rate("stated", [one is not None for one in found]),
        **rate("newest_first", [one.newest_first for one in told if one.newest_first is not None]),
        **rate("disclosed", [one.disclosed for one in told]),
    }


def differs(question: Question) -> bool:
    """Whether the documents give values for the answer that differ."""
    return question.answerable and question.type in DISAGREEMENTS and bool(question.values)


def disagreement(question: Question, shown: Shown, collection: Collection) -> Disagreement | None:
    """How the answer handles values that differ; None where it states none of them.

    The first sentence that states a value must state one of the newest, and no other sentence
    another value of a later date. Disclosed is another value where a sentence states it and a
    notice of a disagreement names both sentences.
    """
    stating = [
        Stating(citation.marker, values)
        for citation in shown.citations
        for values in [_stated(citation, question, collection)]
        if values
    ]
    if not stating:
        return None
    first = stating[0]
    others = [
        (one.marker, value)
        for one in stating[1:]
        for value in one.values
        if _is_other(value, first)
    ]
    return Disagreement(
        newest_first=_newest_first(question, first, [value for _, value in others], collection),
        disclosed=any(
            notice.kind in DISAGREEMENTS and {first.marker, marker} <= set(notice.markers)
            for notice in shown.notices
            for marker, _ in others
        ),
    )


def newest(question: Question, collection: Collection) -> tuple[Value, ...]:
    """The values that no other is newer than; none where nothing tells.

    Of a superseded value those of the documents that answer, and of these the ones that are the
    answer's key fact where any is. Else those of the latest date: the value's own or else its
    document's; one without a date is never the newest.
    """
    if question.type == SUPERSEDED:
        right = [value for value in question.values if value.doc_id in question.docs]
        named = [value for value in right if share_found(question.answer_keys, value.text)]
        return tuple(named or right)
    dated = [(value, _date(value, collection)) for value in question.values]
    dates = [date for _, date in dated if date]
    return tuple(
        value for value, date in dated if date and not any(_later(one, date) for one in dates)
    )


def says(text: str, value: str, language: Language) -> bool:
    """Whether a text states a value: as it is written, or in other units or words for numbers.

    >>> says("It covers 5.6萬平方公里.", "56,000 km2", "zh-Hant"), says("In 2022", "22", "en")
    (True, False)
    """
    if holds(text, value):
        return True
    wanted, found = quantities(value, language_of(value)), quantities(text, language)
    return bool(wanted) and all(any(same_value(one, other) for other in found) for one in wanted)


def _stated(citation: Citation, question: Question, collection: Collection) -> tuple[Value, ...]:
    """The values of the citation's document that its quote states.

    A quote that states a key fact, perhaps in words of another language, states its document's
    only value.
    """
    original = collection.original_of(citation.doc_id)
    own = [one for one in question.values if collection.original_of(one.doc_id) == original]
    language = collection.documents[citation.doc_id].language
    found = tuple(one for one in own if says(citation.quote, one.text, language))
    if not found and len(own) == 1 and share_found(question.answer_keys, citation.quote):
        return tuple(own)
    return found


def _newest_first(
    question: Question, first: Stating, others: Sequence[Value], collection: Collection
) -> bool | None:
    right = newest(question, collection)
    if not right:
        return None
    dates = [_date(value, collection) for value in first.values]
    overtaken = any(
        _later(_date(other, collection), date) for other in others for date in dates if date
    )
    return not overtaken and any(not _is_other(value, first) for value in right)


def _is_other(value: Value, first: Stating) -> bool:
    return not any(_same(value, one) for one in first.values)


def _same(one: Value, other: Value) -> bool:
    texts = one.text, other.text
    return normalised(texts[0]) == normalised(texts[1]) or all(
        bool(quantities(value, language_of(value))) and says(text, value, language_of(text))
        for text, value in (texts, texts[::-1])
    )


def _date(value: Value, collection: Collection) -> str:
    document = collection.documents.get(value.doc_id)
    return value.date or (document.date if document else "")


def _later(one: str, other: str) -> bool:
    """At the coarser of the two precisions; what has no date is never later."""
    shared = min(len(one), len(other))
    return one[:shared] > other[:shared]
