"""Recombine real text into as many documents as are wanted, each made when it is asked for."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

from gbaqa.documents.formats import markdown
from gbaqa.documents.reading import Read
from gbaqa.text.sentences import sentence_spans
from gbaqa.types import Document

SECTIONS = 5  # of a document; each makes one passage
WORDS = 110  # of a section, at least
MEDICAL = 4000  # answers of medquad
SETS = ("scifact", "squad2", "clapnq", "feedbackqa", "quebec", "pira-en")
PUBLISHERS, TOPICS, YEARS = 40, 25, range(2005, 2026)


@cache
def sources(evaldata: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Titles and sentences of real documents, those without enough of them left out."""
    found = []
    for title, text in _texts(evaldata):
        spans = sentence_spans(text, language="en", start=0)
        sentences = tuple(" ".join(span.of(text).split()) for span in spans)
        if sum(len(one.split()) for one in sentences) >= WORDS:
            found.append((" ".join(title.split())[:80], sentences))
    return tuple(found)


def _texts(evaldata: Path) -> Iterator[tuple[str, str]]:
    for name in SETS:
        with (evaldata / name / "corpus.jsonl").open(encoding="utf-8") as file:
            for line in map(json.loads, file):
                yield line.get("title", ""), line["text"]
    with gzip.open(evaldata / "medquad" / "medquad.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in islice(map(json.loads, file), MEDICAL):
            yield line["focus"], line["answer"]


class Documents(Sequence[Read]):
    """So many documents, always the same; `changed` has another last section."""

    def __init__(self, evaldata: Path, count: int, *, changed: int | None = None) -> None:
        self._sources = sources(evaldata)
        self._count, self._changed = count, changed

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> Read:  # type: ignore[override]  # no slices
        if not 0 <= number < self._count:
            raise IndexError(number)
        draw = _draw(number)
        title, _ = draw.choice(self._sources)
        parts = [self._section(draw) for _ in range(SECTIONS)]
        if number == self._changed:
            parts[-1] = self._section(_draw(-1 - number))
        text = "\n\n".join(f"## {heading}\n\n{body}" for heading, body in parts)
        document = Document(
            doc_id=f"d{number:07d}",
            title=title or "Untitled",
            text=text,
            publisher=f"Publisher {draw.randrange(PUBLISHERS)}",
            date=str(draw.choice(YEARS)),
            topics=(f"topic {draw.randrange(TOPICS)}",),
            sha256=f"{number:064x}" if number != self._changed else "f" * 64,
        )
        blocks = markdown.read(text.encode(), name=document.doc_id).blocks
        return Read(document, blocks, f"{document.doc_id}.md")

    def _section(self, draw: random.Random) -> tuple[str, str]:
        """Sentences that follow each other in one source, with one of another among them."""
        title, sentences = draw.choice(self._sources)
        start = draw.randrange(len(sentences))
        chosen: list[str] = []
        while sum(len(one.split()) for one in chosen) < WORDS:
            chosen.append(sentences[(start + len(chosen)) % len(sentences)])
        chosen[draw.randrange(len(chosen))] = draw.choice(draw.choice(self._sources)[1])
        return title or "Section", " ".join(chosen)


def questions(evaldata: Path, count: int) -> list[str]:
    """Half a sentence each, of the same sources."""
    draw = _draw("questions")
    found: list[str] = []
    while len(found) < count:
        words = draw.choice(draw.choice(sources(evaldata))[1]).split()
        if len(words) > 11:
            found.append(" ".join(words[2:11]))
    return found


def _draw(seed: int | str) -> random.Random:
    return random.Random(seed)  # noqa: S311  # always the same, nothing is kept secret
