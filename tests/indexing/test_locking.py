"""One builder works at a time; another is told who it is, and a killed one is in nobody's way."""

from __future__ import annotations

import json
import os
import re
import socket
import sys
from pathlib import Path

import pytest

from gbaqa.errors import IndexUnusable
from gbaqa.indexing.locking import locked
from tests.fakes import build_index, write_files
from tests.indexing.killed import hold, processes

UNKNOWN = r"another build is writing .*; wait until it has finished$"


def refusal(index: Path) -> str:
    with pytest.raises(IndexUnusable) as caught, locked(index):
        pass
    return str(caught.value)


def test_a_second_builder_is_told_who_the_first_is_until_that_one_has_gone(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", {"a.txt": "A text."}), tmp_path / "index"
    receiver, sender = processes.Pipe(duplex=False)
    first = processes.Process(target=hold, args=(index, sender))
    first.start()
    process = receiver.recv()
    with pytest.raises(IndexUnusable) as caught:
        build_index(corpus, index)
    assert re.fullmatch(
        rf"another build \(process {process} on host {re.escape(socket.gethostname())}, "
        rf"since \d{{4}}-\d\d-\d\d \d\d:\d\d UTC: .*\) is writing {re.escape(str(index))}; "
        "wait until it has finished",
        str(caught.value),
    )
    first.kill()
    first.join()
    first.close()
    assert build_index(corpus, index).documents == 1


def test_a_second_builder_in_the_same_process_is_refused(tmp_path: Path) -> None:
    with locked(tmp_path):
        assert f"(process {os.getpid()} on host " in refusal(tmp_path)
    with locked(tmp_path):
        pass


def test_the_command_is_told_in_one_line_and_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["/usr/bin/gbaqa", "index", "a\nb", "x" * 300])
    with locked(tmp_path):
        told = refusal(tmp_path)
    assert ": gbaqa index a?b xxx" in told
    assert len(told) < len(str(tmp_path)) + 400


@pytest.mark.parametrize(
    "record",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"process": "x", "host": "' + socket.gethostname() + '", "since": "", "command": ""}',
        # the builder before, which was killed: the one at work has not signed yet
        json.dumps(
            {"process": 2**30, "host": socket.gethostname(), "since": "today", "command": "c"}
        ),
    ],
)
def test_a_record_that_tells_nothing_is_left_out(tmp_path: Path, record: str) -> None:
    with locked(tmp_path):
        (tmp_path / "LOCK").write_text(record)
        assert re.fullmatch(UNKNOWN, refusal(tmp_path))


def test_a_builder_on_another_host_is_believed(tmp_path: Path) -> None:
    record = {"process": 2**30, "host": "elsewhere", "since": "today", "command": "gbaqa index"}
    with locked(tmp_path):
        (tmp_path / "LOCK").write_text(json.dumps(record))
        assert f"process {2**30} on host elsewhere, since today: gbaqa index" in refusal(tmp_path)


def test_a_disk_too_full_for_the_record_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, text: str, encoding: str) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with locked(tmp_path):
        assert re.fullmatch(UNKNOWN, refusal(tmp_path))
