"""Make training groups: a question with sentences that answer it and sentences that do not."""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scripts.training.examples import in_training_half

from gbaqa.answering.asking import Assistant
from gbaqa.answering.gathering import lead_of
from gbaqa.evaluation.matching import holds
from gbaqa.indexing.encoding import TextEncoder
from gbaqa.text.sentences import sentence_spans
from gbaqa.text.terms import terms

MOST = 24  # sentences of a group that do not answer
POLICYQA = 1500  # of its 3,809 questions, many of which are worded alike
ALIKE = 0.8  # from this cosine with the evidence, a sentence of another document may say the same
SHORTEST = 15  # characters of a sentence
NUMBER = re.compile(r"\b\d+(?:st|nd|rd|th)?\b")
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with what leads up to it; `answers` tells whether it answers.

    `start` and `end` are those of the answer in the sentence, 0 and 0 where they are not known.
    """

    lead: str
    text: str
    answers: bool
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A question of a data set and the lines to choose among; none answers an unanswerable one."""

    dataset: str
    question: str
    lines: tuple[Line, ...]


def groups(public: Path, project: Path, assistant: Assistant) -> list[Group]:
    """Those of every part that may be trained on, in one order for one seed."""
    found = [
        *_squad2(public / "squad2"),
        *_clapnq(public / "clapnq"),
        *_policyqa(public / "policyqa" / "dev.json"),
        *_chunking(public / "chunking_evaluation", assistant.opened.encoder),
        *_own(project, assistant),
    ]
    return [*found, *_altered(found)]


def _sentences(text: str) -> list[str]:
    found = [span.of(text) for span in sentence_spans(text, language="en")]
    return [one for one in found if len(one) >= SHORTEST]


def _lines_of(
    lead: str, sentences: Sequence[str], keys: Sequence[str], question: str
) -> tuple[Line, ...]:
    """Lines of one passage; of several sentences with the key, the one nearest to the question."""
    holding = [one for one in sentences if any(holds(one, key) for key in keys)]
    wanted = set(terms(question))
    best = max(holding, key=lambda one: len(wanted & set(terms(one))), default=None)
    kept = []
    for one in sentences:
        if one == best:
            kept.append(Line(lead, one, True, *_place(one, keys)))
        elif one not in holding:
            kept.append(Line(lead, one, False))
    return tuple(kept)


def _place(text: str, keys: Sequence[str]) -> tuple[int, int]:
    for key in keys:
        start = text.lower().find(key.lower())
        if start >= 0:
            return start, start + len(key)
    return 0, 0


def _squad2(folder: Path) -> Iterator[Group]:
    passages = _passages(folder)
    for line in _jsonl(folder / "questions.jsonl"):
        passage = passages[line["passage"]]
        if not in_training_half(passage["title"]):
            continue
        keys = [form for forms in line["answer_keys"] for form in forms]
        found = _lines_of(passage["title"], _sentences(passage["text"]), keys, line["question"])
        if found and any(one.answers for one in found) == line["answerable"]:
            yield Group("squad2", line["question"], found[: MOST + 1])


def _clapnq(folder: Path) -> Iterator[Group]:
    passages = _passages(folder)
    for line in _jsonl(folder / "questions.jsonl"):
        if not in_training_half(f"clapnq {line['id']}"):  # the ids alone were chosen by digest
            continue
        passage = passages[line["passage"]]
        evidence = set(line.get("evidence", ()))
        found = tuple(
            Line(passage["title"], one, one in evidence)
            for one in passage["sentences"]
            if len(one) >= SHORTEST
        )
        if any(one.answers for one in found) == line["answerable"]:
            yield Group("clapnq", line["question"], found)


def _policyqa(path: Path) -> Iterator[Group]:
    found = []
    for article in json.loads(path.read_text("utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            sentences = _sentences(paragraph["context"])
            for asked in paragraph["qas"]:
                keys = [one["text"] for one in asked["answers"]]
                lines = tuple(
                    Line("", one, any(one in key or key in one for key in keys))
                    for one in sentences
                )
                if any(one.answers for one in lines) and not all(one.answers for one in lines):
                    found.append(Group("policyqa", asked["question"], lines[: MOST + 1]))
    yield from random.sample(found, min(POLICYQA, len(found)))


def _chunking(folder: Path, encoder: TextEncoder) -> Iterator[Group]:
    """Long documents cut into sentences; the nearest that are no reference do not answer."""
    with (folder / "questions_df.csv").open(encoding="utf-8", newline="") as file:
        asked = list(csv.DictReader(file))
    for name in sorted({one["corpus_id"] for one in asked}):
        sentences = _sentences((folder / "corpora" / f"{name}.md").read_text("utf-8"))
        vectors = encoder.encode(sentences)
        own = [one for one in asked if one["corpus_id"] == name]
        cosines = encoder.encode_queries([one["question"] for one in own]) @ vectors.T
        for one, row in zip(own, cosines, strict=True):
            references = [reference["content"] for reference in json.loads(one["references"])]
            answering = [
                text for text in sentences if any(text in ref or ref in text for ref in references)
            ]
            near = [sentences[place] for place in np.argsort(-row, kind="stable")[:MOST]]
            others = [
                text for text in near if not any(text in ref or ref in text for ref in references)
            ]
            if answering:
                yield Group(
                    "chunking",
                    one["question"],
                    (
                        *(Line("", text, True) for text in answering[:3]),
                        *(Line("", text, False) for text in others),
                    ),
                )


def _own(project: Path, assistant: Assistant) -> Iterator[Group]:
    """The project's training questions, and those of other languages in their English words."""
    folder = project / "eval/gba-train"
    translated = {line["id"]: line for line in _jsonl(folder / "parallel.jsonl")}
    for line in _jsonl(folder / "evidence.jsonl"):
        answering = [*line["evidence"], *line.get("also", ())]
        lines = _own_lines(line["question"], line["doc"], answering, assistant)
        if not lines:
            continue
        yield Group("gba", line["question"], lines)
        for language in ("zh-Hant", "zh-Hans", "pt"):
            other = translated.get(line["id"], {}).get(language)
            if other:
                wording = assistant.english(other)
                if wording:
                    yield Group(f"gba-{language}", wording, lines)


def _own_lines(
    question: str, doc_id: str, answering: Sequence[str], assistant: Assistant
) -> tuple[Line, ...]:
    found = [one for one in assistant.evidence(question) if one.document.language == "en"]
    encoder = assistant.opened.encoder
    vectors = encoder.encode(answering) if answering else np.zeros((0, encoder.dimension))
    document = assistant.collection.documents[doc_id]
    leads = {one.text: lead_of(one) for one in found}
    kept = [Line(leads.get(one, document.title), one, True) for one in answering]
    for one in found[:MOST]:
        alike = max((vectors @ one.vector).tolist(), default=0.0)
        if one.text not in answering and alike < ALIKE:
            kept.append(Line(leads[one.text], one.text, False))
    return tuple(kept)


def _altered(found: Sequence[Group]) -> Iterator[Group]:
    """Questions of another number or name, which the sentence that answered does not answer."""
    names = sorted({name for group in found for name in NAME.findall(group.question)})
    for group in found:
        if group.dataset == "policyqa":
            continue
        answering = [one for one in group.lines if one.answers]
        if not answering:
            continue
        text = answering[0].text
        numbers = [one for one in NUMBER.findall(group.question) if one in text]
        named = [one for one in NAME.findall(group.question) if one in text]
        if numbers:
            old = random.choice(numbers)  # noqa: S311
            new = _other_number(old)
        elif named:
            old = random.choice(named)  # noqa: S311
            new = random.choice(names)  # noqa: S311
        else:
            continue
        if new in text or new == old:
            continue
        lines = tuple(Line(one.lead, one.text, False) for one in answering)
        yield Group(f"{group.dataset}-altered", group.question.replace(old, new), lines)


def _other_number(number: str) -> str:
    digits = re.match(r"\d+", number)
    value = int(digits[0]) if digits else 0
    step = random.choice([-3, -2, -1, 1, 2, 3])  # noqa: S311
    return str(max(1, value + step)) + number[len(digits[0]) if digits else 0 :]


def _passages(folder: Path) -> dict[str, Any]:
    return {line["_id"]: line for line in _jsonl(folder / "corpus.jsonl")}


def _jsonl(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
