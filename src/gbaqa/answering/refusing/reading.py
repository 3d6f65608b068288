"""Hold what is known of a question against what candidates say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from gbaqa.answering.evidence import Candidate
from gbaqa.answering.refusing.typed import Typed, other_names, terms_of, typed_words
from gbaqa.retrieval.translating.words import Word
from gbaqa.text.terms import terms
from gbaqa.types import Collection, Language, Term

BESIDE = 4  # terms from one word of a phrase to the next, in a passage
SENTENCE = re.compile(r"[^.!?。！？]+(?:\.\w[^.!?。！？]*)*[.!?。！？]?")


@dataclass(frozen=True)
class Read:
    """A question, its words as they were typed, and the passages that it is held against."""

    question: str
    language: Language
    wording: str
    wanted: Mapping[str, float]
    typed: Sequence[Word]
    collection: Collection
    glossary: tuple[Term, ...] = ()

    @cached_property
    def words(self) -> tuple[Typed, ...]:
        others = other_names(self.glossary)
        return typed_words(
            self.question,
            self.wording,
            self.wanted,
            language=self.language,
            words=self.typed,
            others=others,
        )

    @cached_property
    def asking(self) -> tuple[Typed, ...]:
        """The words of the sentence that asks; all where there is but one."""
        asked = [*SENTENCE.finditer(self.question)]
        last = next((one for one in reversed(asked) if one[0].rstrip()[-1:] in "?？"), None)
        if last is None:
            return self.words
        return tuple(one for one in self.words if last.start() <= one.span.start < last.end())

    def own(self, candidate: Candidate) -> frozenset[str]:
        """The terms of a candidate itself."""
        return terms_of(candidate.text, candidate.document.language)

    @cached_property
    def readable(self) -> float:
        """The share of the words, by weight, that the documents know in any of their senses."""
        total = sum(word.weight for word in self.words)
        known = (word for word in self.words if any(way & self.wanted.keys() for way in word.ways))
        return sum(word.weight for word in known) / total if total else 1.0

    def beside(self, candidate: Candidate) -> Callable[[Typed, Typed], bool]:
        """Whether a candidate says two words near each other, as one phrase would."""
        places: dict[str, list[int]] = {}
        for place, term in enumerate(terms(candidate.text, candidate.document.language)):
            places.setdefault(term, []).append(place)

        def of(word: Typed) -> list[int]:
            return [place for way in word.ways for term in way for place in places.get(term, ())]

        return lambda one, other: any(
            abs(left - right) <= BESIDE for left in of(one) for right in of(other)
        )

    def said(self, candidate: Candidate) -> frozenset[str]:
        """The terms of a candidate, of its title and of its headings."""
        document = candidate.document
        return terms_of(f"{candidate.text} {self._lead(candidate)}", document.language)

    def around(self, candidate: Candidate) -> frozenset[str]:
        """The terms of the whole passage, of its title and of its headings."""
        text = self.collection.text(candidate.evidence.passage_id)
        return terms_of(f"{text} {self._lead(candidate)}", candidate.document.language)

    def _lead(self, candidate: Candidate) -> str:
        headings = self.collection.passages[candidate.evidence.passage_id].headings
        return " ".join((candidate.document.title, *headings))

    def share(self, candidate: Candidate, words: Sequence[Typed]) -> float:
        """The share of the weight of the words that a candidate itself holds; 0 without any."""
        said = self.own(candidate)
        total = sum(word.weight for word in words)
        held = sum(word.weight * word.share(said) for word in words)
        return held / total if total else 0.0

    def holds_number(self, candidate: Candidate, number: int) -> bool:
        """Whether the candidate, its title or headings hold a number, be it of an order."""
        return any(
            term.rstrip("stndrh") == str(number)
            for term in self.said(candidate)
            if term[0].isdigit()
        )
