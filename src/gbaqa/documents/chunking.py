"""Cut a document into passages along its headings and paragraphs, never within a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from gbaqa.documents.blocks import Block
from gbaqa.documents.enriching import CountTokens, lead
from gbaqa.text.sentences import sentence_spans, trimmed
from gbaqa.types import Document, Passage, Span

# a comma or colon within 1,000 or 16:25 ends nothing; Chinese marks need no space
CLAUSE_END = re.compile(r"[,;:]\s+|[\u2014\uff0c\u3001\uff1b\uff1a]\s*")
SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage, its lead, and its units: the sentences and list items that may be quoted."""

    passage: Passage
    lead: str
    units: tuple[Span, ...]


def chunk(
    document: Document, blocks: Sequence[Block], *, count_tokens: CountTokens, limit: int
) -> list[Chunk]:
    """Passages that fit `limit` tokens with their lead, each of whole units under one heading.

    Neighbouring units are gathered while they fit. A single sentence that is
    longer than that is cut at clause marks, then at spaces: text that the encoder never
    sees could not be found.
    """
    chunks: list[Chunk] = []
    for headings, section in groupby(blocks, key=lambda block: block.headings):
        where = lead(document.title, headings, count_tokens=count_tokens, limit=limit)
        budget = limit - count_tokens([where])[0]
        units = [
            piece
            for block in section
            for unit in _units(document, block)
            for piece in fit(document.text, unit, count_tokens=count_tokens, budget=budget)
        ]
        for group in gather(document.text, units, count_tokens=count_tokens, budget=budget):
            passage = Passage(
                passage_id=f"{document.doc_id}#{len(chunks):04d}",
                doc_id=document.doc_id,
                span=Span(group[0].start, group[-1].end),
                headings=headings,
                language=document.language,
            )
            chunks.append(Chunk(passage, where, tuple(group)))
    return chunks


def _units(document: Document, block: Block) -> Iterator[Span]:
    if block.kind == "item":
        yield block.span
    else:
        yield from sentence_spans(
            block.span.of(document.text), language=document.language, start=block.span.start
        )


def gather(
    text: str, units: Sequence[Span], *, count_tokens: CountTokens, budget: int
) -> Iterator[list[Span]]:
    """Runs of neighbouring units whose text, with what lies between them, fits the budget."""
    if not units:
        return
    # a unit costs its own tokens and those of the markup that parts it from the one before
    starts = [units[0].start, *(unit.end for unit in units[:-1])]
    costs = count_tokens(
        [text[start : unit.end] for start, unit in zip(starts, units, strict=True)]
    )
    group: list[Span] = []
    used = 0
    for unit, cost in zip(units, costs, strict=True):
        total = used + cost
        if group and group[-1].end == unit.start:  # tokens may run across a cut within a word
            total = count_tokens([text[group[0].start : unit.end]])[0]
        if group and total > budget:
            yield group
            group, total = [], cost
        group.append(unit)
        used = total
    yield group


def fit(text: str, unit: Span, *, count_tokens: CountTokens, budget: int) -> list[Span]:
    """The unit itself, or, while it does not fit, its halves at the best cut near the middle."""
    if count_tokens([unit.of(text)])[0] <= budget or unit.end - unit.start == 1:
        return [unit]
    cut = _cut(text, unit)
    halves = (trimmed(text, unit.start, cut), trimmed(text, cut, unit.end))
    return [
        piece
        for half in halves
        if half
        for piece in fit(text, half, count_tokens=count_tokens, budget=budget)
    ]


def _cut(text: str, unit: Span) -> int:
    """The best place near the middle: after a clause mark, else after a space, else anywhere."""
    middle = (unit.start + unit.end) // 2
    for mark in (CLAUSE_END, SPACE):
        ends = [
            match.end()
            for match in mark.finditer(text, unit.start, unit.end)
            if unit.start < match.end() < unit.end
        ]
        if ends:
            return min(ends, key=lambda end: (abs(end - middle), end))
    return middle
