"""Records that every room shares: frozen, slotted, and checked when they are made."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias, get_args

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors: TypeAlias = "NDArray[np.float32]"

Language = Literal["en", "zh-Hant", "zh-Hans", "pt"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of `Document.text`, in code points.

    >>> Span(2, 5).of("abcdefg")
    'cde'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"need 0 <= start < end, got [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """The text that the span covers, verbatim."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the corpus: its text without front matter, and what is known of it.

    `sha256` is the digest of the file's bytes as they lie on disk, so that
    `sha256sum` alone can replay it. `date` is an ISO date of any precision or "". `pages` says
    where each page begins, from 0 and never falling; () where the format has none.
    """

    doc_id: str
    title: str
    text: str
    publisher: str = ""
    date: str = ""
    url: str = ""
    language: Language = "en"
    topics: tuple[str, ...] = ()
    note: str = ""
    sha256: str = ""
    source_language: str = ""
    also: tuple[str, ...] = ()
    translation_of: str | None = None
    pages: tuple[int, ...] = ()

    def page_of(self, start: int) -> int | None:
        """The page, from 1, on which a place of the text is; None where there are no pages.

        >>> Document("a", "A", "One. Two.", pages=(0, 5)).page_of(5)
        2
        """
        return bisect_right(self.pages, start) or None

    @property
    def original(self) -> str:
        """The id that it counts as: that of its original where it is a twin, else its own."""
        return self.translation_of or self.doc_id

    def record(self) -> dict[str, Any]:
        """Its fields as JSON has them; `pages` is left out where the format has none."""
        fields = asdict(self)
        return fields if self.pages else {name: fields[name] for name in fields if name != "pages"}


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one document that is searched as a whole: `span.of(document.text)`."""

    passage_id: str
    doc_id: str
    span: Span
    headings: tuple[str, ...]
    language: Language


@dataclass(frozen=True, slots=True)
class Term:
    """A name or word of the field in four languages, "" where it has none, with its aliases."""

    en: str
    zh_hant: str = ""
    zh_hans: str = ""
    pt: str = ""
    aliases: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that visitors may be offered, and the document (no translation) that answers."""

    language: Language
    text: str
    doc_id: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents may answer; an empty field admits every document.

    `language` is the document's own, whatever that of the question. Publishers have long names:
    `publisher` admits each that holds it. `topic` is one of the document's, whole. Neither minds
    case or white space (`folded`). `answering/filtering.py` makes filters of what was typed.

    `since` and `until` are ISO dates that include their bounds, compared at the coarser
    precision of bound and document; a document without a date passes neither.
    """

    language: str = ""
    publisher: str = ""
    topic: str = ""
    since: str = ""
    until: str = ""

    def admits(self, document: Document) -> bool:
        """Whether the document passes every filter that is set."""
        return (
            self.language in ("", document.language)
            and self.admits_publisher(document.publisher)
            and self.admits_topics(document.topics)
            and self.admits_date(document.date)
        )

    def admits_publisher(self, publisher: str) -> bool:
        """Whether documents of this publisher pass, as far as it goes."""
        return folded(self.publisher) in folded(publisher)

    def admits_topics(self, topics: Iterable[str]) -> bool:
        """Whether documents of these topics pass, as far as they go."""
        return not self.topic or folded(self.topic) in map(folded, topics)

    def admits_date(self, date: str) -> bool:
        """Whether documents of this date pass, as far as it goes."""
        return (not self.since or _not_before(date, self.since)) and (
            not self.until or _not_before(self.until, date)
        )


@lru_cache(maxsize=4096)  # a corpus has far fewer publishers and topics than passages
def folded(text: str) -> str:
    """Two spellings that differ in case, width or white space alone are one.

    >>> folded(" HKSAR\u3000Government ") == folded("ｈｋｓａｒ government")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _not_before(date: str, other: str) -> bool:
    """At the coarser of the two precisions: "2024-05" is neither before nor after "2024"."""
    shared = min(len(date), len(other))
    return shared > 0 and date[:shared] >= other[:shared]


ANY = Filters()


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms that together stand for a word of a question, and how much finding them counts."""

    terms: tuple[str, ...]
    weight: float = 1.0


Group: TypeAlias = tuple[Alternative, ...]  # for one word; the best of them counts


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for, in the language that it is written in.

    `languages` are those of the documents to look at, all where there is none; `wanted` is what
    to look for by words, where that is not the words of the text.
    """

    text: str
    language: Language = "en"
    filters: Filters = ANY
    languages: tuple[Language, ...] = ()
    wanted: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found; the higher the score the better."""

    passage_id: str
    score: float


Ranking: TypeAlias = tuple[Hit, ...]


def ranked(scores: Mapping[str, float], *, cutoff: int) -> Ranking:
    """The best `cutoff` passages in the one total order: score down, then passage_id.

    >>> [hit.passage_id for hit in ranked({"b": 1.0, "a": 1.0, "c": 2.0}, cutoff=2)]
    ['c', 'a']
    """
    order = ((-score, passage_id) for passage_id, score in scores.items())
    return tuple(Hit(passage_id, -below) for below, passage_id in sorted(order)[:cutoff])


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence or list item of a passage, scored against a question."""

    passage_id: str
    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A receipt: the quote, where it stands, and the document as it was then.

    `key` is the part of it that answers, where one was found: a span of the document's text.
    `page` is the one that it begins on, from 1, where the document has pages.
    """

    marker: int
    doc_id: str
    passage_id: str
    span: Span
    quote: str
    doc_sha256: str
    title: str
    publisher: str
    date: str
    url: str
    translation_of: str | None = None
    key: Span | None = None
    page: int | None = None

    def __post_init__(self) -> None:
        within = self.key is None or (
            self.span.start <= self.key.start and self.key.end <= self.span.end
        )
        if not within:
            raise ValueError(f"need a key within {self.span}, got {self.key}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer and the markers of the citations it stands on."""

    text: str
    markers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader should know of the sources: `kind`, a sentence, its markers."""

    kind: str
    text: str
    markers: tuple[int, ...] = ()


ReasonKind = Literal["nothing-near", "attribute", "another-year", "ambiguous", "false-premise"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why there is no answer: `kind`, a sentence in the user's words.

    `choices` are the questions to ask instead of an ambiguous one; `markers` those of the nearest
    citations that the sentence speaks of, as of the passage that corrects a false premise.
    """

    kind: ReasonKind
    text: str
    choices: tuple[str, ...] = ()
    markers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One to three quoted sentences; `confidence` is the estimated probability of being right."""

    query: Query
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    confidence: float
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The documents do not say; `nearest` holds up to three passages to look at.

    `withheld` is what would have been quoted, and `confidence` what it was worth: for
    evaluation, never shown as an answer.
    """

    query: Query
    reason: Reason
    nearest: tuple[Citation, ...] = ()
    confidence: float = 0.0
    withheld: tuple[Citation, ...] = ()


Reply: TypeAlias = Answer | NoAnswer


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and the answer that was shown for it."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """What a collection is made of; publishers and topics with the number of their documents."""

    originals: int  # a twin counts as its original
    newest: str  # date, "" where none is known
    publishers: Mapping[str, int]
    topics: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents and their passages by id, as one generation of the index holds them."""

    documents: Mapping[str, Document]
    passages: Mapping[str, Passage]

    def document_of(self, passage_id: str) -> Document:
        """The document that a passage belongs to."""
        return self.documents[self.passages[passage_id].doc_id]

    def original_of(self, doc_id: str) -> str:
        """The id that a document counts as; one that is not held counts as itself."""
        return self.documents[doc_id].original if doc_id in self.documents else doc_id

    def text(self, passage_id: str) -> str:
        """A passage's text, verbatim."""
        return self.passages[passage_id].span.of(self.document_of(passage_id).text)

    # What is asked of all records at once. A collection that is not held in memory knows it
    # without reading them (indexing/storing.py).

    def position(self, passage_id: str) -> int:
        """A passage's place in the order of ids, from 0."""
        return list(self.passages).index(passage_id)

    def ids(self, positions: Sequence[int]) -> list[str]:
        """The ids of the passages at these positions."""
        order = list(self.passages)
        return [order[position] for position in positions]

    def passages_of(self, doc_id: str) -> tuple[Passage, ...]:
        """A document's passages, in order; none where it is not held."""
        return tuple(one for one in self.passages.values() if one.doc_id == doc_id)

    def languages(self) -> frozenset[Language]:
        """The languages of the documents."""
        return frozenset(document.language for document in self.documents.values())

    def translations(self) -> dict[str, tuple[str, ...]]:
        """The ids of the documents that are translations, by those of their originals."""
        found: dict[str, tuple[str, ...]] = {}
        for doc_id, document in sorted(self.documents.items()):
            if document.translation_of is not None:
                found[document.original] = (*found.get(document.original, ()), doc_id)
        return found

    def overview(self) -> Overview:
        """What the documents are, as a whole."""
        documents = self.documents.values()
        return Overview(
            originals=len({one.original for one in documents}),
            newest=max((one.date for one in documents), default=""),
            publishers=Counter(one.publisher for one in documents if one.publisher),
            topics=Counter(topic for one in documents for topic in dict.fromkeys(one.topics)),
        )

    def other_languages(self, document: Document) -> list[Document]:
        """The original and the twins of a document, without itself, by language and id."""
        ids = (document.original, *self.translations().get(document.original, ()))
        found = [self.documents[one] for one in ids if one in self.documents]
        others = [one for one in found if one.doc_id != document.doc_id]
        return sorted(others, key=lambda one: (one.language, one.doc_id))


Report: TypeAlias = Callable[[str, int, int], None]  # of a long step: its name, done, total


class Encoder(Protocol):
    """Texts to unit-length float32 vectors, shape (len(texts), dimension)."""

    def encode(self, texts: Sequence[str]) -> Vectors: ...


class Searcher(Protocol):
    """A query to a ranking of at most `cutoff` passages."""

    def search(self, query: Query, *, cutoff: int) -> Ranking: ...


class Generator(Protocol):
    """A prompt to the text that a language model writes for it."""

    def generate(self, prompt: str) -> str: ...
