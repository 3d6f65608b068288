"""Readers and builders at once: each answer is that of a whole index, and one builder works."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from gbaqa.answering.asking import open_assistant
from gbaqa.cli import main
from gbaqa.indexing.locking import locked
from tests.fakes import FAKE_ENCODER, WordTokensEncoder
from tests.indexing.faults.conftest import Right
from tests.indexing.faults.made import answers, built, leftovers, refused
from tests.indexing.killed import processes

SECONDS = 2.0
REFUSED = 3


def build_in_turn(corpora: tuple[Path, ...], index: Path, seconds: float, sender: Any) -> None:
    """Builds of one and the other, as fast as they go; sends how many there were."""
    deadline, builds = time.monotonic() + seconds, 0
    while time.monotonic() < deadline:
        built(corpora[builds % len(corpora)], index)
        builds += 1
    sender.send(builds)


def test_a_reader_during_builds_sees_one_whole_index_after_the_other(
    tmp_path: Path, right: Right
) -> None:
    index = tmp_path / "index"
    built(right.old, index)
    receiver, sender = processes.Pipe(duplex=False)
    arguments = ((right.new, right.old), index, SECONDS, sender)
    builder = processes.Process(target=build_in_turn, args=arguments)
    builder.start()
    seen = []
    while not receiver.poll():
        seen.append(answers(index))  # which raises where anything is amiss
    builder.join()
    builder.close()
    assert receiver.recv() > 4
    assert right.old_answers in seen
    assert right.new_answers in seen
    assert all(one in (right.old_answers, right.new_answers) for one in seen)


def test_an_open_reader_keeps_its_index_through_any_number_of_builds(
    tmp_path: Path, right: Right
) -> None:
    index = tmp_path / "index"
    built(right.old, index)
    assistant = open_assistant(
        index, encoder_name=FAKE_ENCODER, load=lambda name: WordTokensEncoder()
    )
    for corpus in (right.new, right.old, right.new):
        built(corpus, index)
    first = assistant.ask("What is the fee?")
    assert [one["text"] for one in right.old_answers[0]["sentences"]] == [
        one.text for one in getattr(first.reply, "sentences", ())
    ]
    assert answers(index) == right.new_answers


def build_or_be_refused(corpus: Path, index: Path) -> None:
    line = refused(corpus, index)
    told = "another build (process " in line or "another build is writing" in line
    raise SystemExit(REFUSED if told else line or 0)


def test_of_builders_at_once_one_works_and_the_others_are_told(
    tmp_path: Path, right: Right
) -> None:
    index = tmp_path / "index"
    builders = [
        processes.Process(target=build_or_be_refused, args=(corpus, index))
        for corpus in (right.old, right.new) * 3
    ]
    for one in builders:
        one.start()
    for one in builders:
        one.join()
    codes = [one.exitcode for one in builders]
    assert set(codes) <= {0, REFUSED}
    assert 0 in codes
    assert answers(index) in (right.old_answers, right.new_answers)
    assert leftovers(index) == []


def test_the_command_tells_who_builds(
    tmp_path: Path, right: Right, capsys: pytest.CaptureFixture[str]
) -> None:
    with locked(tmp_path):
        assert main(["index", str(right.old), "--index", str(tmp_path)]) == REFUSED
    said = capsys.readouterr().err
    assert said.startswith("gbaqa: another build (process ")
    assert said.endswith(f") is writing {tmp_path}; wait until it has finished\n")
