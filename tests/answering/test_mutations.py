"""Whatever is forged in an answer or changed beneath it is caught, and what is honest holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from gbaqa.answering import asking
from gbaqa.answering.asking import Assistant, open_assistant
from gbaqa.answering.receipts import as_json
from gbaqa.answering.replaying import faults
from gbaqa.documents.reading import read_corpus
from gbaqa.types import Filters, Turn
from tests.answering.forging import Case, case
from tests.answering.mutating import DIGEST_ALONE, FORGERS, forgeries, passed
from tests.answering.receipts_made import CITATIONS, DOCUMENTS, REASON, answered, not_found
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, build_index, write_files

FILES = {
    "alliance.md": (
        "---\ntitle: Productivity alliance\ndate: 2024-05\n---\n\n"
        "The alliance has 37 members. The alliance was founded in 2023. "
        "The members of the alliance meet in Hengqin every May.\n"
    ),
    "office.md": (
        "---\ntitle: Alliance office\nnote: Counted in May.\n---\n\n"
        "The alliance office has 12 members of staff. The office is in Macao.\n"
    ),
    "park.md": "---\ntitle: Park\nnote: A figure of 2019.\n---\n\nThe park covers 19.1 hectares.\n",
    "port.txt": "The port has 12 members of staff. The port opened in 2018.",
    "bridge.txt": "The bridge is 55 km long. The bridge has no members.",
    "橫琴.md": "---\ntitle: 橫琴\ndate: 2025\n---\n\n橫琴的企業所得稅率是15%。橫琴在珠海。\n",
    "macau.md": "---\ntitle: Macau\nlanguage: pt\n---\n\nMacau tem 30 portos. É uma cidade.\n",
}
QUESTIONS = (
    "How many members does the alliance have?",
    "When was the alliance founded?",
    "What is the size of the park in hectares?",
    "How many members of staff does the office have?",
    "How long is the bridge?",
    "When did the port open?",
    "How many memebrs has the port?",
    "橫琴的企業所得稅率是多少？",
    "横琴的企业所得税率是多少？",
    "Quantos portos tem Macau?",
    "Who won the cup in 1966?",
    "What does a unicorn eat?",
    "?!",
)
ANSWERED = (Filters(), Filters(language="en"), Filters(since="2024"))
WITHHELD = (Filters(), Filters(until="2000"))
HISTORIES = ((), (Turn(QUESTIONS[0], "37 [1]"), Turn("And its staff?")))
COUNT = 1000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("mutations")
    build_index(write_files(made / "corpus", FILES), made / "index")
    return made


def opened(index: Path) -> Assistant:
    return open_assistant(index, encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder())


def asked(assistant: Assistant, filters: Sequence[Filters]) -> Iterator[Case]:
    for question in QUESTIONS:
        for chosen in filters:
            for history in HISTORIES:
                exchange = assistant.ask(question, history=history, filters=chosen)
                yield case(as_json(exchange), assistant.collection.documents)


@pytest.fixture(scope="module")
def honest(folder: Path) -> list[Case]:
    """The calibration was not made for a bag of words: it is decided here what is answered."""
    assistant = opened(folder / "index")
    found: list[Case] = []
    for filters, decided in ((ANSWERED, True), (WITHHELD, False)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                asking,
                "answers",
                lambda probability, decided=decided, **_: decided and probability > 0,
            )
            found += asked(assistant, filters)
    return found


@pytest.fixture(scope="module")
def written_down() -> list[Case]:
    """Answers that hold whatever an answer may hold, whichever of it the pipeline gives today."""
    others = tuple(replace(one, marker=at) for at, one in enumerate(CITATIONS[1:], start=1))
    undated = {**DOCUMENTS, "fee": replace(DOCUMENTS["fee"], date="")}
    fee = (replace(CITATIONS[0], date=""), *CITATIONS[1:])
    return [
        case(answered(), DOCUMENTS),
        case(answered(others), DOCUMENTS),  # no notice
        case(answered(fee, undated), undated),  # two of them
        case(not_found(), DOCUMENTS),
        case(not_found(replace(REASON, choices=(), markers=())), DOCUMENTS),
    ]


def test_no_honest_answer_is_refused(honest: list[Case], written_down: list[Case]) -> None:
    assert {one.answer["status"] for one in honest} == {"answered", "not_found"}
    assert len(honest) == len(QUESTIONS) * (len(ANSWERED) + len(WITHHELD)) * len(HISTORIES)
    assert [one for one in (*honest, *written_down) if one.faults()] == []


def test_every_forgery_is_caught(honest: list[Case], written_down: list[Case]) -> None:
    made = list(forgeries(honest, count=COUNT, seed=1))
    assert len(made) == COUNT
    assert passed(made) == []
    made = list(forgeries(written_down, count=COUNT, seed=2))
    assert {one.kind for one in made} == FORGERS.keys()
    assert passed(made) == []


def test_only_what_the_digest_alone_tells_can_be_sealed_again(written_down: list[Case]) -> None:
    made = list(forgeries(written_down, count=COUNT, seed=3))
    unseen = {one.kind for one in made if not one.case.sealed().faults()}
    assert unseen == DIGEST_ALONE.keys()


def test_an_index_of_before_a_document_changed_is_stale(folder: Path, tmp_path: Path) -> None:
    """Also where the answer stands on other documents, and every quote of it still holds."""
    before = opened(folder / "index")
    later = FILES | {"park.md": FILES["park.md"].replace("19.1", "19.2")}
    build_index(write_files(tmp_path / "corpus", later), tmp_path / "index")
    now = opened(tmp_path / "index").generation
    reads = read_corpus(tmp_path / "corpus").reads
    documents = {read.document.doc_id: read.document for read in reads}
    for question in QUESTIONS:
        answer = as_json(before.ask(question))
        told = faults(answer, documents, generation=now)
        assert told
        parts = answer["citations"] + answer["nearest"]
        if "park" in [one["doc_id"] for one in parts]:
            assert "'park' has SHA-256" in told[0]
        else:
            assert told == [
                f"the index that answered is {before.generation}, the documents are those of "
                f"{now}: they were changed since; ask the question again with gbaqa ask --json"
            ]
