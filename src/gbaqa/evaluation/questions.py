"""Read the questions and dialogues of a dataset, each with what answers it."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeAlias

from gbaqa.evaluation.lines import Line
from gbaqa.types import LANGUAGES, Language

AnswerKeys: TypeAlias = tuple[tuple[str, ...], ...]  # key facts, each in its accepted forms


@dataclass(frozen=True, slots=True)
class Value:
    """What one document gives where documents differ, and its date, "" where it is not known."""

    doc_id: str
    text: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the documents and key facts that answer it, or none where none does.

    `evidence` holds the sentences that answer, each in its accepted wordings; `type` is what
    kind of question it is; `values` are what documents give that differ. All may be empty.
    """

    question_id: str
    language: Language
    text: str
    answerable: bool
    docs: tuple[str, ...]
    answer_keys: AnswerKeys
    evidence: AnswerKeys = ()
    type: str = ""
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class DialogueTurn:
    """What the user says, the same said so that it stands alone, and what answers it."""

    user: str
    standalone: str
    docs: tuple[str, ...]
    answer_keys: AnswerKeys


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Turns in order, asked one after the other."""

    dialogue_id: str
    language: Language
    turns: tuple[DialogueTurn, ...]


def question(question_id: str, line: Line, *, documents: AbstractSet[str] | None) -> Question:
    """A line of questions.jsonl; `documents` is None where the corpus is not the dataset's own.

    An answerable question has documents and key facts; one that is not may leave both out. A
    blank one is refused when it is asked.
    """
    answerable = line.flag("answerable")
    docs = _docs(line, documents) if answerable or "docs" in line.fields else ()
    keys = line.keys("answer_keys") if answerable or "answer_keys" in line.fields else ()
    if answerable and not docs:
        line.fault("answerable, but field 'docs' is empty, expected an id or more; add the best")
    if answerable and not keys:
        line.fault("answerable, but field 'answer_keys' is empty, expected a key fact; add one")
    return Question(
        question_id=question_id,
        language=_language(line),
        text=line.text_or_blank("question"),
        answerable=answerable,
        docs=docs,
        answer_keys=keys,
        evidence=line.wordings("evidence") if "evidence" in line.fields else (),
        type=line.text_or_blank("type", default=""),
        values=tuple(_values(line, documents)) if "values" in line.fields else (),
    )


def dialogue(dialogue_id: str, line: Line, *, documents: AbstractSet[str] | None) -> Dialogue:
    """A line of dialogues.jsonl; a turn without key facts is asked but not scored."""
    turns = tuple(_turn(turn, documents) for turn in line.objects("turns"))
    return Dialogue(dialogue_id, _language(line), turns)


def _turn(line: Line, documents: AbstractSet[str] | None) -> DialogueTurn:
    turn = DialogueTurn(
        user=line.text("user"),
        standalone=line.text("standalone"),
        docs=_docs(line, documents),
        answer_keys=line.keys("answer_keys"),
    )
    if turn.answer_keys and not turn.docs:
        line.fault(f"{line.within}has key facts, but field 'docs' is empty; add what answers")
    return turn


def _values(line: Line, documents: AbstractSet[str] | None) -> Iterator[Value]:
    for one in line.objects("values"):
        doc_id = one.text("doc")
        if documents is not None and doc_id not in documents:
            line.fault(f"{one.within}document {doc_id!r} is not in corpus.jsonl; mend it")
        yield Value(doc_id, one.text("value"), one.text_or_blank("date", default=""))


def _docs(line: Line, documents: AbstractSet[str] | None) -> tuple[str, ...]:
    docs = line.texts("docs")
    for doc in docs:
        if documents is not None and doc not in documents:
            line.fault(f"{line.within}document {doc!r} is not in corpus.jsonl; add it or drop it")
    return docs


def _language(line: Line) -> Language:
    language = line.text("language")
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        line.fault(f"field 'language' is {language!r}, expected one of {known}; change it")
    return language
