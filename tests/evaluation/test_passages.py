"""Passages are judged by what they hold; a twin's stand for those of its original."""

from __future__ import annotations

from gbaqa.evaluation.passages import JudgedPassages
from gbaqa.evaluation.questions import Question
from gbaqa.types import Collection, Document, Hit, Passage, Ranking, Span


def document(
    doc_id: str, *texts: str, twin_of: str | None = None
) -> tuple[Document, list[Passage]]:
    """A document of one passage a text."""
    passages, start = [], 0
    for number, text in enumerate(texts):
        span = Span(start, start + len(text))
        passages.append(Passage(f"{doc_id}#{number:04d}", doc_id, span, (), "en"))
        start += len(text)
    return Document(doc_id, doc_id, "".join(texts), translation_of=twin_of), passages


PARTS = [
    document("a", "The fee is 100.", "It opened in May.", "Once 100 people came."),
    document("a.zh-Hant", "費用是100元。", "五月開幕。", "曾有100人到場。", twin_of="a"),
    document("b", "The fee was 90."),
]
COLLECTION = Collection(
    {one.doc_id: one for one, _ in PARTS},
    {passage.passage_id: passage for _, passages in PARTS for passage in passages},
)
QRELS = {"q": {"a": 2, "b": 1}}


def question(**fields: tuple[tuple[str, ...], ...]) -> Question:
    keys = fields.get("keys", (("100",),))
    return Question("q", "en", "what fee", True, ("a",), keys, fields.get("evidence", ()))


def ranking(*passage_ids: str) -> Ranking:
    return tuple(Hit(name, 1.0 - place / 10) for place, name in enumerate(passage_ids))


def test_a_passage_counts_that_holds_a_key_fact() -> None:
    judged = JudgedPassages(QRELS, [question()], COLLECTION)
    # none of b holds one: nothing tells its passages apart
    assert judged.qrels == {"q": {"a#0000": 2, "a#0002": 2, "b#0000": 1}}


def test_evidence_goes_before_key_facts() -> None:
    told = question(evidence=(("The fee is 100.", "費用是100元。"),))
    judged = JudgedPassages({"q": {"a": 2}}, [told], COLLECTION)
    assert judged.qrels == {"q": {"a#0000": 2}}


def test_without_a_question_every_passage_of_the_document_counts() -> None:
    judged = JudgedPassages({"q": {"a": 1}}, [], COLLECTION)
    assert judged.qrels == {"q": {"a#0000": 1, "a#0001": 1, "a#0002": 1}}


def test_a_document_that_is_not_there_stays_to_be_missed() -> None:
    assert JudgedPassages({"q": {"z": 1}}, [], COLLECTION).qrels == {"q": {"z": 1}}


def test_a_twins_passage_stands_for_one_of_its_originals() -> None:
    judged = JudgedPassages({"q": {"a": 1}}, [question()], COLLECTION)
    found = judged.standing_for("q", ranking("a.zh-Hant#0000", "a.zh-Hant#0001", "a#0000"))
    # the first twin stands for a#0000, which is not counted again
    assert [name for name, _ in found] == ["a#0000", "a.zh-Hant#0001"]


def test_more_of_a_twin_than_its_original_has_is_left_out() -> None:
    told = question(evidence=(("The fee is 100.", "費用是100元。", "曾有100人到場。"),))
    judged = JudgedPassages({"q": {"a": 1}}, [told], COLLECTION)
    found = judged.standing_for("q", ranking("a.zh-Hant#0000", "a.zh-Hant#0002", "b#0000"))
    assert [name for name, _ in found] == ["a#0000", "b#0000"]


def test_where_nothing_tells_any_passage_of_a_twin_stands_for_its_original() -> None:
    judged = JudgedPassages({"q": {"a": 1}}, [], COLLECTION)
    found = judged.standing_for("q", ranking("a.zh-Hant#0001", "a.zh-Hant#0000"))
    assert [name for name, _ in found] == ["a#0000", "a#0001"]
