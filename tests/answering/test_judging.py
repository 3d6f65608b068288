"""The trained judge reads question and sentence together, and points at what answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file

from gbaqa.answering import judging
from gbaqa.answering.judge_model import HEAD, loaded_judge, opened_judge, prepare_judge
from gbaqa.answering.judging import Judge, Judgement, Line, judge_sha256, pair_text, the_judge
from gbaqa.errors import EncoderUnusable

QUESTION = "How long is the bridge between Hong Kong and Macao?"
ANSWER = Line("HZMB > Facts", "The Hong Kong-Zhuhai-Macao Bridge is 55 km long.")
OTHERS = (
    Line("HZMB > Facts", "The Hong Kong-Zhuhai-Macao Bridge opened on 24 October 2018."),
    Line("Park", "The park in Hengqin covers 500,000 square metres."),
    Line("", "Rain fell."),
)


@pytest.fixture(scope="module")
def judge(prepared: Path) -> Judge:
    return opened_judge(prepared)


def test_the_exported_judge_judges_as_the_loaded_one(judge: Judge, tmp_path: Path) -> None:
    lines = [ANSWER, *OTHERS, Line("word " * 200, "It is 55 km long."), Line("", ""), *OTHERS * 3]
    exported, loaded = (one.judge(QUESTION, lines) for one in (judge, the_judge()))
    assert [(one.start, one.end) for one in exported] == [(one.start, one.end) for one in loaded]
    assert [one.score for one in exported] == pytest.approx([one.score for one in loaded], abs=1e-4)
    assert opened_judge(tmp_path) is the_judge()


def test_a_judge_that_is_there_is_not_made_again(prepared: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in prepared.rglob("*")}
    prepare_judge(prepared)
    assert {path: path.stat().st_mtime_ns for path in prepared.rglob("*")} == before


def test_a_line_is_judged_alike_whatever_is_judged_beside_it(judge: Judge) -> None:
    lines = [ANSWER, *OTHERS, *(Line("", "word " * size) for size in range(1, 60, 7))]
    [alone] = judge.judge(QUESTION, [ANSWER])
    among = judge.judge(QUESTION, lines)[0]
    assert (among.start, among.end) == (alone.start, alone.end)
    assert among.score == pytest.approx(alone.score, abs=1e-4)


def test_of_a_question_longer_than_all_that_is_read_the_beginning_counts(judge: Judge) -> None:
    [found] = judge.judge(QUESTION + " word" * 500, [ANSWER])
    assert isinstance(found, Judgement)
    assert 0 <= found.start < found.end <= len(ANSWER.text)


def test_the_sentence_that_answers_scores_best(judge: Judge) -> None:
    answer, *others = judge.judge(QUESTION, [ANSWER, *OTHERS])
    assert all(answer.score > other.score for other in others)


def test_a_key_is_a_stretch_of_the_sentence(judge: Judge) -> None:
    for line, found in zip(
        (ANSWER, *OTHERS), judge.judge(QUESTION, [ANSWER, *OTHERS]), strict=True
    ):
        assert 0 <= found.start < found.end <= len(line.text)


def test_a_sentence_cut_off_by_a_long_lead_has_no_key(judge: Judge) -> None:
    [found] = judge.judge(QUESTION, [Line("word " * 200, "It is 55 km long.")])
    assert found.start == found.end == 0


def test_the_same_lines_give_the_same_judgements(judge: Judge) -> None:
    lines = [ANSWER, *OTHERS]
    assert judge.judge(QUESTION, lines) == judge.judge(QUESTION, lines)
    assert judge.judge(QUESTION, []) == []


def test_a_line_is_read_with_what_leads_up_to_it() -> None:
    assert pair_text("Park > Size", "It is big.") == "Park > Size | It is big."
    assert pair_text("", "It is big.") == "It is big."


def test_missing_weights_are_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "WEIGHTS", tmp_path / "minilm-answers.safetensors")
    said = r"^the trained weights minilm-answers.safetensors .*; install gbaqa again$"
    with pytest.raises(EncoderUnusable, match=said):
        loaded_judge()
    with pytest.raises(EncoderUnusable, match=said):
        judge_sha256()


def test_weights_of_another_shape_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = load_file(str(judging.WEIGHTS))
    path = tmp_path / "minilm-answers.safetensors"
    save_file({**found, HEAD: found[HEAD][:7].clone()}, str(path))
    monkeypatch.setattr(judging, "WEIGHTS", path)
    with pytest.raises(EncoderUnusable, match="head has shape"):
        loaded_judge()


def test_the_digest_is_that_of_the_file(judge: Judge) -> None:
    assert judge.weights_sha256 == judge_sha256()
    assert len(judge.weights_sha256) == 64
