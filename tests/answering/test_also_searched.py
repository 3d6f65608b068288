"""What was searched besides a question, or in its place, is told in every form of the answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gbaqa.answering import asking
from gbaqa.answering.asking import Assistant, open_assistant
from gbaqa.answering.exchanges import Exchange
from gbaqa.answering.printing import as_text, searched_lines
from gbaqa.answering.receipts import as_json, faults, passages_json
from gbaqa.types import Filters, Hit, NoAnswer, Query, Turn
from tests.answering.receipts_made import COLLECTION, answered
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, build_index, write_files

FILES = {
    "alliance.md": (
        "---\ntitle: Alliance\ndate: 2024-05\n---\n\n"
        "The alliance has 37 members. The alliance was founded in 2023.\n"
    ),
    "bridge.md": "---\ntitle: Bridge\ndate: 2018\n---\n\nThe bridge is 55 km long.\n",
}
RIGHT = "How long is the bridge?"
WRONG = "How long is the brigde?"
CHINESE = "橋有多長？"
ENGLISH = "bridge how long"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("also_searched")
    build_index(write_files(folder / "corpus", FILES), folder / "index")
    return open_assistant(
        folder / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
    )


@pytest.fixture(params=[True, False], ids=["answered", "not found"])
def decided(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Takes the decision out of the calibration's hands; it must not matter here."""
    outcome = bool(request.param)
    monkeypatch.setattr(asking, "answers", lambda probability, *, risk: outcome)
    return outcome


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        (CHINESE, ENGLISH),
        ("Qual é a ponte?", "which bridge"),
        (WRONG, RIGHT),
        (RIGHT, ""),
    ],
)
def test_an_exchange_tells_what_was_searched(
    assistant: Assistant, decided: bool, question: str, searched: str
) -> None:
    exchange = assistant.ask(question)
    assert (exchange.question, exchange.also_searched) == (question, searched)


def test_of_a_follow_up_the_whole_question_is_told(assistant: Assistant) -> None:
    exchange = assistant.ask(
        "And when was it foudned?", history=[Turn("Name the alliance members.")]
    )
    assert exchange.standalone_question == "And when was it foudned? (Name alliance members)"
    assert exchange.also_searched == "And when was it founded? (Name alliance members)"


def test_the_language_that_is_given_is_the_one_read(assistant: Assistant) -> None:
    assert assistant.ask(CHINESE, language="zh-Hans").also_searched == ENGLISH
    assert assistant.ask(CHINESE, language="en").also_searched == ""


def test_a_query_is_in_the_language_that_it_is_written_in(assistant: Assistant) -> None:
    filters = Filters(since="2020")
    assert assistant.query(CHINESE, filters) == Query(CHINESE, "zh-Hant", filters)
    assert assistant.query(RIGHT) == Query(RIGHT, "en", Filters())


KEYS = (
    "question standalone_question also_searched language status reason sentences confidence "
    "citations notices nearest index timings_ms sha256"
).split()


def test_the_object_holds_it_where_there_is_one(assistant: Assistant, decided: bool) -> None:
    found = as_json(assistant.ask(CHINESE))
    keys = [key for key in KEYS if key != "reason" or not decided]
    assert list(found) == keys
    assert (found["standalone_question"], found["also_searched"]) == (CHINESE, ENGLISH)
    assert found["status"] == ("answered" if decided else "not_found")
    without = as_json(assistant.ask(RIGHT))
    assert list(without) == [key for key in keys if key != "also_searched"]


def test_receipts_hold_with_and_without_it(assistant: Assistant, decided: bool) -> None:
    documents = assistant.collection.documents
    for question in (CHINESE, WRONG, RIGHT):
        found = as_json(assistant.ask(question))
        assert faults(found, documents) == []
        assert faults({**found, "also_searched": "x"}, documents) != []
    spoilt = {**answered(), "also_searched": ENGLISH, "citations": []}
    assert faults(spoilt, COLLECTION.documents) != []


def test_ranked_passages_hold_it_where_there_is_one() -> None:
    ranking = (Hit("park#0000", 0.5),)
    hits = passages_json("公園", ranking, COLLECTION)["hits"]
    assert passages_json("公園", ranking, COLLECTION) == {"query": "公園", "hits": hits}
    assert passages_json("公園", ranking, COLLECTION, also_searched="park") == {
        "query": "公園",
        "also_searched": "park",
        "hits": hits,
    }


def test_the_line_says_whether_the_question_was_searched_too() -> None:
    assert searched_lines("bridge\nlong", "zh-Hans") == ["同时搜索：bridge long"]
    assert searched_lines("bridge long", "zh-Hant") == ["同時搜尋：bridge long"]
    assert searched_lines("bridge long", "pt") == ["Pesquisado também: bridge long"]
    assert searched_lines(RIGHT, "en") == [f"Searched for: {RIGHT}"]
    assert searched_lines("", "en") == searched_lines("", "pt") == []


def lines_with(exchange: Exchange) -> tuple[list[str], list[str]]:
    """The text of the exchange, and what it is when nothing else was searched."""
    return as_text(exchange).split("\n"), as_text(replace(exchange, also_searched="")).split("\n")


@pytest.mark.parametrize(
    ("question", "line"),
    [(CHINESE, f"同時搜尋：{ENGLISH}"), (WRONG, f"Searched for: {RIGHT}")],
)
def test_the_line_stands_between_the_answer_and_its_sources(
    assistant: Assistant, decided: bool, question: str, line: str
) -> None:
    told, untold = lines_with(assistant.ask(question))
    gap = untold.index("")
    assert told == [*untold[:gap], line, *untold[gap:]]


def test_without_any_passage_the_line_is_the_last(assistant: Assistant) -> None:
    exchange = assistant.ask(WRONG, filters=Filters(until="2000"))
    assert isinstance(exchange.reply, NoAnswer)
    told = "Nothing about this was found in the documents."
    assert as_text(exchange) == f"{told}\nSearched for: {RIGHT}"
