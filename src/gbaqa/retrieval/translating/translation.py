"""Put a question of another language into the English words that the documents use."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from gbaqa.indexing.facets import Admitted
from gbaqa.indexing.postings import Postings
from gbaqa.retrieval.translating import chinese, glossary, portuguese
from gbaqa.retrieval.translating.choosing import RANK_COST, RANK_COSTS, Held, choose, held
from gbaqa.retrieval.translating.dictionary import dictionary
from gbaqa.retrieval.translating.names import spelt
from gbaqa.retrieval.translating.words import Word
from gbaqa.text.terms import terms
from gbaqa.types import Alternative, Collection, Group, Language, Term

FEEDBACK = 20  # passages that tell which senses go together
REMEMBERED = 4096  # passages whose terms are kept


@dataclass(frozen=True, slots=True)
class Translation:
    """An English wording of a question, and what to look for by words: every sense of each."""

    text: str
    wanted: tuple[Group, ...]


class Translator:
    """Reads Chinese and Portuguese by the corpus's glossary, and general word lists."""

    def __init__(
        self, collection: Collection, postings: Postings, terms_known: Sequence[Term]
    ) -> None:
        self._collection = collection
        self._postings = postings
        self._frequency = lru_cache(maxsize=REMEMBERED)(postings.frequency)
        self._known = tuple(terms_known)
        self._terms_of = lru_cache(maxsize=REMEMBERED)(self._terms_at)

    @cached_property
    def _chinese(self) -> glossary.Senses:
        return glossary.chinese(self._known)

    @cached_property
    def _latin(self) -> glossary.Senses:
        return glossary.latin(self._known)

    def translate(
        self, question: str, language: Language, *, among: Admitted | None = None
    ) -> Translation:
        """The question in English words; `among` are the positions of the passages to look at.

        Of each word's senses, the one goes into the text that the passages hold which all words
        together find: the corpus decides, not the order of a dictionary (pseudo-relevance
        feedback: Ballesteros and Croft, SIGIR 1997). A word is looked for by all its senses at
        once, the best of which counts (Pirkola, SIGIR 1998).
        """
        words = self.words(question, language)
        choices = [(word, held(word, frequency=self._frequency)) for word in words]
        choices = [(word, senses) for word, senses in choices if senses]
        wanted = tuple(
            dict.fromkeys(
                tuple(dict.fromkeys(Alternative(one.terms, _weight(one)) for one in senses))
                for word, senses in choices
                if word.kind != "asking" and any(one.terms for one in senses)
            )
        )
        found = self._feedback(wanted, among)
        cost = RANK_COSTS.get(language, RANK_COST)
        chosen = [choose(senses, found, rank_cost=cost).text for _, senses in choices]
        return Translation(" ".join(chosen), wanted)

    def words(self, question: str, language: Language) -> tuple[Word, ...]:
        """The words of a Chinese or Portuguese question with their English senses."""
        if language == "pt":
            return portuguese.read(question, names=self._latin, words=portuguese.word_list())
        words = chinese.read(question, names=self._chinese, words=dictionary(), latin=self._latin)
        return spelt(words, is_held=lambda name: all(map(self._frequency, terms(name))))

    def _feedback(
        self, wanted: Sequence[Group], among: Admitted | None
    ) -> list[tuple[float, frozenset[str]]]:
        found = self._postings.search(wanted, cutoff=FEEDBACK, allowed=among)
        return [(score / found[0][1], self._terms_of(position)) for position, score in found]

    def _terms_at(self, position: int) -> frozenset[str]:
        (passage_id,) = self._collection.ids([position])
        document = self._collection.document_of(passage_id)
        headings = self._collection.passages[passage_id].headings
        return frozenset(
            terms(" ".join((document.title, *headings, self._collection.text(passage_id))))
        )


def _weight(sense: Held) -> float:
    """A sense of several terms counts more than one of one, but not as often."""
    return 1 / math.sqrt(len(sense.terms))
