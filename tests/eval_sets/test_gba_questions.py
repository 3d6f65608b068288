"""The question set eval/gba holds together: ids, counts, keys, briefs, splits and judgements."""

import csv
import re
from collections import Counter

import pytest

from gbaqa.evaluation.matching import normalised
from tests import check_questions
from tests.check_questions import (
    CORPUS,
    DATASET,
    Row,
    absent_faults,
    evidence_faults,
    key_faults,
    keyed,
    originals,
    read_jsonl,
)

SPLITS = ("dev", "test")
LANGUAGES = {"en", "zh-Hant", "zh-Hans", "pt"}
TYPES = {
    *("who", "when", "how-many", "how-much", "where", "which-list"),
    *("yes-no", "how-to", "definition", "what"),
}
DISPUTED = {"conflict", "superseded"}  # sources disagree, or a newer figure replaced an older one
ANSWERABLE = {"en": 150, "zh-Hant": 70, "zh-Hans": 40, "pt": 40}  # at least
UNANSWERABLE, DIALOGUES, CHANGES, CONFLICTS = 150, 60, 12, 50

QUESTIONS = read_jsonl("questions.jsonl")
QUERIES = read_jsonl("queries.jsonl")
DIALOGUE_ROWS = read_jsonl("dialogues.jsonl")
BRIEFS = set(originals())
KEYED = keyed()
ANSWERED = [row for row in QUESTIONS if row["answerable"]]
UNANSWERED = [row for row in QUESTIONS if not row["answerable"]]


def test_ids_are_unique_and_name_their_language() -> None:
    ids = [row["id"] for row in QUESTIONS + DIALOGUE_ROWS]
    assert len(ids) == len(set(ids))
    for row in QUESTIONS:
        assert re.fullmatch(rf"gba-{row['language']}-\d{{3}}", row["id"])


def test_no_question_stands_twice() -> None:
    texts = [normalised(row["question"]) for row in QUESTIONS]
    assert len(texts) == len(set(texts))


def test_counts_per_language() -> None:
    answerable = Counter(row["language"] for row in QUESTIONS if row["answerable"])
    assert all(answerable[language] >= count for language, count in ANSWERABLE.items())
    assert sum(not row["answerable"] for row in QUESTIONS) >= UNANSWERABLE
    assert sum(row["type"] in DISPUTED for row in QUESTIONS) >= CONFLICTS
    assert len(DIALOGUE_ROWS) >= DIALOGUES
    assert sum(row["changes_subject"] for row in DIALOGUE_ROWS) >= CHANGES
    for rows in (QUESTIONS, DIALOGUE_ROWS):
        assert {row["language"] for row in rows} == LANGUAGES


def test_half_of_the_answerable_questions_are_paraphrased() -> None:
    answerable = [row for row in QUESTIONS if row["answerable"]]
    assert sum(row["paraphrased"] for row in answerable) * 2 >= len(answerable)


def test_a_third_of_the_questions_is_for_testing() -> None:
    for answerable in (True, False):
        splits = Counter(row["split"] for row in QUESTIONS if row["answerable"] is answerable)
        assert 1.5 <= splits["dev"] / splits["test"] <= 2.5


def test_every_topic_folder_has_answerable_questions() -> None:
    folders = {path.parent.name for path in CORPUS.glob("*/*.md")}
    assert {row["category"] for row in QUESTIONS if row["answerable"]} == folders


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row["id"])
def test_fields_of_a_question(row: Row) -> None:
    assert row["language"] in LANGUAGES
    assert row["type"] in TYPES | DISPUTED
    assert ("values" in row) is (row["type"] in DISPUTED)
    assert row["split"] in SPLITS
    assert row["question"].strip() == row["question"] != ""
    assert isinstance(row["paraphrased"], bool)
    assert (CORPUS / row["category"]).is_dir()
    if row["answerable"]:
        assert row["docs"]
        assert row["answer_keys"]
        assert "near" not in row
    else:
        assert row["docs"] == []
        assert row["answer_keys"] == []
        assert isinstance(row["near"], list)
    for doc_id in row["docs"] + row.get("near", []):
        assert doc_id in BRIEFS
    assert len(set(row["docs"])) == len(row["docs"])


@pytest.mark.parametrize("row", DIALOGUE_ROWS, ids=lambda row: row["id"])
def test_fields_of_a_dialogue(row: Row) -> None:
    assert row["language"] in LANGUAGES
    assert row["split"] in SPLITS
    assert 2 <= len(row["turns"]) <= 4
    for turn in row["turns"]:
        assert set(turn) == {"user", "standalone", "docs", "answer_keys"}
        assert turn["docs"]
        assert turn["answer_keys"]
        assert all(doc_id in BRIEFS for doc_id in turn["docs"])


@pytest.mark.parametrize(("name", "row"), KEYED, ids=[name for name, _ in KEYED])
def test_every_key_stands_in_a_named_brief_and_every_named_brief_holds_one(
    name: str, row: Row
) -> None:
    assert list(key_faults(row)) == []


@pytest.mark.parametrize("row", ANSWERED, ids=lambda row: row["id"])
def test_evidence_is_in_the_named_briefs_and_states_every_key(row: Row) -> None:
    assert list(evidence_faults(row)) == []


@pytest.mark.parametrize("row", UNANSWERED, ids=lambda row: row["id"])
def test_no_sentence_holds_what_an_unanswerable_question_asks_for(row: Row) -> None:
    assert list(absent_faults(row)) == []


def test_planted_faults_are_found() -> None:
    doc_id = sorted(BRIEFS)[0]
    row: Row = {"docs": [doc_id], "answer_keys": [["no such key"]], "evidence": [["nowhere"]]}
    assert len(list(key_faults(row))) == 2
    assert len(list(evidence_faults(row))) == 2
    assert list(evidence_faults(row | {"evidence": [[]], "answer_keys": []})) != []
    assert list(absent_faults({"absent": [["greater bay"], ["the"]]})) != []
    assert list(absent_faults({"absent": []})) == ["no terms to search for"]


def test_the_check_prints_its_faults_and_exits_by_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_questions.main({"gba-en-001"}) == 0
    monkeypatch.setattr(check_questions, "faults", lambda: iter([("q1", "wrong")]))
    assert check_questions.main(set()) == 1
    assert capsys.readouterr() == ("q1: wrong\n", "0 faults\n1 faults\n")


def test_no_brief_serves_both_splits() -> None:
    used: dict[str, set[str]] = {split: set() for split in SPLITS}
    for row in QUESTIONS:
        used[row["split"]].update(row["docs"], row.get("near", []))
    for row in DIALOGUE_ROWS:
        for turn in row["turns"]:
            used[row["split"]].update(turn["docs"])
    assert used["dev"] & used["test"] == set()


def test_queries_are_the_answerable_questions() -> None:
    expected = [
        {"_id": row["id"], "text": row["question"], "split": row["split"]}
        for row in QUESTIONS
        if row["answerable"]
    ]
    assert expected == QUERIES


@pytest.mark.parametrize("split", SPLITS)
def test_judgements_match_the_questions(split: str) -> None:
    expected = [
        [row["id"], doc_id, "1" if place else "2"]
        for row in QUESTIONS
        if row["answerable"] and row["split"] == split
        for place, doc_id in enumerate(row["docs"])
    ]
    with (DATASET / "qrels" / f"{split}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    assert rows[0] == ["query-id", "corpus-id", "score"]
    assert rows[1:] == expected
