"""Have an answer written from its citations, and keep of it what they support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gbaqa.answering.writing.prompting import NONE, prompt
from gbaqa.answering.writing.splitting import sentences
from gbaqa.answering.writing.supporting import Support
from gbaqa.errors import GbaqaError
from gbaqa.types import Citation, Generator, Language, Sentence

MAX_SENTENCES = 12  # that are looked at; asked for are four
MAX_SENTENCE = 600  # characters
MAX_SHOWN = 200  # characters of a dropped sentence


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that is not shown as an answer, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Written:
    """What a language model wrote: the sentences that its quotes support, and the others.

    `failed` says in one line why nothing was written, where nothing was. Where there is no
    sentence, the quoted answer is what to show.
    """

    sentences: tuple[Sentence, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    model: str = ""
    failed: str = ""


def write(
    question: str,
    citations: Sequence[Citation],
    generator: Generator,
    *,
    support: Support,
    language: Language,
    model: str = "",
) -> Written:
    """An answer in the language, of sentences that each stand on the quotes they cite.

    Never raises for what the model or its server does: `failed` tells of it.
    """
    try:
        text = generator.generate(prompt(question, citations, language))
    except GbaqaError as error:
        return Written(model=model, failed=str(error))
    if text.strip().strip(".").upper() == NONE:
        return Written(model=model, failed="the language model found no answer in the evidence")
    found = sentences(text, language)
    kept, dropped = [], []
    for place, sentence in enumerate(found):
        reason = (
            f"only the first {MAX_SENTENCES} sentences are looked at"
            if place >= MAX_SENTENCES
            else fault(sentence, citations, language=language, support=support)
        )
        if reason is None and sentence not in kept:
            kept.append(sentence)
        elif reason is not None:
            dropped.append(Dropped(sentence.text[:MAX_SHOWN], reason))
    return Written(tuple(kept), tuple(dropped), model)


def fault(
    sentence: Sentence, citations: Sequence[Citation], *, language: Language, support: Support
) -> str | None:
    """Why a sentence cannot be shown, in plain words; None where its quotes support it."""
    if not sentence.markers:
        return "it has no marker"
    if len(sentence.text) > MAX_SENTENCE:
        return f"it is longer than {MAX_SENTENCE} characters"
    quotes = {one.marker: one.quote for one in citations}
    for marker in sentence.markers:
        if marker not in quotes:
            return f"marker [{marker}] was not offered"
    return support.unsupported(
        sentence.text, [quotes[marker] for marker in sentence.markers], language
    )


def as_json(written: Written) -> dict[str, Any]:
    """The object "written" of an answer; `failed` is left out where nothing failed.

    >>> as_json(Written((Sentence("It opened in 2018.", (1,)),), model="small"))
    {'model': 'small', 'sentences': [{'text': 'It opened in 2018.', 'markers': [1]}], 'dropped': []}
    """
    return {
        "model": written.model,
        "sentences": [
            {"text": one.text, "markers": list(one.markers)} for one in written.sentences
        ],
        "dropped": [{"text": one.text, "reason": one.reason} for one in written.dropped],
        **({"failed": written.failed} if written.failed else {}),
    }


def faults_of_written(
    written: object,
    citations: Sequence[Citation],
    *,
    language: Language,
    support: Support,
) -> list[str]:
    """Why the object "written" of an answer does not hold; empty when each sentence does.

    With a Support that has no encoder, all is checked again but the similarity, which another
    encoder would tell otherwise.

    >>> faults_of_written({"model": "", "sentences": [{"text": "It is.", "markers": [2]}],
    ...                    "dropped": []}, (), language="en", support=Support())
    ['written sentence 1: marker [2] was not offered']
    """
    if not _is_written(written):
        return ["written must be an object of model, sentences and dropped, as gbaqa ask prints it"]
    assert isinstance(written, Mapping)  # noqa: S101 - for mypy
    found = []
    for number, one in enumerate(written["sentences"], start=1):
        sentence = Sentence(one["text"], tuple(one["markers"]))
        reason = fault(sentence, citations, language=language, support=support)
        if reason is not None:
            found.append(f"written sentence {number}: {reason}")
    return found


def _is_written(written: object) -> bool:
    match written:
        case {"model": str(), "sentences": [*told], "dropped": [*dropped]}:
            return all(map(_is_sentence, told)) and all(map(_is_dropped, dropped))
    return False


def _is_sentence(one: object) -> bool:
    match one:
        case {"text": str(), "markers": [*markers]}:
            return all(type(marker) is int for marker in markers)
    return False


def _is_dropped(one: object) -> bool:
    match one:
        case {"text": str(), "reason": str()}:
            return True
    return False
