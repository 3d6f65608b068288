"""A scripted assistant that has a document in Traditional Chinese too, and can break."""

from __future__ import annotations

from collections.abc import Sequence

from gbaqa.answering.asking import checked
from gbaqa.answering.citing import cite
from gbaqa.answering.exchanges import Exchange
from gbaqa.answering.notices import notices
from gbaqa.errors import IndexUnusable
from gbaqa.text.scripts import language_of
from gbaqa.types import (
    ANY,
    Answer,
    Collection,
    Document,
    Evidence,
    Filters,
    Hit,
    Language,
    Passage,
    Query,
    Ranking,
    Sentence,
    Span,
    Suggestion,
    Turn,
)
from tests.web.scripted import BANK, COLLECTION, ScriptedAssistant, ScriptedGeneration

BRIDGE_QUOTE = "港珠澳大橋於2018年10月24日開通，連接香港、珠海與澳門。"
BRIDGE_KEY = "2018年10月24日"
SIMPLIFIED_QUOTE = "港珠澳大桥于2018年10月24日开通，连接香港、珠海与澳门。"
BRIDGE_QUESTION = "大橋何時開通？"
BRIDGE = Document(
    doc_id="bridge",
    title="大橋開通",
    text=f"## 開通\n\n前言：這座橋很長。\n\n{BRIDGE_QUOTE} 車輛須有許可證。\n",
    publisher="大橋管理局",
    date="2018-10-25",
    url="https://example.org/bridge",
    language="zh-Hant",
    topics=("基建",),
    sha256="c" * 64,
)
PASSAGE = Passage(
    passage_id="bridge#0000",
    doc_id="bridge",
    span=Span(7, len(BRIDGE.text)),
    headings=("開通",),
    language="zh-Hant",
)
BRIDGES = Collection(
    documents={**COLLECTION.documents, "bridge": BRIDGE},
    passages={**COLLECTION.passages, "bridge#0000": PASSAGE},
)


class BridgingAssistant(ScriptedAssistant):
    """Quotes a Traditional document to a question about 橋 or 桥; fails at one with "broken"."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = ScriptedGeneration((*BANK, Suggestion("zh-Hant", BRIDGE_QUESTION, "bridge")))
        self.collection = BRIDGES

    def search(self, question: str, *, cutoff: int, filters: Filters = ANY) -> Ranking:
        if _about_the_bridge(question):
            return (Hit("bridge#0000", 0.9),)
        return super().search(question, cutoff=cutoff, filters=filters)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        language: Language | None = None,
        filters: Filters = ANY,
    ) -> Exchange:
        text = checked(question)
        if "broken" in text:
            raise IndexUnusable("the disk is gone")
        if _about_the_bridge(text):
            times = {"total": 1.5}
            return Exchange(text, text, _bridge(text), self.generation, self.encoder, times)
        return super().ask(text, history=history, language=language, filters=filters)


def _about_the_bridge(question: str) -> bool:
    return "橋" in question or "桥" in question


def _bridge(question: str) -> Answer:
    query = Query(question, language_of(question))
    citations = cite([_evidence(BRIDGE_QUOTE)], BRIDGES, keys=[_evidence(BRIDGE_KEY).span])
    return Answer(
        query=query,
        sentences=(Sentence(BRIDGE_QUOTE, (1,)),),
        citations=citations,
        confidence=0.93,
        notices=notices(citations, BRIDGES.documents, question, query.language),
    )


def _evidence(words: str) -> Evidence:
    start = BRIDGE.text.index(words)
    return Evidence(PASSAGE.passage_id, Span(start, start + len(words)), 1.0)
