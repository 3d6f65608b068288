"""Search a question in the words that documents use: spelt right, and in English besides."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from gbaqa.retrieval.searching import Admission
from gbaqa.retrieval.translating.translation import Translation, Translator
from gbaqa.retrieval.translating.words import Word
from gbaqa.types import LANGUAGES, Collection, Language, Query, Ranking, Searcher, ranked

CHINESE: tuple[Language, ...] = ("zh-Hant", "zh-Hans")
REMEMBERED = 512  # questions whose other wording is kept
MERGED = 300  # passages of each ranking: what is found does not depend on how much is asked for
# Both rankings tell how much of a question a passage meets. Chosen as docs/DESIGN.md tells,
# "Tuned on".
OWN_WEIGHT = 1.0
UNTWINNED = 0.7


@dataclass(frozen=True, slots=True)
class Wordings:
    """A question as it is searched: `own` in documents of `family`, `english` in the others.

    Where all documents are asked in the same words, `english` is "" and `family` empty.
    """

    own: str
    family: frozenset[Language] = frozenset()
    english: str = ""


@dataclass(frozen=True, slots=True)
class Twins:
    """Which document a passage's counts as, and which there are in own and in other languages."""

    original: Callable[[str], str]
    own: Container[str]
    others: Container[str]


@dataclass(frozen=True, slots=True)
class Originals:
    """The ids that documents of some languages count as."""

    collection: Collection
    translations: Mapping[str, Sequence[str]]
    spoken: Callable[[Language], bool]

    def __contains__(self, original: object) -> bool:
        ids = (original, *self.translations.get(str(original), ()))
        held = (self.collection.documents.get(str(one)) for one in ids)
        return any(one and one.original == original and self.spoken(one.language) for one in held)


class RewordedSearcher:
    """Merges what is found in the question's own words with what is found in English ones.

    Documents of the question's language are searched as the question is written, the others as
    it is translated. An English question is searched as it is, but for typing errors. `language`
    tells that of a question.
    """

    def __init__(
        self,
        collection: Collection,
        admission: Admission,
        *,
        language: Callable[[str], Language],
        spell: Callable[[str], str],
        translator: Translator,
        own: Searcher,
        english: Searcher,
    ) -> None:
        self.language = language
        self._collection = collection
        self._admission = admission
        self._spell = lru_cache(maxsize=REMEMBERED)(spell)
        self._translator = translator
        self._own = own
        self._english = english
        self._languages = collection.languages()
        self._translations = collection.translations()
        self._twins = {languages: self._twins_of(languages) for languages in map(family, LANGUAGES)}
        self._translated = lru_cache(maxsize=REMEMBERED)(self._translate)

    def wordings(self, query: Query) -> Wordings:
        """The words in which the documents are asked."""
        if query.language == "en":
            return Wordings(self._spell(query.text))
        translation = self._translated(query)
        if not translation.text:
            return Wordings(query.text)
        return Wordings(query.text, frozenset(family(query.language)), translation.text)

    def words(self, query: Query) -> tuple[Word, ...]:
        """The words that are read of a question in another language; none of an English one."""
        return () if query.language == "en" else self._translator.words(query.text, query.language)

    def search(self, query: Query, *, cutoff: int) -> Ranking:
        """At most `cutoff` passages, in the one total order."""
        if query.language == "en":
            spelt = replace(query, text=self._spell(query.text))
            return self._english.search(spelt, cutoff=cutoff)
        depth = max(cutoff, MERGED)
        return merge(
            self._own_ranking(query, depth),
            self._english_ranking(query, depth),
            twins=self._twins[family(query.language)],
            cutoff=cutoff,
        )

    def _own_ranking(self, query: Query, cutoff: int) -> Ranking:
        own = family(query.language)
        if not self._languages.intersection(own):
            return ()
        return self._own.search(replace(query, languages=own), cutoff=cutoff)

    def _english_ranking(self, query: Query, cutoff: int) -> Ranking:
        translation = self._translated(query)
        if not translation.text:
            return ()
        english = replace(
            query,
            text=translation.text,
            language="en",
            languages=self._others(query.language),
            wanted=translation.wanted,
        )
        return self._english.search(english, cutoff=cutoff)

    def _twins_of(self, own: tuple[Language, ...]) -> Twins:
        return Twins(
            lambda passage_id: self._collection.document_of(passage_id).original,
            own=Originals(self._collection, self._translations, lambda one: one in own),
            others=Originals(self._collection, self._translations, lambda one: one not in own),
        )

    def _others(self, language: Language) -> tuple[Language, ...]:
        """The languages of documents that a question of that language is translated for."""
        return tuple(sorted(self._languages.difference(family(language))))

    def _translate(self, query: Query) -> Translation:
        others = self._others(query.language)
        if not others:
            return Translation("", ())
        among = self._admission.positions(replace(query, languages=others))
        return self._translator.translate(query.text, query.language, among=among)


def merge(own: Ranking, english: Ranking, *, twins: Twins, cutoff: int) -> Ranking:
    """Both rankings in one; a document and its twin in the other language speak for each other.

    A passage scores English score + OWN_WEIGHT * own score, one of the two being the best of its
    document's twin, or the lowest of all where the twin was not found. What has no twin is taken
    to have one that scores UNTWINNED of the best.
    """
    best_own, best_english = _best(own, twins.original), _best(english, twins.original)
    scores = {}
    for hit in english:
        other = _other(twins.original(hit.passage_id), best_own, twins.own)
        scores[hit.passage_id] = hit.score + OWN_WEIGHT * other
    for hit in own:
        other = _other(twins.original(hit.passage_id), best_english, twins.others)
        scores[hit.passage_id] = OWN_WEIGHT * hit.score + other
    return ranked(scores, cutoff=cutoff)


def _other(original: str, best: dict[str, float], twinned: Container[str]) -> float:
    if original in twinned:
        return best.get(original, min(best.values(), default=0.0))
    return UNTWINNED * max(best.values(), default=0.0)


def _best(ranking: Ranking, originals: Callable[[str], str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for hit in ranking:  # the best of a document comes first
        found.setdefault(originals(hit.passage_id), hit.score)
    return found


def family(language: Language) -> tuple[Language, ...]:
    """The languages that are read alike: Chinese of both scripts.

    >>> family("zh-Hans"), family("pt")
    (('zh-Hant', 'zh-Hans'), ('pt',))
    """
    return CHINESE if language in CHINESE else (language,)
