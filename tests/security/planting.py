"""An assistant over documents every word of which was written by somebody who means ill."""

from __future__ import annotations

from collections.abc import Sequence

from gbaqa.answering.asking import checked
from gbaqa.answering.citing import cite
from gbaqa.answering.exchanges import Exchange
from gbaqa.answering.writing.writing import Dropped, Written
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
    Notice,
    Passage,
    Query,
    Ranking,
    Reason,
    Sentence,
    Span,
    Suggestion,
    Turn,
)
from tests.security.payloads import ADDRESSES, ALL
from tests.web.scripted import ScriptedAssistant, ScriptedGeneration

IN_EACH = 12  # payloads
NAMES = ("a/'\"><img src=x onerror=top.taken=1>", "b?x=1#y&z", "c %2e%2e\u202egpj.exe", "d\\..\\e")


def one_line(text: str) -> str:
    """As titles and the like are, which hold no line ends."""
    return " ".join(text.split())


def _documents() -> dict[str, Document]:
    found = {}
    for number, start in enumerate(range(0, len(ALL), IN_EACH)):
        planted = ALL[start : start + IN_EACH]
        line = [one_line(payload) for payload in planted]
        doc_id = NAMES[number] if number < len(NAMES) else f"document-{number}"
        found[doc_id] = Document(
            doc_id=doc_id,
            title=line[0],
            text="".join(f"## {line[-1]}\n\nBefore it. {one} After it.\n\n" for one in planted),
            publisher=line[1],
            date="2024-10-09",
            url=ADDRESSES[number % len(ADDRESSES)],
            topics=tuple(line[2:6]),
            note=line[6],
            sha256=f"{number:064x}",
        )
    return found


DOCUMENTS = _documents()
PASSAGES = {
    f"{doc_id}#0000": Passage(
        passage_id=f"{doc_id}#0000",
        doc_id=doc_id,
        span=Span(0, len(document.text)),
        headings=document.topics[:2],
        language="en",
    )
    for doc_id, document in DOCUMENTS.items()
}
COLLECTION = Collection(documents=DOCUMENTS, passages=PASSAGES)


def _quotes() -> tuple[Citation, ...]:
    found = []
    for document in DOCUMENTS.values():
        for payload in ALL:
            start = document.text.find(f"Before it. {payload} After it.")
            if start >= 0 and payload.strip():
                begin = start + len("Before it. ")
                begin += len(payload) - len(payload.lstrip())
                end = begin + len(payload.strip())
                found.append(Evidence(f"{document.doc_id}#0000", Span(begin, end), 1.0))
    return cite(found, COLLECTION)


QUOTES = _quotes()
WRITTEN = Written(
    sentences=tuple(Sentence(one_line(payload), (1,)) for payload in ALL[:6]),
    dropped=tuple(Dropped(one_line(payload), one_line(payload)) for payload in ALL[6:9]),
    model=one_line(ALL[0]),
)
BANK = tuple(Suggestion("en", one_line(payload), next(iter(DOCUMENTS))) for payload in ALL[:3])


class PlantedAssistant(ScriptedAssistant):
    """Quotes every payload in one answer; to a question with "nothing" it gives reasons of them."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = ScriptedGeneration(BANK)
        self.collection = COLLECTION

    def search(self, question: str, *, cutoff: int, filters: Filters = ANY) -> Ranking:
        return tuple(Hit(passage_id, 0.5) for passage_id in PASSAGES)[:cutoff]

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        language: Language | None = None,
        filters: Filters = ANY,
    ) -> Exchange:
        text = checked(question)
        return Exchange(
            text,
            text,
            _nothing(text) if "nothing" in text else _everything(text),
            self.generation,
            self.encoder,
            {"total": 1.0},
            also_searched=one_line(" ".join(ALL[9:12])),
            carried_over=tuple(map(one_line, ALL[12:15])) if history else (),
            written=WRITTEN,
        )


def _everything(text: str) -> Answer:
    return Answer(
        query=Query(text, "en"),
        sentences=tuple(Sentence(one.quote, (one.marker,)) for one in QUOTES),
        citations=QUOTES,
        confidence=0.93,
        notices=tuple(Notice("stated-as-is", one_line(one), (1,)) for one in ALL[15:20]),
    )


def _nothing(text: str) -> NoAnswer:
    choices = tuple(map(one_line, ALL[20:25]))
    reason = Reason("ambiguous", one_line(" ".join(ALL[25:30])), choices, (1,))
    return NoAnswer(Query(text, "en"), reason, QUOTES[:3], confidence=0.1)
