"""Say what the reader should know of the sources cited: that they differ, their age, oddities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from gbaqa.answering.claims import Statement, figures_of
from gbaqa.answering.contradicting import Relation, compare
from gbaqa.answering.originals import in_original
from gbaqa.answering.wordings import say
from gbaqa.text.quantities import Precision, same_value
from gbaqa.text.scripts import language_of
from gbaqa.types import Citation, Document, Language, Notice

YEARS_OLD = 2  # a source older than this is told of when the question asks for what is so now
NOW = re.compile(
    r"\b(?:now|nowadays|currently|current|latest|newest|today|at present|presently|up to date|"
    r"these days|so far|most recent(?:ly)?|"
    r"agora|atual(?:mente)?|actual(?:mente)?|hoje|mais recentes?|neste momento|até à data)\b"
    r"|而家|依家|現在|现在|目前|最新|現時|现时|現今|现今|當前|当前|至今|迄今|今日|今天",
    re.IGNORECASE,
)
# in a Chinese value, what another word for its precision would only repeat
SAID = re.compile("[多餘余]|以[上下內内]|左右|上下")


def notices(
    citations: Sequence[Citation],
    documents: Mapping[str, Document],
    question: str = "",
    language: Language = "en",
) -> tuple[Notice, ...]:
    """The notices that the citations of an answer call for: always the same for the same four.

    `conflict` and `superseded` where two sources give different values for what the question
    asks for; `older-than` where it asks for what is so now and no source is of the last years
    before the newest document; `undated` for the sources without a date, and `stated-as-is`
    with each brief's own note, as it is written. `question` is the one that was answered, complete
    in itself, and `language` the one that they are said in; values keep the words of the quote.
    """
    return (
        *_differences(citations, documents, question, language),
        *_older_than(citations, documents, question, language),
        *_undated(citations, language),
        *_stated_as_is(citations, documents),
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """A value that a cited source gives, in the words of the quote, and the date that orders it."""

    citation: Citation
    value: str
    precision: Precision
    date: str

    def told(self, saying: Literal["value", "dated-value"], language: Language) -> str:
        """The value with its marker, and with the source's own date where that is asked."""
        date = self.citation.date or (
            say("of-a-year", language, year=self.date[:4])
            if self.date
            else say("no-date", language)
        )
        value = self._with_precision(language)
        return say(saying, language, value=value, date=date, marker=self.citation.marker)

    def _with_precision(self, language: Language) -> str:
        said = language.startswith("zh") and SAID.search(self.value)
        if not self.precision or said:
            return self.value
        return say(self.precision, language, value=self.value)


def _differences(
    citations: Sequence[Citation],
    documents: Mapping[str, Document],
    question: str,
    language: Language,
) -> Iterator[Notice]:
    """For the first citation that differs from later ones: a notice of each kind, of them all."""
    statements = [_statement(one, documents) for one in citations] if question else []
    for place, first in enumerate(statements):
        found: dict[str, list[tuple[_Given, _Given]]] = {"conflict": [], "superseded": []}
        for further in range(place + 1, len(statements)):
            second = statements[further]
            one, other = citations[place], citations[further]
            relation = _original(one) != _original(other) and compare(first, second, question)
            if relation:
                given = (_given(one, first, relation, 0), _given(other, second, relation, 1))
                found[relation.kind].append(given)
        yield from _conflict(found["conflict"], language)
        yield from _superseded(found["superseded"], language)
        if any(found.values()):
            return


def _conflict(found: Sequence[tuple[_Given, _Given]], language: Language) -> Iterator[Notice]:
    if found:
        given = [found[0][0], *(other for _, other in found)]
        values = say("value-list", language).join(one.told("value", language) for one in given)
        text = say("conflict", language, values=values)
        yield Notice("conflict", text, tuple(one.citation.marker for one in given))


def _superseded(found: Sequence[tuple[_Given, _Given]], language: Language) -> Iterator[Notice]:
    if found:
        given = [found[0][0], *(other for _, other in found)]
        in_order = sorted(given, key=lambda one: one.date, reverse=True)
        newest, *older = (one.told("dated-value", language) for one in in_order)
        text = say(
            "superseded",
            language,
            newest=newest,
            older=say("older-list", language).join(
                say("older", language, value=value) for value in older
            ),
        )
        yield Notice("superseded", text, tuple(sorted(one.citation.marker for one in given)))


def _original(citation: Citation) -> str:
    return citation.translation_of or citation.doc_id


def _statement(citation: Citation, documents: Mapping[str, Document]) -> Statement:
    """What is cited; of a twin, the sentence of its original, so that all are in one language."""
    quoted = Statement(citation.quote, documents[citation.doc_id])
    return in_original(quoted, citation.span.start, documents) or quoted


def _given(citation: Citation, statement: Statement, relation: Relation, side: int) -> _Given:
    """The value of one side; of a twin's quote, the same one in its own words."""
    span = relation.values[side]
    figures = figures_of(statement.quote, statement.document.language)
    figure = next((one for one in figures if one.span == span), None)
    value = span.of(statement.quote)
    if figure and statement.quote != citation.quote:
        language = language_of(citation.quote)
        same = (one for one in figures_of(citation.quote, language) if same_value(one, figure))
        value = next((one.span.of(citation.quote) for one in same), value)
    return _Given(citation, value, figure.precision if figure else "", relation.dates[side])


def _older_than(
    citations: Sequence[Citation],
    documents: Mapping[str, Document],
    question: str,
    language: Language,
) -> Iterator[Notice]:
    """The newest document stands for today: no clock is asked, so that a replay says the same."""
    cited = max((one.date for one in citations), default="")
    newest = max((one.date for one in documents.values()), default="")
    if cited and NOW.search(question) and _months(newest, 1) - _months(cited, 12) > 12 * YEARS_OLD:
        markers = tuple(one.marker for one in citations if one.date == cited)
        text = say("older-than", language, date=cited, newest=newest)
        yield Notice("older-than", text, markers)


def _months(date: str, unknown: int) -> int:
    """Months since year 0; `unknown` stands for the month of a date that is a year."""
    return 12 * int(date[:4]) + (int(date[5:7]) if len(date) > len("2024") else unknown)


def _undated(citations: Sequence[Citation], language: Language) -> Iterator[Notice]:
    markers = tuple(citation.marker for citation in citations if not citation.date)
    if markers:
        yield Notice("undated", say("undated", language), markers)


def _stated_as_is(
    citations: Sequence[Citation], documents: Mapping[str, Document]
) -> Iterator[Notice]:
    markers: dict[str, list[int]] = {}
    for citation in citations:
        markers.setdefault(citation.doc_id, []).append(citation.marker)
    for doc_id, known in markers.items():
        note = documents[doc_id].note
        if note:
            yield Notice("stated-as-is", note, tuple(known))
