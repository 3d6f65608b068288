"""Every kind of forgery, and as many of them as are wanted, drawn with a seed.

What documents refute is caught even after the forger has given the answer the digest that it
should have; what is in `DIGEST_ALONE` is caught by the digest and by nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from tests.answering.forging import (
    Case,
    Forger,
    another,
    doubled,
    dropped,
    in_answer,
    set_to,
    swapped,
    swapped_but,
)
from tests.answering.forging_parts import (
    another_marker,
    another_status,
    choice,
    citation_kind,
    citation_text,
    document_date,
    document_note,
    document_text,
    dropped_nearest_but_the_last,
    field_added,
    field_dropped,
    in_citation,
    index_encoder,
    index_generation,
    key_beyond,
    key_within,
    last_nearest_dropped,
    last_sentence_cut,
    nearest_added,
    nearest_turned_round,
    notice,
    notice_added,
    of_cited,
    offsets,
    passage_number,
    reason,
    reason_markers,
    reason_set,
    reason_text,
    sentence_and_quote,
    sentence_kind,
    sentence_text,
    smuggled,
    stale,
    turned_round,
)

REFUTED: dict[str, Forger] = {
    "a character of a sentence": in_answer(sentence_text),
    "a character of a quote": citation_text("quote"),
    "a character of a quote and its sentence": in_answer(sentence_and_quote),
    "an offset moved by one: start": offsets("start"),
    "an offset moved by one: end": offsets("end"),
    "both offsets moved by one": offsets("start", "end"),
    "a citation's marker": in_citation(another_marker),
    "citations swapped": swapped("citations"),
    "citations swapped, markers kept": swapped_but("citations", "marker"),
    "quotes swapped": swapped("citations", "quote"),
    "offsets swapped": swapped("citations", "start", "end"),
    "nearest beside an answer": in_answer(nearest_added),
    "nearest swapped": swapped("nearest"),
    "nearest dropped": in_answer(dropped_nearest_but_the_last),
    "nearest doubled": doubled("nearest"),
    "nearest doubled, renumbered": doubled("nearest", renumbered=True),
    "markers swapped": swapped("sentences", "markers"),
    "sentences reordered": swapped("sentences"),
    "sentences swapped, markers kept": swapped_but("sentences", "markers"),
    "a sentence dropped": dropped("sentences"),
    "a sentence doubled": doubled("sentences"),
    "a citation dropped": dropped("citations"),
    "a citation doubled": doubled("citations"),
    "a citation doubled, renumbered": doubled("citations", renumbered=True),
    **{
        f"a character of a citation's {field}": citation_text(field)
        for field in "doc_id title publisher date url doc_sha256 translation_of".split()
    },
    "a citation's passage of another document": in_citation(
        lambda one, random: one.update(passage_id="x" + one["passage_id"])
    ),
    "a citation's field of another kind": in_citation(citation_kind),
    "a citation's field added": in_citation(smuggled),
    "a key beyond its quote": in_citation(key_beyond),
    "a sentence's markers of another kind": in_answer(sentence_kind),
    "a notice's text": notice("text"),
    "a notice's kind": notice("kind"),
    "a notice's markers": notice("markers"),
    "a notice dropped": dropped("notices"),
    "a notice doubled": doubled("notices"),
    "a notice added": in_answer(notice_added),
    "notices reordered": swapped("notices"),
    "another status": in_answer(another_status),
    "a language that is none": set_to("language", "EN", "", "fr", None, 1),
    "a confidence that is none": set_to("confidence", 1, 0, True, "0.9", None, 1.5, -0.1),
    "a question that is none": set_to("question", None, 1, ["x"], True),
    "a reason's kind that is none": reason_set("kind", "Attribute", "", None, 1),
    "a reason's text that is none": reason_set("text", "", None, 1, ["x"]),
    "a reason's choices that are none": reason_set("choices", "x", None, [1], {}),
    "a reason's markers that none bears": reason_set("markers", [9], [0], [True], [1.0], ["1"], 1),
    "a field added": in_answer(field_added),
    "a field dropped": in_answer(field_dropped),
    "the generation": in_answer(index_generation),
    "a cited document changed by a character": of_cited(document_text),
    "a cited document with another date": of_cited(document_date),
    "a cited document with another note": of_cited(document_note),
    "a cited document gone": of_cited(lambda one, random: None),
    "a stale index": stale,
}
DIGEST_ALONE: dict[str, Forger] = {
    "another confidence": set_to("confidence", 0.5, 0.99, 1.0, 0.0),
    "a character of the question": another("question"),
    "a character of the standalone question": another("standalone_question"),
    "a character of what was searched besides": another("also_searched"),
    "words carried over": set_to("carried_over", ["fee"], []),
    "another language": set_to("language", "en", "zh-Hant", "zh-Hans", "pt"),
    "another key": in_citation(key_within),
    "another passage of the document": in_citation(passage_number),
    "the last sentence cut off": in_answer(last_sentence_cut),
    "the answer turned round": in_answer(turned_round),
    "the last nearest dropped": in_answer(last_nearest_dropped),
    "nearest turned round": in_answer(nearest_turned_round),
    "another reason": reason_set("kind", "attribute", "another-year", "ambiguous"),
    "a character of the reason": reason(reason_text),
    "a choice added": reason(choice),
    "other markers of the reason": reason(reason_markers),
    "the encoder": in_answer(index_encoder),
}
FORGERS = {**REFUTED, **DIGEST_ALONE}


@dataclass(frozen=True, slots=True)
class Forgery:
    """`kind` is a key of FORGERS; `case` holds the digest of the honest answer."""

    kind: str
    case: Case


def forgeries(honest: Sequence[Case], *, count: int, seed: int) -> Iterator[Forgery]:
    """`count` of them, kinds by turns, each of an answer drawn at random that allows it."""
    random = Random(seed)  # noqa: S311  # a seeded draw, no secret
    able = {name: list(honest) for name in FORGERS}
    made = 0
    while made < count and any(able.values()):
        for name, forger in FORGERS.items():
            forged = None
            while able[name] and forged is None and made < count:
                at = random.randrange(len(able[name]))
                forged = forger(able[name][at], random)
                if forged is None:  # no such thing in that one
                    del able[name][at]
            if forged is not None:
                made += 1
                yield Forgery(name, forged)


def passed(forged: Sequence[Forgery]) -> list[Forgery]:
    """Those that a reader would take for honest: sealed again or not, as the kind allows."""
    return [
        one
        for one in forged
        if not one.case.faults() or (one.kind in REFUTED and not one.case.sealed().faults())
    ]
