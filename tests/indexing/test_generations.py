"""A build is seen whole or not at all, whenever it dies, and one builder works at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import gbaqa
from gbaqa.answering.asking import open_assistant
from gbaqa.answering.receipts import as_json
from gbaqa.errors import IndexUnusable
from gbaqa.indexing.generations import building, current, publish
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, build_index, write_files
from tests.indexing.killed import STEPS

ROOT = Path(__file__).parents[2]
OLD = {"park.txt": "The park covers 19.1 hectares.", "fee.txt": "The fee is 100 patacas."}
NEW = OLD | {"fee.txt": "The fee is 120 patacas.", "bridge.txt": "The bridge is 55 km long."}


def builder(step: str, corpus: Path, index: Path) -> list[str]:
    return [sys.executable, "-m", "tests.indexing.killed", step, str(corpus), str(index)]


def environment() -> dict[str, str]:
    source = str(Path(gbaqa.__file__).parents[1])
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), source])}


def killed(step: str, corpus: Path, index: Path) -> int:
    run = subprocess.run(builder(step, corpus, index), env=environment(), timeout=60, check=False)
    return run.returncode


def answers(index: Path) -> list[object]:
    """All that a reader gets, but for the time it took."""
    assistant = open_assistant(
        index, encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
    )
    replies = [as_json(assistant.ask(question)) for question in ("What is the fee?", "How long?")]
    return [{**reply, "timings_ms": {}} for reply in replies]


def partials(index: Path) -> list[str]:
    return sorted(path.name for path in index.rglob("*.partial"))


@pytest.mark.parametrize("step", sorted(STEPS.keys() - {"after CURRENT is renamed"}))
def test_a_build_killed_at_any_step_leaves_the_old_index_in_force(
    tmp_path: Path, step: str
) -> None:
    corpus, index = write_files(tmp_path / "corpus", OLD), tmp_path / "index"
    other = write_files(tmp_path / "other", NEW)
    if step == "amid removing an earlier turn":  # the new corpus was in force once before
        build_index(other, index)
    old = build_index(corpus, index)
    before = answers(index)

    assert killed(step, other, index) == -signal.SIGKILL
    assert current(index).name == old.generation
    assert answers(index) == before

    new = build_index(other, index)
    assert current(index).name == new.generation
    assert partials(index) == []
    build_index(other, tmp_path / "fresh")
    assert answers(index) == answers(tmp_path / "fresh")


def test_a_build_killed_once_current_is_renamed_leaves_the_new_index(tmp_path: Path) -> None:
    index, other = tmp_path / "index", write_files(tmp_path / "other", NEW)
    build_index(write_files(tmp_path / "corpus", OLD), index)
    assert killed("after CURRENT is renamed", other, index) == -signal.SIGKILL
    expected = build_index(other, tmp_path / "fresh")
    assert current(index).name == expected.generation
    assert answers(index) == answers(tmp_path / "fresh")


def test_a_first_build_that_is_killed_leaves_no_index(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", OLD), tmp_path / "index"
    assert killed("before CURRENT is renamed", corpus, index) == -signal.SIGKILL
    with pytest.raises(IndexUnusable, match='run "gbaqa index"'):
        current(index)
    assert build_index(corpus, index).generation == current(index).name


def test_a_second_builder_is_refused_until_the_first_has_gone(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", OLD), tmp_path / "index"
    command = builder("hold", corpus, index)
    with subprocess.Popen(
        command, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with pytest.raises(IndexUnusable, match=r"another build is writing .*; wait until it has"):
            build_index(corpus, index)
        first.kill()
    assert build_index(corpus, index).documents == 2


def test_a_second_builder_in_the_same_process_is_refused(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", OLD), tmp_path / "index"
    with building(index), pytest.raises(IndexUnusable, match="another build"):
        build_index(corpus, index)


def test_leftovers_of_a_killed_build_are_removed(tmp_path: Path) -> None:
    write_files(tmp_path / "generations" / "4711.partial", {"documents.jsonl": "half"})
    with building(tmp_path):
        assert partials(tmp_path) == []


def test_the_generation_before_the_one_in_force_is_kept_and_older_ones_go(tmp_path: Path) -> None:

    def write(folder: Path) -> None:
        (folder / "manifest.json").write_text("{}")

    for name in ("first", "second", "third"):
        with building(tmp_path):
            publish(tmp_path, name, write)
    assert current(tmp_path) == tmp_path / "generations" / "third"
    assert sorted(path.name for path in (tmp_path / "generations").iterdir()) == ["second", "third"]


def test_a_write_that_fails_changes_nothing_in_force(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", OLD), tmp_path / "index"
    old = build_index(corpus, index)

    def fail(folder: Path) -> None:
        raise OSError(28, "No space left on device")

    with (
        pytest.raises(IndexUnusable, match="cannot be written: No space left on device; name"),
        building(index),
    ):
        publish(index, "new", fail)
    assert current(index).name == old.generation


def test_a_file_in_the_index_folders_place_is_named(tmp_path: Path) -> None:
    corpus = write_files(tmp_path, {"corpus/a.txt": "A text.", "index": "not a folder"}) / "corpus"
    with pytest.raises(IndexUnusable, match=r"index cannot be written: .*; name another folder"):
        build_index(corpus, tmp_path / "index")


@pytest.mark.parametrize(("mask", "expected"), [(0o022, 0o644), (0o027, 0o640)])
def test_every_published_file_has_the_mode_of_an_ordinary_new_one(
    tmp_path: Path, mask: int, expected: int
) -> None:
    before = os.umask(mask)
    try:
        build_index(write_files(tmp_path / "corpus", OLD), tmp_path / "index")
    finally:
        os.umask(before)
    files = [path for path in current(tmp_path / "index").rglob("*") if path.is_file()]
    assert {path.name for path in files} > {"manifest.json", "meta.json", ".managed.json"}
    assert {path.stat().st_mode & 0o777 for path in files} == {expected}
