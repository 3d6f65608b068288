"""What a request may hold: a question with its history, and which documents may answer."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from gbaqa.answering.filtering import read_filters
from gbaqa.types import ANY, Filters, Language, Turn
from gbaqa.web.desk import Question

MAX_LENGTH = 4000  # characters of a question or answer in a body
MAX_READ = 8  # earlier turns that a follow-up may refer to
MAX_SHOWN = 40  # earlier turns that a body may hold
MAX_PASSAGES = 50
MAX_DOCUMENTS = 100  # a page
MAX_PAGE = 1_000_000

LANGUAGE = "documents in this language: en, zh-Hant, zh-Hans or pt"
PUBLISHER = "documents whose publisher holds this text, whatever its case"
TOPIC = "documents with this topic, named whole, whatever its case"
SINCE = "documents of this date or later: YYYY, YYYY-MM or YYYY-MM-DD; undated ones never"
UNTIL = "documents of this date or earlier, likewise"
LANG = "the language of titles of problems: en, zh-Hant, zh-Hans or pt; else Accept-Language"

EXAMPLE_QUESTION = (
    "How many members does the Greater Bay Area Productivity Promotion Service Alliance have?"
)
EXAMPLE_ASKED: dict[str, Any] = {
    "question": "And how many were admitted in Hengqin?",
    "history": [{"question": EXAMPLE_QUESTION, "answer": "It has 37 members in total."}],
    "filters": {"language": "en"},
}


class Chosen(BaseModel):
    """Which documents may answer; a field that is left out, null or empty admits all."""

    model_config = ConfigDict(extra="forbid")
    language: str | None = Field(None, description=LANGUAGE)
    publisher: str | None = Field(None, description=PUBLISHER)
    topic: str | None = Field(None, description=TOPIC)
    since: str | None = Field(None, description=SINCE)
    until: str | None = Field(None, description=UNTIL)

    def filters(self) -> Filters:
        """The same, checked; raises QuestionRefused."""
        return read_filters(**self.model_dump(exclude_none=True))


class PastTurn(BaseModel):
    """A question asked before and the sentences that answered it, without markers."""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(max_length=MAX_LENGTH)
    answer: str = Field("", max_length=MAX_LENGTH)


class Asked(BaseModel):
    """A question, with what a follow-up may refer to."""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(description="in English, Chinese or Portuguese")
    history: list[PastTurn] = Field(
        default=[], max_length=MAX_SHOWN, description="question and answer of earlier turns"
    )
    follow: bool = Field(
        True, strict=True, description="false asks the question by itself, whatever the history"
    )
    language: Language | None = Field(
        None, description="that of the question, told from it when null"
    )
    filters: Chosen | None = Field(
        None, description="which documents may answer: language, publisher, topic, since, until"
    )

    def as_question(self) -> Question:
        """What the desk is asked; raises QuestionRefused for a filter that cannot be used."""
        told = self.history[-MAX_READ:] if self.follow else []
        return Question(
            self.question,
            history=tuple(Turn(turn.question, turn.answer) for turn in told),
            language=self.language,
            filters=self.filters.filters() if self.filters else ANY,
        )


class Parameters(BaseModel):
    """What every address takes."""

    model_config = ConfigDict(extra="forbid")
    lang: str = Field("", description=LANG)


class FilterParameters(Parameters):
    """The filters of an address."""

    language: str = Field("", description=LANGUAGE)
    publisher: str = Field("", description=PUBLISHER)
    topic: str = Field("", description=TOPIC)
    since: str = Field("", description=SINCE)
    until: str = Field("", description=UNTIL)

    def filters(self) -> Filters:
        """The same, checked; raises QuestionRefused."""
        return read_filters(
            language=self.language,
            publisher=self.publisher,
            topic=self.topic,
            since=self.since,
            until=self.until,
        )


class SearchParameters(FilterParameters):
    """A query, and how many passages."""

    q: str = Field(
        min_length=1, max_length=MAX_LENGTH, description="the query", examples=[EXAMPLE_QUESTION]
    )
    k: int = Field(10, ge=1, le=MAX_PASSAGES, description="how many passages", examples=[3])


class DocumentsParameters(FilterParameters):
    """Words, and a page of what is found."""

    q: str = Field(
        "",
        max_length=MAX_LENGTH,
        description="words that title, publisher, topics or text must all hold",
        examples=["alliance Hengqin"],
    )
    twins: bool = Field(
        True, description="false leaves out translations of documents that are found themselves"
    )
    page: int = Field(1, ge=1, le=MAX_PAGE, description="from 1", examples=[1])
    size: int = Field(20, ge=1, le=MAX_DOCUMENTS, description="documents of a page", examples=[20])
