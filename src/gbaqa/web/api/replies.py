"""What replies hold, for /openapi.json alone: the objects themselves are written elsewhere."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from gbaqa.types import Language, ReasonKind
from gbaqa.web.api.problems import KINDS

PAGE = "the page that it begins on, of a document that has pages; left out of others"


class Reply(BaseModel):
    """No field but those that are described."""

    model_config = ConfigDict(extra="forbid")


class KeySpan(Reply):
    """A stretch of the document's text, in code points, half-open."""

    start: int
    end: int


class CitationReply(Reply):
    """A receipt: the quote, byte for byte, and where it stands."""

    marker: int = Field(description="the number by which a sentence names it")
    doc_id: str
    passage_id: str
    title: str
    publisher: str
    date: str = Field(description='ISO date of any precision, "" where unknown')
    url: str
    page: int | None = Field(None, ge=1, description=PAGE)
    quote: str
    start: int = Field(description="in code points of the document's text")
    end: int
    doc_sha256: str = Field(description="of the file's bytes")
    translation_of: str | None
    key: KeySpan | None = Field(description="the part that answers, within start and end")


class SentenceReply(Reply):
    """One sentence and the citations it stands on."""

    text: str
    markers: list[int]


class NoticeReply(Reply):
    """Something to know of the sources."""

    kind: str = Field(description="such as conflict, superseded, older-than, undated, stated-as-is")
    text: str
    markers: list[int]


class ReasonReply(Reply):
    """Why there is no answer."""

    kind: ReasonKind
    text: str
    choices: list[str] = Field(description="questions to ask instead of an ambiguous one")
    markers: list[int]


class DroppedReply(Reply):
    """A sentence of a language model that its quotes do not support."""

    text: str
    reason: str


class WrittenReply(Reply):
    """What a language model made of the citations, where one is asked."""

    model: str
    sentences: list[SentenceReply]
    dropped: list[DroppedReply]
    failed: str = Field("", description="why nothing was written; left out where something was")


class IndexReply(Reply):
    """What was searched."""

    generation: str
    encoder: str


class AnswerReply(Reply):
    """One answer with its citations, or that the documents do not say."""

    question: str
    standalone_question: str = Field(description="the question as it was searched")
    carried_over: list[str] = Field([], description="words taken from earlier turns")
    also_searched: str = Field("", description="what was searched besides, or in its place")
    language: Language
    status: Literal["answered", "not_found"]
    reason: ReasonReply | None = Field(None, description="of not_found alone")
    sentences: list[SentenceReply]
    confidence: float = Field(ge=0, le=1, description="estimated probability of being right")
    citations: list[CitationReply]
    notices: list[NoticeReply]
    nearest: list[CitationReply] = Field(description="of not_found: passages to look at")
    written: WrittenReply | None = Field(None, description="where a language model is asked")
    index: IndexReply
    timings_ms: dict[str, float]
    sha256: str = Field(description="of the object without sha256 and timings_ms")


class HitReply(Reply):
    """One passage found."""

    rank: int = Field(ge=1)
    passage_id: str
    doc_id: str
    title: str
    publisher: str
    date: str
    language: Language
    url: str
    page: int | None = Field(None, ge=1, description=PAGE)
    score: float
    text: str


class ChosenReply(Reply):
    """The filters that were set."""

    language: str = ""
    publisher: str = ""
    topic: str = ""
    since: str = ""
    until: str = ""


class SearchReply(Reply):
    """Ranked passages, best first."""

    query: str
    also_searched: str = ""
    filters: ChosenReply | None = None
    hits: list[HitReply]


class ListedReply(Reply):
    """What is known of a document, without its text."""

    doc_id: str
    title: str
    publisher: str
    date: str
    url: str
    language: Language
    topics: list[str]
    translation_of: str | None
    sha256: str


class DocumentsReply(Reply):
    """One page of the documents found, newest first, undated ones last."""

    total: int
    page: int
    size: int
    oldest: str = Field(description='of all that are found; "" where none has a date')
    newest: str
    documents: list[ListedReply]


class PassageReply(Reply):
    """A stretch of the text that is searched as a whole."""

    passage_id: str
    start: int
    end: int
    headings: list[str]


class TwinReply(Reply):
    """The same document in another language."""

    doc_id: str
    language: Language
    title: str


class DocumentReply(ListedReply):
    """One document, whole."""

    note: str
    source_language: str
    also: list[str]
    text: str = Field(description="all offsets count its code points")
    pages: list[int] | None = Field(
        None, description="where each page begins, of a document that has pages"
    )
    passages: list[PassageReply]
    twins: list[TwinReply]


class HealthReply(Reply):
    """The state of the process."""

    status: Literal["alive", "loading", "ready", "failed", "draining"]
    detail: str = Field("", description="why it is not ready")
    generation: str = Field("", description="of the index that answers, where it is ready")


class ProblemReply(Reply):
    """What went wrong, as RFC 9457 says."""

    type: str = Field(description="ends in the kind: " + ", ".join(KINDS))
    title: str = Field(description="in the language of Accept-Language or ?lang=")
    status: int
    detail: str = Field(description="one line: what happened this time")
    request_id: str = Field(description="that of the header X-Request-ID")
