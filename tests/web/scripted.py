"""An assistant whose replies are written down here, so that the page's part can be seen alone."""

from __future__ import annotations

from collections.abc import Sequence

from gbaqa.answering.asking import Assistant, checked
from gbaqa.answering.citing import cite
from gbaqa.answering.exchanges import Exchange
from gbaqa.answering.notices import notices
from gbaqa.answering.writing.writing import Dropped, Written
from gbaqa.indexing.opening import Generation
from gbaqa.text.scripts import language_of
from gbaqa.types import (
    ANY,
    Answer,
    Citation,
    Collection,
    Document,
    Evidence,
    Filters,
    Hit,
    Language,
    NoAnswer,
    Passage,
    Query,
    Ranking,
    Reason,
    Reply,
    Sentence,
    Span,
    Suggestion,
    Turn,
)

QUOTE = "The alliance has 23 members & counts <b>R&D</b> < 5."
SECOND = "It was founded in 2019."
KEY = "23 members & counts <b>R&D</b>"  # of QUOTE
# each would show in the browser if a document's text were ever read as markup or as a template
HOSTILE = (
    "<img src=x onerror=\"document.title='taken'\"> "
    "${Reflect.set(document, /title/.source, 7)} {{title}}"
)
ALSO = {
    "聯盟有多少成員？": f"alliance members {HOSTILE}",
    "獨角獸 unicorn 在哪裏？": "unicorn where",
    "How many membres?": "How many members?",
}

CHOICES = ("Which <b>white</b> unicorn?", "Which black unicorn?")
WRITTEN = Written(
    sentences=(Sentence("There are <b>23</b> members.", (1,)), Sentence("Since 2019.", (2, 3))),
    dropped=(
        Dropped("<img src=x> It has 99 members.", "99 stands in none of its quotes"),
        Dropped("It is old.", "it has no marker"),
    ),
    model="small & <b>quick</b>",
)
FAILED = Written(model="small", failed="the language model took longer than 30 s")

ALLIANCE = Document(
    doc_id="people/alliance",
    title="The alliance & its members",
    text=f"## Members\n\nBefore [1] it: {HOSTILE}\n\n{QUOTE} {SECOND}\n\n- Macao\n- Zhuhai\n",
    publisher="Alliance <office>",
    date="2024-10-09",
    url="https://example.org/alliance?a=1&b=2",
    topics=("members", "Macao"),
    note="It is told twice.",
    sha256="a" * 64,
)
UNDATED = Document(
    doc_id="undated",
    title="Without a date",
    text="Nobody knows when. It rained.",
    url="javascript:alert(1)",
    sha256="b" * 64,
)
COLLECTION = Collection(
    documents={document.doc_id: document for document in (ALLIANCE, UNDATED)},
    passages={
        f"{document.doc_id}#0000": Passage(
            passage_id=f"{document.doc_id}#0000",
            doc_id=document.doc_id,
            span=Span(12 if document is ALLIANCE else 0, len(document.text)),
            headings=(),
            language="en",
        )
        for document in (ALLIANCE, UNDATED)
    },
)

BANK = (  # nothing answers the one about the unicorn
    Suggestion("en", "How many members has the alliance?", "people/alliance"),
    Suggestion("en", "When was the alliance founded?", "people/alliance"),
    Suggestion("en", "When did it rain?", "undated"),
    Suggestion("en", "Where is the unicorn?", "undated"),
    Suggestion("zh-Hant", "聯盟何時成立？", "people/alliance"),
)


class ScriptedGeneration(Generation):
    """Of a generation what the page looks at: the questions that may be offered."""

    def __init__(self, questions: tuple[Suggestion, ...]) -> None:
        object.__setattr__(self, "questions", questions)  # the record is frozen


def evidence(document: Document, quote: str) -> Evidence:
    """Where the quote stands in the document's one passage."""
    start = document.text.index(quote)
    return Evidence(f"{document.doc_id}#0000", Span(start, start + len(quote)), 1.0)


class ScriptedAssistant(Assistant):
    """Answers with three quotes; says no to a question about unicorns; keeps what it was asked.

    A question is also searched as ALSO says. "Write" has an answer written, "fail" has that fail,
    "which" makes a question about unicorns ambiguous.
    """

    def __init__(self) -> None:
        self.opened = ScriptedGeneration(BANK)
        self.collection = COLLECTION
        self.generation = "g1"
        self.encoder = "scripted"
        self.asked: list[tuple[str, tuple[Turn, ...], Language | None]] = []
        self.filtered: list[Filters] = []

    def search(self, question: str, *, cutoff: int, filters: Filters = ANY) -> Ranking:
        checked(question)
        self.filtered.append(filters)
        return (Hit("people/alliance#0000", 0.75), Hit("undated#0000", 0.5))[:cutoff]

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        language: Language | None = None,
        filters: Filters = ANY,
    ) -> Exchange:
        text = checked(question)
        self.asked.append((text, tuple(history), language))
        self.filtered.append(filters)
        full = f"{text} (alliance)" if history else text
        return Exchange(
            text,
            full,
            reply(full),
            self.generation,
            self.encoder,
            {"total": 1.5},
            also_searched=self.also_searched(self.query(full)),
            carried_over=("alliance",) if history else (),
            written=WRITTEN if "write" in text else FAILED if "fail" in text else None,
        )

    def query(self, question: str, filters: Filters = ANY) -> Query:
        return Query(question, language_of(question), filters)

    def also_searched(self, query: Query) -> str:
        return ALSO.get(query.text, "")


def reply(question: str) -> Reply:
    """What the assistant says to a standalone question."""
    query = Query(question, language_of(question))
    if "unicorn" in question:
        nearest = cite([evidence(UNDATED, "It rained.")], COLLECTION)
        return NoAnswer(query, reason(question), nearest, confidence=0.1)
    citations = _citations(question)
    return Answer(
        query=query,
        sentences=tuple(Sentence(one.quote, (one.marker,)) for one in citations),
        citations=citations,
        confidence=0.93,
        notices=notices(citations, COLLECTION.documents, language=query.language),
    )


def _citations(question: str) -> tuple[Citation, ...]:
    """The same three quotes for every question but two of BANK, which have their own."""
    for word, one in (
        ("founded", evidence(ALLIANCE, SECOND)),
        ("rain", evidence(UNDATED, "It rained.")),
    ):
        if word in question:
            return cite([one], COLLECTION)
    found = (
        evidence(ALLIANCE, QUOTE),
        evidence(ALLIANCE, SECOND),
        evidence(UNDATED, "Nobody knows when."),
    )
    return cite(found, COLLECTION, keys=[evidence(ALLIANCE, KEY).span, None, None])


def reason(question: str) -> Reason:
    """Why there is no answer to a question about unicorns."""
    if "which" in question:
        return Reason("ambiguous", "Which one is [1]?", CHOICES, (1,))
    return Reason("nothing-near", "The documents do not say.")
