"""The confidence is fitted on what a dev split shows, and its threshold parts it best."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gbaqa.answering.asking import open_assistant
from gbaqa.answering.deciding import WEIGHTS
from gbaqa.evaluation.calibrating import Sample, fit, sample, threshold
from gbaqa.evaluation.datasets import read_dataset
from tests.evaluation.folders import write_lines
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, build_index, write_files


def made(cosines: list[float], right: list[bool], answerable: list[bool]) -> Sample:
    features = np.zeros((len(cosines), len(WEIGHTS)))
    features[:, list(WEIGHTS).index("cosine")] = cosines
    return Sample("made", features, np.array(right), np.array(answerable))


def test_a_question_is_measured_by_its_best_candidate_and_judged_by_what_is_shown(
    tmp_path: Path,
) -> None:
    corpus = write_files(tmp_path / "corpus", {"a.txt": "The fee is 50 yuan.\n\nIt rains."})
    build_index(corpus, tmp_path / "index")
    assistant = open_assistant(
        tmp_path / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
    )
    asked = {"language": "en", "question": "What is the fee?"}
    write_lines(
        tmp_path / "set" / "questions.jsonl",
        [
            {"id": "1", **asked, "answerable": True, "docs": ["a"], "answer_keys": [["50"]]},
            {"id": "2", **asked, "answerable": True, "docs": ["a"], "answer_keys": [["60"]]},
            {"id": "3", **asked, "answerable": False, "docs": [], "answer_keys": []},
        ],
    )
    found = sample(read_dataset(tmp_path / "set", split="dev"), assistant)
    assert found.right.tolist() == [True, False, False]
    assert found.answerable.tolist() == [True, True, False]
    named = dict(zip(WEIGHTS, found.features[0].tolist(), strict=True))
    assert (named["context_coverage"], named["kind_met"], named["numbers_met"]) == (1, 1, 1)
    assert found.features[0] == pytest.approx(found.features[2])


def test_every_sample_weighs_the_same_whatever_its_size() -> None:
    low = made([0.1, 0.3], [True, False], [True, False])
    high = made([0.7, 0.9], [True, False], [True, False])
    many = made([0.7, 0.9] * 50, [True, False] * 50, [True, False] * 50)
    assert fit([low, high]).coef_ == pytest.approx(fit([low, many]).coef_, rel=1e-2)


def test_the_threshold_answers_the_answerable_and_not_the_others() -> None:
    one = made([0.9, 0.8, 0.2, 0.1], [True, True, False, False], [True, True, False, False])
    noisy = made([0.9, 0.2], [True, False], [True, False])
    model = fit([one, noisy, made([0.5, 0.5], [True, False], [True, False])])
    value = threshold(model, [one])
    probability = model.predict_proba(one.features)[:, 1]
    assert (probability >= value).tolist() == [True, True, False, False]
