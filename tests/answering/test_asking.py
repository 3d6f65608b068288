"""An assistant answers in the documents' own words, says no, and is the same each time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from gbaqa.answering import asking
from gbaqa.answering.asking import MAX_QUESTION, Assistant, checked, open_assistant
from gbaqa.answering.receipts import as_json, faults
from gbaqa.errors import IndexUnusable, QuestionRefused
from gbaqa.types import Answer, Filters, NoAnswer, Reason, Turn
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, build_index, write_files

FILES = {
    "alliance.md": (
        "---\ntitle: Productivity alliance\ndate: 2024-05\n---\n\n"
        "The alliance has 37 members. The alliance was founded in 2023.\n"
    ),
    "park.md": "---\ntitle: Park\nnote: A figure of 2019.\n---\n\nThe park covers 19.1 hectares.\n",
    "port.txt": "The port has 12 members of staff. The port opened in 2018.",
    "bridge.txt": "The bridge is 55 km long. The bridge has no members.",
    "橫琴.md": "---\ntitle: 橫琴\n---\n\n橫琴的企業所得稅率是15%。\n",
}
QUESTION = "How many members does the alliance have?"
NOTHING_NEAR = Reason("nothing-near", "Nothing about this was found in the documents.")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("asking")
    build_index(write_files(made / "corpus", FILES), made / "index")
    return made


def opened(folder: Path) -> Assistant:
    return open_assistant(
        folder / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
    )


@pytest.fixture(scope="module")
def assistant(folder: Path) -> Assistant:
    return opened(folder)


@pytest.fixture
def decided(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Takes the decision out of the calibration's hands."""
    return lambda answered: monkeypatch.setattr(
        asking, "answers", lambda probability, *, risk: answered
    )


def timeless(reply: dict[str, Any]) -> dict[str, Any]:
    return {**reply, "timings_ms": sorted(reply["timings_ms"])}


def test_every_sentence_is_a_stretch_of_its_document(
    assistant: Assistant, decided: Callable[[bool], None]
) -> None:
    decided(True)
    for question in (QUESTION, "Who has members of staff?", "橫琴的稅率是多少？", "port"):
        reply = assistant.ask(question).reply
        assert isinstance(reply, Answer)
        assert 1 <= len(reply.sentences) <= 3
        for sentence, citation in zip(reply.sentences, reply.citations, strict=True):
            document = assistant.collection.documents[citation.doc_id]
            assert citation.span.of(document.text) == citation.quote == sentence.text
            assert sentence.markers == (citation.marker,)
        assert [one.marker for one in reply.citations] == list(range(1, len(reply.citations) + 1))


def test_a_portuguese_question_meets_portuguese_sentences_by_their_stems(tmp_path: Path) -> None:
    files = {"pt.md": "---\nlanguage: pt\n---\n\nA cooperação começou. Está a chover.\n"}
    build_index(write_files(tmp_path / "corpus", files), tmp_path / "index")
    found = opened(tmp_path).evidence("Quais são as cooperações?")
    assert {one.text: one.coverage for one in found} == {
        "A cooperação começou.": 1.0,
        "Está a chover.": 0.0,
    }


def test_the_sentence_that_holds_the_questions_terms_comes_first(
    assistant: Assistant, decided: Callable[[bool], None]
) -> None:
    decided(True)
    exchange = assistant.ask(f"  {QUESTION}\n")
    reply = exchange.reply
    assert isinstance(reply, Answer)
    assert (reply.sentences[0].text, reply.citations[0].doc_id) == (
        "The alliance has 37 members.",
        "alliance",
    )
    assert (exchange.question, exchange.standalone_question) == (QUESTION, QUESTION)
    assert (exchange.encoder, exchange.generation) == (FAKE_ENCODER, assistant.generation)
    assert sorted(exchange.timings_ms) == ["answer", "retrieve", "total"]


def test_no_answer_shows_up_to_three_nearest_of_different_documents(
    assistant: Assistant, decided: Callable[[bool], None]
) -> None:
    decided(False)
    reply = assistant.ask("Which members won the cup?").reply
    assert isinstance(reply, NoAnswer)
    assert (reply.reason.kind, reply.reason.markers) == ("attribute", (1,))
    names = [one.doc_id for one in reply.nearest]
    assert len(names) == len(set(names)) == 3
    assert [one.marker for one in reply.nearest] == [1, 2, 3]
    assert faults(as_json(assistant.ask("Which members?")), assistant.collection.documents) == []


def test_an_index_of_fewer_documents_shows_fewer_nearest(
    tmp_path: Path, decided: Callable[[bool], None]
) -> None:
    decided(False)
    files = {"port.txt": FILES["port.txt"]}
    build_index(write_files(tmp_path / "corpus", files), tmp_path / "index")
    reply = opened(tmp_path).ask("Who won the cup?").reply
    assert isinstance(reply, NoAnswer)
    assert [one.doc_id for one in reply.nearest] == ["port"]


@pytest.mark.parametrize("answered", [True, False])
def test_the_same_question_gives_the_same_object_but_for_the_time(
    folder: Path, decided: Callable[[bool], None], answered: bool
) -> None:
    decided(answered)
    one, other = opened(folder), opened(folder)
    replies = [timeless(as_json(each.ask(QUESTION))) for each in (one, one, other)]
    assert replies[0] == replies[1] == replies[2]
    assert replies[0]["status"] == ("answered" if answered else "not_found")


def test_several_threads_get_what_one_gets(assistant: Assistant) -> None:
    questions = [QUESTION, "How long is the bridge?", "橫琴的稅率是多少？"] * 8
    alone = [timeless(as_json(assistant.ask(question))) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        together = [timeless(as_json(one)) for one in pool.map(assistant.ask, questions)]
    assert together == alone


def test_a_follow_up_is_searched_with_the_question_before_it(
    assistant: Assistant, decided: Callable[[bool], None]
) -> None:
    decided(True)
    exchange = assistant.ask("And when was it founded?", history=[Turn(QUESTION, "37 [1]")])
    assert exchange.question == "And when was it founded?"
    assert exchange.standalone_question == "And when was it founded? (alliance)"
    assert exchange.carried_over == ("alliance",)
    reply = exchange.reply
    assert isinstance(reply, Answer)
    assert "The alliance was founded in 2023." in [one.text for one in reply.sentences]


def test_the_language_is_that_of_the_question_unless_it_is_given(assistant: Assistant) -> None:
    asked = "橫琴的稅率是多少？"
    assert assistant.ask(asked).reply.query.language == "zh-Hant"
    assert assistant.ask("横琴的税率是多少？").reply.query.language == "zh-Hans"
    assert assistant.ask(asked, language="pt").reply.query.language == "pt"


def test_notices_tell_an_undated_source_and_its_note(
    assistant: Assistant, decided: Callable[[bool], None]
) -> None:
    decided(True)
    reply = assistant.ask("How many hectares are covered by the park?").reply
    assert isinstance(reply, Answer)
    assert reply.citations[0].doc_id == "park"
    assert {notice.kind: notice.text for notice in reply.notices} == {
        "undated": "The source does not say when it was published.",
        "stated-as-is": "A figure of 2019.",
    }


def test_search_ranks_and_filters(assistant: Assistant) -> None:
    found = assistant.search("members of the alliance", cutoff=2)
    assert [hit.passage_id for hit in found][:1] == ["alliance#0000"]
    assert len(found) == 2
    filtered = assistant.search("members", cutoff=9, filters=Filters(since="2024"))
    assert [hit.passage_id for hit in filtered] == ["alliance#0000"]


def test_only_documents_that_the_filters_admit_answer(
    assistant: Assistant, decided: Callable[[bool], None]
) -> None:
    decided(True)
    filters = Filters(since="2024")
    reply = assistant.ask("Who has members of staff?", filters=filters).reply
    assert isinstance(reply, Answer)
    assert {one.doc_id for one in reply.citations} == {"alliance"}
    assert reply.query.filters == filters
    assert assistant.ask("Who has members of staff?").reply.query.filters == Filters()


def test_filters_that_admit_no_document_find_nothing_and_fail_nothing(
    assistant: Assistant,
) -> None:
    exchange = assistant.ask(QUESTION, filters=Filters(until="2000"))
    assert exchange.reply == NoAnswer(
        exchange.reply.query, NOTHING_NEAR, nearest=(), confidence=0.0, withheld=()
    )
    assert assistant.search(QUESTION, cutoff=5, filters=Filters(until="2000")) == ()


def test_a_publisher_of_no_document_is_refused(assistant: Assistant) -> None:
    filters = Filters(publisher="Nobody")
    with pytest.raises(QuestionRefused, match=r"^filter publisher is 'Nobody', expected one"):
        assistant.ask(QUESTION, filters=filters)
    with pytest.raises(QuestionRefused, match=r"^filter publisher is 'Nobody', expected one"):
        assistant.search(QUESTION, cutoff=5, filters=filters)


@pytest.mark.parametrize("question", ["", " \n\t", "x" * (MAX_QUESTION + 1)])
def test_an_empty_or_over_long_question_is_refused(assistant: Assistant, question: str) -> None:
    for refuse in (assistant.ask, lambda text: assistant.search(text, cutoff=3)):
        with pytest.raises(QuestionRefused, match=r"question is empty; type one|; shorten it$"):
            refuse(question)


def test_a_question_is_read_with_its_white_space_folded() -> None:
    assert checked("  How\u3000many\n members? ") == "How many members?"
    assert checked("x" * MAX_QUESTION) == "x" * MAX_QUESTION


def test_half_a_surrogate_pair_is_replaced_before_an_encoder_meets_it() -> None:
    assert checked("how \udcff many") == "how ? many"


@pytest.mark.parametrize("question", ["?!", "🙂", "\0", "a" * MAX_QUESTION, "的"])
def test_a_question_without_a_known_term_is_no_error(assistant: Assistant, question: str) -> None:
    reply = as_json(assistant.ask(question))
    assert faults(reply, assistant.collection.documents) == []


def test_without_an_index_the_remedy_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable, match='run "gbaqa index"'):
        opened(tmp_path)
