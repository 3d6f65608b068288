"""An honest answer and an honest "not found" over three documents, and every way to spoil them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

from gbaqa.answering.citing import cite
from gbaqa.answering.exchanges import Exchange
from gbaqa.answering.notices import notices
from gbaqa.answering.receipts import as_json
from gbaqa.answering.replaying import digest
from gbaqa.types import (
    Answer,
    Citation,
    Collection,
    Document,
    Evidence,
    NoAnswer,
    Passage,
    Query,
    Reason,
    Sentence,
    Span,
)

Json = dict[str, Any]
TEXTS = {
    "fee": "The fee is 100 patacas. It is due in May.",
    "park": "The park covers 19.1 hectares.",
    "tax.zh-Hant": "橫琴的稅率是15%。𠮷也是。",  # the second sentence begins beyond 16 bits
}
DOCUMENTS = {
    doc_id: Document(
        doc_id,
        f"Title of {doc_id}",
        text,
        publisher="Gazette",
        date="2024-05",
        url="https://example.org/" + doc_id,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        translation_of="tax" if doc_id.startswith("tax") else None,
        note="Stated in patacas." if doc_id == "fee" else "",
    )
    for doc_id, text in TEXTS.items()
}
COLLECTION = Collection(
    DOCUMENTS,
    {
        f"{doc_id}#0000": Passage(f"{doc_id}#0000", doc_id, Span(0, len(text)), (), "en")
        for doc_id, text in TEXTS.items()
    },
)
FEE, *OTHERS = cite(
    [
        Evidence("fee#0000", Span(24, 41), 0.9),
        Evidence("park#0000", Span(0, 30), 0.8),
        Evidence("tax.zh-Hant#0000", Span(10, 14), 0.7),
    ],
    COLLECTION,
)
CITATIONS = (replace(FEE, key=Span(37, 40)), *OTHERS)
REASON = Reason(
    "false-premise", "The park has no fee.", choices=("How large is the park?",), markers=(2,)
)
BEYOND: list[Any] = [  # no stretch within the quote of any of them
    {"start": 0, "end": 41},
    {"start": 37, "end": 37},
    {"start": 36, "end": 42},
    {"start": 37.0, "end": 40},
    {"start": True, "end": 40},
    {"start": 37},
    {"start": 37, "end": 40, "text": "May"},
]
GARBAGE: list[Any] = [None, True, False, 0, -1, 1.0, "", "x", [], {}, [[]], {"a": [{}]}, [1], "1"]


def exchanged(reply: Answer | NoAnswer) -> Json:
    timings = {"retrieve": 1.0, "answer": 2.0, "total": 3.0}
    made = as_json(Exchange("fee?", "fee?", reply, "g" * 16, "bag-of-words", timings))
    read: Json = json.loads(json.dumps(made))
    return read


def answered(
    citations: tuple[Citation, ...] = CITATIONS, documents: Mapping[str, Document] = DOCUMENTS
) -> Json:
    """A sentence for each citation; read from JSON, as `gbaqa verify` does."""
    sentences = tuple(Sentence(one.quote, (one.marker,)) for one in citations)
    return exchanged(
        Answer(Query("fee?"), sentences, citations, 0.9, notices(citations, documents))
    )


def not_found(reason: Reason = REASON) -> Json:
    return exchanged(NoAnswer(Query("fee?"), reason, CITATIONS, 0.2))


def sealed(answer: Json) -> Json:
    """The same with the digest that it should have, as a forger would give it."""
    return {**answer, "sha256": digest(answer)}


def spoilt(honest: Json, *place: str | int, to: object) -> Json:
    """A copy in which the value at that place is another."""
    copy = deepcopy(honest)
    inner: Any = copy
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = to
    return copy


def without(honest: Json, *place: str | int) -> Json:
    copy = deepcopy(honest)
    inner: Any = copy
    for key in place[:-1]:
        inner = inner[key]
    del inner[place[-1]]
    return copy


def swapped(honest: Json, kind: str, field: str | None = None) -> Iterator[tuple[str, Json]]:
    """Any two parts, or one field of any two parts, in each other's place."""
    for one in range(3):
        for other in range(one):
            copy = deepcopy(honest)
            parts = copy[kind]
            if field is None:
                parts[one], parts[other] = parts[other], parts[one]
            else:
                a, b = parts[one], parts[other]
                a[field], b[field] = b[field], a[field]
            yield f"{kind} {other} and {one}: {field or 'all'} swapped", copy


def changes_of_text(text: str) -> Iterator[str]:
    for place, character in enumerate(text):
        yield text[:place] + chr(ord(character) ^ 1) + text[place + 1 :]
        yield text[:place] + text[place + 1 :]
    yield from (text + " ", " " + text, text.upper() + "!", text[::-1] + ".")


def spoilt_citations(honest: Json, kind: str) -> Iterator[tuple[str, Json]]:
    """Every field of every citation: garbage, missing, another character, another number."""
    place: tuple[str | int, ...]
    for number, citation in enumerate(honest[kind]):
        for field, value in citation.items():
            place = (kind, number, field)
            yield f"{place} dropped", without(honest, *place)
            others = [bad for bad in GARBAGE if bad != value or type(bad) is not type(value)]
            if field == "key":  # which part of a quote answers, if any, no document can tell
                others = [bad for bad in others if bad is not None]
                others += BEYOND
            if isinstance(value, str) and field != "passage_id":
                others += changes_of_text(value)
            if type(value) is int:
                others += [value + 1, value - 1, -value - 1, value + 10**6, float(value)]
            for bad in others:
                yield f"{place} = {bad!r}", spoilt(honest, *place, to=bad)
        for bad in ("fee", "fee#", "#0000", "other#0000", "fee#0000x", "fee#x", "fee#1"):
            place = (kind, number, "passage_id")
            yield f"{place} = {bad!r}", spoilt(honest, *place, to=bad)
        yield f"{kind} {number} dropped", without(honest, kind, number)
        for bad in GARBAGE:
            place = (kind, number)
            yield f"{place} = {bad!r}", spoilt(honest, *place, to=bad)
    fields = ("doc_id", "passage_id", "title", "url", "quote", "start", "end", "doc_sha256")
    for swap in (None, "marker", *fields):
        yield from swapped(honest, kind, swap)
    yield f"{kind} doubled", spoilt(honest, kind, to=honest[kind] * 2)
    yield f"{kind} and one more", spoilt(honest, kind, to=[*honest[kind], honest[kind][0]])
    for bad in GARBAGE:
        if bad != []:
            yield f"{kind} = {bad!r}", spoilt(honest, kind, to=bad)


def spoilt_sentences(honest: Json) -> Iterator[tuple[str, Json]]:
    for number, sentence in enumerate(honest["sentences"]):
        for bad in (*changes_of_text(sentence["text"]), *GARBAGE):
            place: tuple[str | int, ...] = ("sentences", number, "text")
            yield f"{place} = {bad!r}", spoilt(honest, *place, to=bad)
        own = sentence["markers"]
        odd: list[Any] = [[], own * 2, [own[0] + 1], [*own, 9], [True], [1.0], ["1"], [[]], [{}]]
        for bad in (*odd, *(bad for bad in GARBAGE if bad != own)):
            place = ("sentences", number, "markers")
            yield f"{place} = {bad!r}", spoilt(honest, *place, to=bad)
        for field in ("text", "markers"):
            yield f"{field} {number} dropped", without(honest, "sentences", number, field)
        yield f"sentence {number} dropped", without(honest, "sentences", number)
    yield from swapped(honest, "sentences", "text")
    yield from swapped(honest, "sentences", "markers")
    for bad in GARBAGE:
        yield f"sentences = {bad!r}", spoilt(honest, "sentences", to=bad)
