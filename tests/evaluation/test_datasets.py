"""A dataset is read for one split, with what counts for that split and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from gbaqa.errors import DatasetError
from gbaqa.evaluation.datasets import read_dataset
from gbaqa.evaluation.questions import Dialogue, DialogueTurn, Question, Value
from gbaqa.types import Document
from tests.evaluation.folders import write_lines, write_qrels
from tests.evaluation.whole import QUESTION, TURN, whole


def test_whole_dataset_is_read(tmp_path: Path) -> None:
    found = read_dataset(whole(tmp_path / "gba"), split=None)
    assert (found.name, found.split) == ("gba", "dev")
    assert found.queries == {"q1": "where"}
    assert found.qrels == {"q1": {"a": 2, "b 2": 1}}
    assert found.questions == (
        Question("q1", "en", "Where is it?", True, ("a",), (("Macao", "澳門"),)),
    )
    turn = DialogueTurn("And there?", "Where is it?", ("a",), (("Macao",),))
    assert found.dialogues == (Dialogue("d1", "pt", (turn,)),)


def test_blank_query_and_question_are_read_as_they_are(tmp_path: Path) -> None:
    folder = whole(tmp_path)
    write_lines(folder / "queries.jsonl", [{"_id": "q1", "text": ""}])
    write_lines(folder / "questions.jsonl", [QUESTION | {"question": " "}])
    found = read_dataset(folder, split=None)
    assert found.queries == {"q1": ""}
    assert [one.text for one in found.questions] == [" "]


def test_own_corpus_becomes_documents(tmp_path: Path) -> None:
    corpus = read_dataset(whole(tmp_path), split="dev").corpus
    assert corpus is not None
    assert [read.path for read in corpus.reads] == ["corpus.jsonl:1", "corpus.jsonl:2"]
    assert [read.document for read in corpus.reads] == [
        Document(
            "a",
            "Place",
            "It is in Macao.\n\nIt is small.",
            language="en",
            # printf 'It is in Macao.\n\nIt is small.' | sha256sum
            sha256="76b0c86684edf65cd760a795264aec64c08ba283f6ea3c30972d55713c60f833",
        ),
        Document(
            "b 2",
            "",
            "它在澳門。",
            language="zh-Hant",
            sha256="40c50c5b52cc87dd9e3d59c1af985bcc81260050ef8d68cf9ef6caf0a4b84c92",
        ),
    ]
    blocks = [block.span.of(corpus.reads[0].document.text) for block in corpus.reads[0].blocks]
    assert blocks == ["It is in Macao.", "It is small."]


def test_document_without_text_is_its_title_and_without_either_is_skipped(tmp_path: Path) -> None:
    folder = whole(tmp_path)
    write_lines(
        folder / "corpus.jsonl",
        [
            {"_id": "a", "title": "Only a title", "text": " "},
            {"_id": "b 2", "text": ""},
        ],
    )
    corpus = read_dataset(folder, split=None).corpus
    assert corpus is not None
    assert [read.document.text for read in corpus.reads] == ["Only a title"]
    assert corpus.skipped == ("corpus.jsonl:2: 'b 2' has no text",)


def test_folder_without_corpus_has_none_and_names_any_document(tmp_path: Path) -> None:
    folder = whole(tmp_path)
    (folder / "corpus.jsonl").unlink()
    write_qrels(folder, "dev", [("q1", "of-the-project", 1)])
    found = read_dataset(folder, split=None)
    assert found.corpus is None
    assert found.qrels == {"q1": {"of-the-project": 1}}


def test_question_without_an_answer_may_leave_documents_and_keys_out(tmp_path: Path) -> None:
    bare = {"id": "u", "language": "en", "question": "Why?", "answerable": False}
    write_lines(tmp_path / "questions.jsonl", [bare])
    found = read_dataset(tmp_path, split=None)
    assert found.questions == (Question("u", "en", "Why?", False, (), ()),)


def test_only_queries_that_are_judged_in_the_split_are_asked(tmp_path: Path) -> None:
    folder = whole(tmp_path)
    lines = [{"_id": "q1", "text": "where"}, {"_id": "q2", "text": "when"}]
    write_lines(folder / "queries.jsonl", lines)
    assert read_dataset(folder, split=None).queries == {"q1": "where"}


def test_lines_of_another_split_do_not_count(tmp_path: Path) -> None:
    rows = [QUESTION | {"id": "both"}] + [
        QUESTION | {"id": name, "split": name} for name in ("dev", "test")
    ]
    write_lines(tmp_path / "questions.jsonl", rows)
    for split in ("dev", "test"):
        found = read_dataset(tmp_path, split=split)
        assert [one.question_id for one in found.questions] == ["both", split]


@pytest.mark.parametrize(
    ("judged", "wanted", "expected"),
    [
        (["dev", "test"], None, "dev"),
        (["test"], None, "test"),
        (["dev", "test"], "test", "test"),
    ],
)
def test_split_is_the_one_wanted_or_dev_or_the_only_one(
    tmp_path: Path, judged: list[str], wanted: str | None, expected: str
) -> None:
    write_lines(tmp_path / "queries.jsonl", [{"_id": "q1", "text": "where"}])
    for split in judged:
        write_qrels(tmp_path, split, [("q1", f"of-{split}", 1)])
    found = read_dataset(tmp_path, split=wanted)
    assert (found.split, found.qrels) == (expected, {"q1": {f"of-{expected}": 1}})


def test_dataset_without_splits_takes_dev_and_no_other(tmp_path: Path) -> None:
    write_lines(tmp_path / "questions.jsonl", [QUESTION])
    assert read_dataset(tmp_path, split="dev").split == "dev"
    with pytest.raises(DatasetError, match=r"has no splits, found --split 'test'; leave it out$"):
        read_dataset(tmp_path, split="test")


def test_question_and_dialogue_of_one_id_each_name_their_split(tmp_path: Path) -> None:
    folder = whole(tmp_path)
    write_lines(folder / "questions.jsonl", [QUESTION | {"id": "x", "split": "test"}])
    write_lines(
        folder / "dialogues.jsonl",
        [{"id": "x", "language": "en", "turns": [TURN], "split": "dev"}],
    )
    found = read_dataset(folder, split="test")
    assert [one.question_id for one in found.questions] == ["x"]
    assert found.dialogues == ()


def test_values_that_differ_are_read_with_their_dates(tmp_path: Path) -> None:
    folder = whole(tmp_path)
    values = [{"doc": "a", "value": "14", "date": "2024-12"}, {"doc": "b 2", "value": "31"}]
    write_lines(folder / "questions.jsonl", [QUESTION | {"type": "conflict", "values": values}])
    (found,) = read_dataset(folder, split=None).questions
    assert found.values == (Value("a", "14", "2024-12"), Value("b 2", "31", ""))


def test_evidence_is_read_piece_by_piece_in_its_wordings(tmp_path: Path) -> None:
    folder = whole(tmp_path)
    told = {"evidence": ["It is in Macao.", ["It is small.", "它很小。"]], "type": "where"}
    write_lines(folder / "questions.jsonl", [QUESTION | told])
    (found,) = read_dataset(folder, split=None).questions
    assert found.evidence == (("It is in Macao.",), ("It is small.", "它很小。"))
    assert found.type == "where"
