"""Labelled questions become examples: what speaks for each sentence, and whether it answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from gbaqa.answering.asking import Assistant
from gbaqa.evaluation.datasets import Dataset, read_dataset
from gbaqa.evaluation.learning.examples import (
    answers_question,
    decisions_of,
    examples,
    ranking_of,
)
from gbaqa.indexing.building import no_report
from gbaqa.indexing.opening import open_generation
from tests.evaluation.folders import write_lines
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, WordsJudge, build_index, write_files

CORPUS = {"a.txt": "The fee is 50 yuan. Rain fell.", "b.txt": "The fee was 70 yuan once."}
ASKED = {"language": "en", "question": "What is the fee?"}
LINES = [
    {"id": "1", **ASKED, "answerable": True, "docs": ["a"], "answer_keys": [["50"]]},
    {"id": "2", **ASKED, "answerable": True, "docs": ["a"], "answer_keys": [["60"]]},
    {"id": "3", **ASKED, "answerable": False, "docs": [], "answer_keys": []},
    {"id": "4", "language": "en", "question": " ", "answerable": False, "docs": []},
]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("examples")
    build_index(write_files(folder / "corpus", CORPUS), folder / "index")
    generation = open_generation(
        folder / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
    )
    return Assistant(generation, WordsJudge())


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    write_lines(tmp_path / "set" / "questions.jsonl", LINES)
    return read_dataset(tmp_path / "set", split="dev")


def test_every_question_that_can_be_asked_is_an_example(
    assistant: Assistant, dataset: Dataset
) -> None:
    found = examples(dataset, assistant, report=no_report)
    assert [one.question.question_id for one in found] == ["1", "2", "3"]
    assert [one.group for one in found] == ["a", "a", found[2].found[0].document.doc_id]
    assert len(found[0].found) == 3


def test_a_sentence_answers_that_states_a_key_in_a_document_that_answers(
    assistant: Assistant, dataset: Dataset
) -> None:
    first, second, _ = examples(dataset, assistant, report=no_report)
    told = {one.text: answers_question(one, first.question) for one in first.found}
    assert told == {
        "The fee is 50 yuan.": True,
        "Rain fell.": False,
        "The fee was 70 yuan once.": False,
    }
    assert not any(answers_question(one, second.question) for one in second.found)


def test_the_ranking_is_learned_from_questions_with_both_kinds_of_sentence(
    assistant: Assistant, dataset: Dataset
) -> None:
    found = examples(dataset, assistant, report=no_report)
    [asked] = ranking_of(found, ["judged", "coverage"], judged=True)
    assert asked.features.shape == (3, 2)
    assert asked.answers.sum() == 1
    assert asked.weight == pytest.approx(1.0)


def test_a_decision_is_right_where_half_of_the_key_facts_are_quoted(
    assistant: Assistant, dataset: Dataset
) -> None:
    found = decisions_of(examples(dataset, assistant, report=no_report), ["judged", "fit"])
    assert found.features.shape == (3, 2)
    assert found.right.tolist() == [True, False, False]
    assert found.answerable.tolist() == [True, True, False]
    assert found.weights.tolist() == [1.0, 1.0, 1.0]
