"""Answer one question over one generation of the index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from time import perf_counter

from gbaqa.answering.assembling import assemble
from gbaqa.answering.citing import cite, key_of
from gbaqa.answering.deciding import DEFAULT_RISK, answers, checked_risk, confidence
from gbaqa.answering.evidence import Candidate, Wording, rarity
from gbaqa.answering.exchanges import Exchange
from gbaqa.answering.filtering import check_held
from gbaqa.answering.gathering import Gatherer
from gbaqa.answering.judge_model import opened_judge
from gbaqa.answering.judging import Judging
from gbaqa.answering.notices import notices
from gbaqa.answering.refusing import refusal
from gbaqa.answering.writing.supporting import Support
from gbaqa.answering.writing.writing import Written, write
from gbaqa.errors import QuestionRefused
from gbaqa.indexing.encoding import SentenceEncoder, TextEncoder
from gbaqa.indexing.graph_encoding import GraphEncoder
from gbaqa.indexing.opening import Generation, open_generation
from gbaqa.keeping import folder_beside
from gbaqa.retrieval.following import Standalone, known_names, stand_alone
from gbaqa.retrieval.opening import searcher
from gbaqa.retrieval.searching import QuestionEncoder
from gbaqa.text.terms import asked_terms
from gbaqa.types import (
    ANY,
    Answer,
    Citation,
    Collection,
    Filters,
    Generator,
    Language,
    NoAnswer,
    Query,
    Ranking,
    Reply,
    Sentence,
    Turn,
)

PASSAGES = 20  # read for evidence
MAX_QUESTION = 1000  # characters
REMEMBERED = 4096  # terms whose rarity is kept


@dataclass(frozen=True, slots=True)
class Models:
    """What an assistant computes with, whatever the generation: large, and slow to load."""

    encoder: TextEncoder
    judge: Judging | None = None


class Assistant:
    """An open generation that answers; safe to use from several threads."""

    _generator: Generator | None = None

    def __init__(
        self,
        generation: Generation,
        judge: Judging | None = None,
        *,
        risk: str = DEFAULT_RISK,
        generator: Generator | None = None,
    ) -> None:
        self.opened = generation
        self._generator = generator
        self.risk = checked_risk(risk)
        self.models = Models(generation.encoder, judge)
        self._gatherer = Gatherer(generation, judge)
        self._names = known_names(generation.glossary)
        # of the generation, not of a method: an assistant must go when nobody refers to it
        self._rarity = lru_cache(maxsize=REMEMBERED)(partial(_rarity_of, generation))
        self._encoder = QuestionEncoder(generation.encoder)
        self._searcher = searcher(generation, self._encoder)
        self.collection: Collection = generation.collection
        self.generation = generation.name
        self.encoder = generation.manifest.encoder

    @cached_property
    def _support(self) -> Support:
        """Takes a second to load, and only who asks a language model needs it."""
        return Support(self.opened.glossary, self.opened.encoder)

    @property
    def repeatable(self) -> bool:
        """Whether the same question always has the same exchange: not where a model words it."""
        return self._generator is None

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
        complete = self._complete(asked, history)
        full = complete.text
        query = Query(full, language or self._searcher.language(asked), filters)
        ranking = self._searcher.search(query, cutoff=PASSAGES)
        retrieved = perf_counter()
        reply = self._reply(query, self._candidates(query, ranking))
        written = self._write(reply)
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
            carried_over=complete.added,
            written=written,
        )

    def _write(self, reply: Reply) -> Written | None:
        """What a language model makes of an answer; None where none is asked."""
        if self._generator is None or not isinstance(reply, Answer):
            return None
        return write(
            reply.query.text,
            reply.citations,
            self._generator,
            support=self._support,
            language=reply.query.language,
            model=getattr(self._generator, "model", ""),
        )

    def _complete(self, question: str, history: Sequence[Turn]) -> Standalone:
        return stand_alone(question, history, rarity=self._rarity, names=self._names)

    def evidence(self, question: str) -> list[Candidate]:
        """Every candidate for a question that stands alone, best first."""
        query = self.query(checked(question))
        return self._candidates(query, self._searcher.search(query, cutoff=PASSAGES))

    def _candidates(self, query: Query, ranking: Ranking) -> list[Candidate]:
        asked = self._searcher.wordings(query)
        wordings = [self._wording(asked.own, asked.family, query.language)]
        if asked.english:
            wordings.append(self._wording(asked.english))
        return self._gatherer.candidates(query, wordings, ranking)

    def _wording(
        self, text: str, languages: frozenset[Language] = frozenset(), language: Language = "en"
    ) -> Wording:
        vector = self._encoder.encode([text])[0]
        return Wording(text, vector, languages, language, self._encoder.tokens(text))

    def english(self, question: str) -> str:
        """The English words in which a question of another language is searched besides its own."""
        return self._searcher.wordings(self.query(checked(question))).english

    def query(self, question: str, filters: Filters = ANY) -> Query:
        """A question that stands alone, in the language that it is written in."""
        return Query(question, self._searcher.language(question), filters)

    def also_searched(self, query: Query) -> str:
        """What was searched besides the query, or in its place; "" where it was the query alone."""
        asked = self._searcher.wordings(query)
        return asked.english or (asked.own if asked.own != query.text else "")

    def _reply(self, query: Query, found: Sequence[Candidate]) -> Reply:
        probability = confidence(found)
        chosen = assemble(query.text, found)
        wording = self._english(query)
        citations = cite(
            (one.evidence for one in chosen),
            self.collection,
            keys=[key_of(query.text, wording, one) for one in chosen],
        )
        if not answers(probability, risk=self.risk):
            return self._refusal(query, found, probability, citations)
        return Answer(
            query=query,
            sentences=tuple(Sentence(one.quote, (one.marker,)) for one in citations),
            citations=citations,
            confidence=probability,
            notices=notices(citations, self.collection.documents, query.text, query.language),
        )

    def _english(self, query: Query) -> str:
        """The words in which English documents are asked."""
        asked = self._searcher.wordings(query)
        return asked.english or asked.own

    def _refusal(
        self,
        query: Query,
        found: Sequence[Candidate],
        probability: float,
        withheld: tuple[Citation, ...],
    ) -> NoAnswer:
        wordings = self._searcher.wordings(query)
        wording, language = wordings.own, query.language
        if wordings.english:
            wording, language = wordings.english, "en"
        refused = refusal(
            query,
            found,
            self.collection,
            wanted=rarity(asked_terms(wording, language), self.opened),
            wording=wording,
            words=self._searcher.words(query),
            glossary=self.opened.glossary,
            confidence=probability,
        )
        return NoAnswer(
            query=query,
            reason=refused.reason,
            nearest=cite(refused.nearest, self.collection),
            confidence=probability,
            withheld=withheld,
        )


def _rarity_of(generation: Generation, term: str) -> float:
    return rarity((term,), generation)[term]


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
    models: Models | None = None,
    risk: str = DEFAULT_RISK,
    generator: Generator | None = None,
) -> Assistant:
    """Opens the generation in force; takes seconds, for the encoder and the judge.

    `models` are those of another assistant, used again where their encoder made this generation.
    What stands in for an encoder has no judge beside it. Raises IndexUnusable, EncoderUnusable
    or SettingError, each with what to do.
    """
    generation = open_generation(
        index,
        encoder_name=encoder_name,
        dimension=dimension,
        load=load,
        loaded=models.encoder if models else None,
    )
    if models and models.encoder is generation.encoder:
        return Assistant(generation, models.judge, risk=risk, generator=generator)
    real = isinstance(generation.encoder, GraphEncoder | SentenceEncoder)
    judge = opened_judge(folder_beside(index)) if real else None
    return Assistant(generation, judge, risk=risk, generator=generator)
