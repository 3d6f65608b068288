"""Forge what only some parts of an answer have, and the documents that it is held against."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from random import Random
from typing import Any

from gbaqa.types import Document
from tests.answering.forging import (
    Case,
    Forger,
    Json,
    another_text,
    cited,
    in_answer,
    same,
)


def in_citation(change: Callable[[Json, Random], object]) -> Forger:
    return in_answer(
        lambda answer, random: (
            change(random.choice(cited(answer)), random) if cited(answer) else False
        )
    )


def citation_text(field: str) -> Forger:
    def change(citation: Json, random: Random) -> None:
        citation[field] = another_text(citation[field] or "", random)

    return in_citation(change)


def offsets(*fields: str) -> Forger:
    def change(citation: Json, random: Random) -> None:
        step = random.choice((1, -1))
        for field in fields:
            citation[field] += step

    return in_citation(change)


def other_kind(value: Any, random: Random) -> Any:
    """A number as a text, a truth or a broken number; a text or nothing as something else."""
    if isinstance(value, int):
        return random.choice([str(value), float(value), value == 1, None, [value]])
    return random.choice([0, False, [], {}, [value]])


def citation_kind(citation: Json, random: Random) -> None:
    field = random.choice(sorted(citation))
    citation[field] = other_kind(citation[field], random)


def another_marker(citation: Json, random: Random) -> None:
    citation["marker"] += random.choice((1, -1, 10))


def smuggled(citation: Json, random: Random) -> None:
    citation[random.choice(("note", "text", "Quote"))] = "It is free."


def key_beyond(citation: Json, random: Random) -> None:
    beyond = {"start": citation["start"], "end": citation["end"]}
    beyond[random.choice(("start", "end"))] += random.choice((-10_000, 10_000))
    citation["key"] = beyond


def key_within(citation: Json, random: Random) -> object:
    """Some other stretch of the quote, or none."""
    start, end = citation["start"], citation["end"]
    whole, first = {"start": start, "end": end}, {"start": start, "end": start + 1}
    others: list[Any] = [one for one in (None, whole, first) if one != citation["key"]]
    citation["key"] = random.choice(others)
    return True


def passage_number(citation: Json, random: Random) -> None:
    citation["passage_id"] = f"{citation['doc_id']}#{random.randrange(5000, 10_000):04}"


def sentence_text(answer: Json, random: Random) -> object:
    if not answer["sentences"]:
        return False
    sentence = random.choice(answer["sentences"])
    sentence["text"] = another_text(sentence["text"], random)
    return True


def sentence_and_quote(answer: Json, random: Random) -> object:
    """The same character in both: only the document tells."""
    if not answer["sentences"]:
        return False
    at = random.randrange(len(answer["citations"]))
    text = another_text(answer["citations"][at]["quote"], random)
    answer["citations"][at]["quote"] = answer["sentences"][at]["text"] = text
    return True


def sentence_kind(answer: Json, random: Random) -> object:
    if not answer["sentences"]:
        return False
    sentence = random.choice(answer["sentences"])
    marker = sentence["markers"][0]
    sentence["markers"] = random.choice(
        [[str(marker)], [float(marker)], [marker == 1], [], [marker, marker], marker]
    )
    return True


def dropped_nearest_but_the_last(answer: Json, random: Random) -> object:
    if len(answer["nearest"]) < 2:
        return False
    del answer["nearest"][random.randrange(len(answer["nearest"]) - 1)]
    return True


def nearest_added(answer: Json, random: Random) -> object:
    if answer["nearest"]:
        return False
    answer["nearest"] = deepcopy(answer["citations"][:1])
    return bool(answer["nearest"])


def last_nearest_dropped(answer: Json, random: Random) -> object:
    return bool(answer["nearest"]) and bool(answer["nearest"].pop())


def last_sentence_cut(answer: Json, random: Random) -> object:
    """With its citation, where no notice speaks of it: what is left is an honest answer, too."""
    last = len(answer["sentences"])
    if last < 2 or any(last in one["markers"] for one in answer["notices"]):
        return False
    answer["sentences"].pop()
    answer["citations"].pop()
    return True


def turned_round(answer: Json, random: Random) -> object:
    """Sentences and citations in another order, numbered anew."""
    if len(answer["sentences"]) < 2 or answer["notices"]:
        return False
    for kind in ("sentences", "citations"):
        answer[kind].reverse()
    for number, (sentence, one) in enumerate(
        zip(answer["sentences"], answer["citations"], strict=True), start=1
    ):
        sentence["markers"], one["marker"] = [number], number
    return True


def nearest_turned_round(answer: Json, random: Random) -> object:
    if len(answer["nearest"]) < 2 or answer["reason"]["markers"]:
        return False
    answer["nearest"].reverse()
    for number, one in enumerate(answer["nearest"], start=1):
        one["marker"] = number
    return True


def notice(field: str) -> Forger:
    def change(answer: Json, random: Random) -> object:
        if not answer["notices"]:
            return False
        one = random.choice(answer["notices"])
        if field == "markers":
            one[field] = random.choice(
                [[*one[field], 9], one[field][1:], [float(at) for at in one[field]] or [1]]
            )
        else:
            one[field] = another_text(one[field], random)
        return True

    return in_answer(change)


def notice_added(answer: Json, random: Random) -> object:
    forged = {"kind": "undated", "text": "It has no date.", "markers": [1]}
    answer["notices"].insert(random.randrange(len(answer["notices"]) + 1), forged)
    return True


def another_status(answer: Json, random: Random) -> None:
    others = {"answered", "not_found", "Answered", "", None, True} - {answer["status"]}
    answer["status"] = random.choice(sorted(others, key=repr))


def reason(change: Callable[[Json, Json, Random], object]) -> Forger:
    return in_answer(
        lambda answer, random: (
            change(answer["reason"], answer, random) if "reason" in answer else False
        )
    )


def reason_set(field: str, *others: Any) -> Forger:
    def change(found: Json, answer: Json, random: Random) -> None:
        found[field] = random.choice([one for one in others if not same(one, found[field])])

    return reason(change)


def reason_text(found: Json, answer: Json, random: Random) -> object:
    found["text"] = another_text(found["text"], random) or "x"
    return True


def reason_markers(found: Json, answer: Json, random: Random) -> object:
    """Those of other nearest citations."""
    others = [[], *([at] for at in range(1, len(answer["nearest"]) + 1))]
    others = [one for one in others if one != found["markers"]]
    if not others:
        return False
    found["markers"] = random.choice(others)
    return True


def choice(found: Json, answer: Json, random: Random) -> None:
    found["choices"].append("What is the fee?")


def index_encoder(answer: Json, random: Random) -> None:
    answer["index"]["encoder"] = another_text(answer["index"]["encoder"], random)


def index_generation(answer: Json, random: Random) -> None:
    answer["index"]["generation"] = another_text(answer["index"]["generation"], random)


def field_added(answer: Json, random: Random) -> None:
    answer[random.choice(("advice", "Reason", "text"))] = "Pay."


def field_dropped(answer: Json, random: Random) -> None:
    del answer[random.choice(sorted(answer.keys() - {"carried_over", "also_searched", "sha256"}))]


def changed(one: Document, **fields: Any) -> Document:
    """As it is read after the file was changed: its digest is another."""
    made = replace(one, **fields)
    return replace(made, sha256=hashlib.sha256(repr(made).encode()).hexdigest())


def of_cited(change: Callable[[Document, Random], Document | None]) -> Forger:
    """One of the cited documents is another or, for None, gone."""

    def forge(honest: Case, random: Random) -> Case | None:
        names = sorted({one["doc_id"] for one in cited(honest.answer)})
        if not names:
            return None
        name = random.choice(names)
        documents = {key: one for key, one in honest.documents.items() if key != name}
        later = change(honest.documents[name], random)
        return replace(honest, documents={**documents, name: later} if later else documents)

    return forge


def document_text(one: Document, random: Random) -> Document:
    return changed(one, text=another_text(one.text, random))


def document_date(one: Document, random: Random) -> Document:
    return changed(one, date="1999" if one.date != "1999" else "2000")


def document_note(one: Document, random: Random) -> Document:
    return changed(one, note=another_text(one.note, random))


def stale(honest: Case, random: Random) -> Case | None:
    """A document that is not cited was changed: the index is not of these documents."""
    others = sorted(honest.documents.keys() - {one["doc_id"] for one in cited(honest.answer)})
    if not others:
        return None
    name = random.choice(others)
    later = document_text(honest.documents[name], random)
    generation = hashlib.sha256(later.sha256.encode()).hexdigest()[:16]
    return replace(honest, documents={**honest.documents, name: later}, generation=generation)
