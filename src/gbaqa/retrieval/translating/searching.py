"""Search a question in the words that documents use: spelt right, and in English besides."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from functools import lru_cache

from gbaqa.retrieval.searching import Admission
from gbaqa.retrieval.translating.translation import Translation, Translator
from gbaqa.types import LANGUAGES, Collection, Language, Query, Ranking, Searcher, ranked

CHINESE: tuple[Language, ...] = ("zh-Hant", "zh-Hans")
REMEMBERED = 512  # questions whose other wording is kept
# Both rankings tell how much of a question a passage meets; what a document says in the
# question's own language needs no dictionary. docs/retrieval.md tells how they were chosen.
OWN_WEIGHT = 1.0
OWN_BONUS = 1.5
UNTWINNED = 0.7


@dataclass(frozen=True, slots=True)
class Wordings:
    """A question as it is searched: `own` in documents of `family`, `english` in the others.

    Where all documents are asked in the same words, `english` is "" and `family` empty.
    """

    own: str
    family: frozenset[Language] = frozenset()
    english: str = ""


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
        self._languages = {document.language for document in collection.documents.values()}
        self._twinned = {
            languages: frozenset(
                document.original
                for document in collection.documents.values()
                if document.language in languages
            )
            for languages in map(family, LANGUAGES)
        }
        self._translated = lru_cache(maxsize=REMEMBERED)(self._translate)

    def wordings(self, query: Query) -> Wordings:
        """The words in which the documents are asked."""
        if query.language == "en":
            return Wordings(self._spell(query.text))
        translation = self._translated(query)
        if not translation.text:
            return Wordings(query.text)
        return Wordings(query.text, frozenset(family(query.language)), translation.text)

    def search(self, query: Query, *, cutoff: int) -> Ranking:
        """At most `cutoff` passages, in the one total order."""
        if query.language == "en":
            spelt = replace(query, text=self._spell(query.text))
            return self._english.search(spelt, cutoff=cutoff)
        own = self._own_ranking(query, cutoff)
        english = self._english_ranking(query, cutoff)
        return merge(
            own,
            english,
            originals=self._original_of,
            twinned=self._twinned[family(query.language)],
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

    def _original_of(self, passage_id: str) -> str:
        return self._collection.document_of(passage_id).original

    def _others(self, language: Language) -> tuple[Language, ...]:
        """The languages of documents that a question of that language is translated for."""
        return tuple(sorted(self._languages.difference(family(language))))

    def _translate(self, query: Query) -> Translation:
        others = self._others(query.language)
        if not others:
            return Translation("", ())
        among = self._admission.positions(replace(query, languages=others))
        return self._translator.translate(query.text, query.language, among=among)


def merge(
    own: Ranking,
    english: Ranking,
    *,
    originals: Callable[[str], str],
    twinned: Container[str],
    cutoff: int,
) -> Ranking:
    """Both rankings in one; a document and its twin in the other language speak for each other.

    `originals` tells which document a passage's counts as, `twinned` which documents there are in
    the question's language. A passage scores English score + OWN_WEIGHT * own score, one of
    the two being the best of its document's twin. Without a twin, the own score is taken to be
    UNTWINNED of the best one, and the English one to be OWN_BONUS.
    """
    best_own, best_english = _best(own, originals), _best(english, originals)
    unknown = UNTWINNED * max(best_own.values(), default=0.0)
    scores = {}
    for hit in english:
        original = originals(hit.passage_id)
        other = best_own.get(original, 0.0 if original in twinned else unknown)
        scores[hit.passage_id] = hit.score + OWN_WEIGHT * other
    for hit in own:
        other = best_english.get(originals(hit.passage_id), OWN_BONUS)
        scores[hit.passage_id] = OWN_WEIGHT * hit.score + other
    return ranked(scores, cutoff=cutoff)


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
