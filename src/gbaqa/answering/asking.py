"""Answer one question over one generation of the index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from gbaqa.answering.assembling import assemble
from gbaqa.answering.citing import cite, nearest
from gbaqa.answering.deciding import answers, confidence
from gbaqa.answering.evidence import Candidate, Wording, candidates
from gbaqa.answering.filtering import check_held
from gbaqa.answering.notices import notices
from gbaqa.errors import QuestionRefused
from gbaqa.indexing.encoding import TextEncoder
from gbaqa.indexing.opening import Generation, open_generation
from gbaqa.retrieval.following import standalone
from gbaqa.retrieval.opening import searcher
from gbaqa.retrieval.searching import QuestionEncoder
from gbaqa.types import (
    ANY,
    Answer,
    Filters,
    Language,
    NoAnswer,
    Query,
    Ranking,
    Reply,
    Sentence,
    Turn,
)

PASSAGES = 10  # read for evidence
MAX_QUESTION = 1000  # characters


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, what was searched for it, the reply, and how long each step took.

    `also_searched` is what `Assistant.also_searched` tells of the standalone question.
    """

    question: str
    standalone_question: str
    reply: Reply
    generation: str
    encoder: str
    timings_ms: dict[str, float]
    also_searched: str = ""

    @property
    def completed(self) -> str:
        """What a follow-up was searched as; "" for no follow-up.

        It is "" as well where `also_searched` holds it already, with its typing errors set right.
        """
        replaced = bool(self.also_searched) and replaces_question(self.reply.query.language)
        same = self.standalone_question == self.question
        return "" if same or replaced else self.standalone_question


class Assistant:
    """An open generation that answers; safe to use from several threads."""

    def __init__(self, generation: Generation) -> None:
        self.opened = generation
        self._encoder = QuestionEncoder(generation.encoder)
        self._searcher = searcher(generation, self._encoder)
        self.collection = generation.collection
        self.generation = generation.name
        self.encoder = generation.manifest.encoder

    def search(self, question: str, *, cutoff: int, filters: Filters = ANY) -> Ranking:
        """Ranked passages of the documents that the filters admit.

        Raises QuestionRefused for an empty or over-long question, and for a publisher or topic
        of no document.
        """
        text = checked(question)
        check_held(filters, self.collection)
        return self._searcher.search(self.query(text, filters), cutoff=cutoff)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        language: Language | None = None,
        filters: Filters = ANY,
    ) -> Exchange:
        """A reply whose sentences are quoted; `history` holds the earlier turns, oldest first.

        `language` is that of the question; `filters` say which documents may answer. Raises
        QuestionRefused as `search` does.
        """
        started = perf_counter()
        asked = checked(question)
        check_held(filters, self.collection)
        full = standalone(asked, history)
        query = Query(full, language or self._searcher.language(asked), filters)
        ranking = self._searcher.search(query, cutoff=PASSAGES)
        retrieved = perf_counter()
        reply = self._reply(query, self._candidates(query, ranking))
        done = perf_counter()
        return Exchange(
            question=asked,
            standalone_question=full,
            reply=reply,
            generation=self.generation,
            encoder=self.encoder,
            timings_ms={
                "retrieve": (retrieved - started) * 1000,
                "answer": (done - retrieved) * 1000,
                "total": (done - started) * 1000,
            },
            also_searched=self.also_searched(query),
        )

    def evidence(self, question: str) -> list[Candidate]:
        """Every candidate for a question that stands alone, best first."""
        query = self.query(checked(question))
        return self._candidates(query, self._searcher.search(query, cutoff=PASSAGES))

    def _candidates(self, query: Query, ranking: Ranking) -> list[Candidate]:
        asked = self._searcher.wordings(query)
        own = self._encoder.encode([asked.own])[0]
        wordings = [Wording(asked.own, own, asked.family, query.language)]
        if asked.english:
            wordings.append(Wording(asked.english, self._encoder.encode([asked.english])[0]))
        return candidates(query.text, wordings, ranking, self.opened)

    def query(self, question: str, filters: Filters = ANY) -> Query:
        """A question that stands alone, in the language that it is written in."""
        return Query(question, self._searcher.language(question), filters)

    def also_searched(self, query: Query) -> str:
        """What was searched besides the query, or in its place; "" where it was the query alone."""
        asked = self._searcher.wordings(query)
        return asked.english or (asked.own if asked.own != query.text else "")

    def _reply(self, query: Query, found: Sequence[Candidate]) -> Reply:
        probability = confidence(found)
        citations = cite((one.evidence for one in assemble(found)), self.collection)
        if not answers(probability):
            return NoAnswer(
                query=query,
                reason="the documents do not say",
                nearest=cite(nearest(found), self.collection),
                confidence=probability,
                withheld=citations,
            )
        return Answer(
            query=query,
            sentences=tuple(Sentence(one.quote, (one.marker,)) for one in citations),
            citations=citations,
            confidence=probability,
            notices=notices(citations, self.collection.documents),
        )


def replaces_question(language: Language) -> bool:
    """Whether `also_searched` was searched in place of a question of that language.

    An English question is searched with its typing errors set right, any other in its own words
    and in English ones.
    """
    return language == "en"


def checked(question: str) -> str:
    """The question, its white space folded; raises QuestionRefused when it cannot be asked."""
    # half a surrogate pair, as from a byte that is not UTF-8, is no text an encoder can read
    text = " ".join(question.encode(errors="replace").decode().split())
    if not text:
        raise QuestionRefused("the question is empty; type one")
    if len(text) > MAX_QUESTION:
        raise QuestionRefused(
            f"the question has {len(text)} characters, at most {MAX_QUESTION} are read; shorten it"
        )
    return text


def open_assistant(
    index: Path,
    *,
    encoder_name: str,
    dimension: int | None = None,
    load: Callable[[str], TextEncoder] | None = None,
) -> Assistant:
    """Opens the generation in force; takes seconds, for the encoder.

    Raises IndexUnusable, EncoderUnusable or SettingError, each with what to do.
    """
    return Assistant(
        open_generation(index, encoder_name=encoder_name, dimension=dimension, load=load)
    )
