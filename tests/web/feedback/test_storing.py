"""Lines are appended whole, in a file of bounded size, and none is lost when the disk is full."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock

from gbaqa.errors import Busy, NotStored
from gbaqa.web.feedback import storing
from gbaqa.web.feedback.records import Verdict
from gbaqa.web.feedback.storing import Rate, Store
from tests.web.feedback.verdicts import verdict

LINE = len(verdict().line().encode())
UNWRITABLE = (
    "your opinion was not stored: {}; who runs this server can mend that with GBAQA_FEEDBACK"
)
# in a process of its own: the limit on the size of files holds for the whole of it
CUT_OFF = """
import resource, sys
from pathlib import Path
from gbaqa.web.feedback.storing import NotStored, Store
from tests.web.feedback.verdicts import verdict
store = Store(Path(sys.argv[1]))
store.add(verdict())
size = (Path(sys.argv[1]) / "feedback.jsonl").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    store.add(verdict(verdict="down"))
except NotStored as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.add(verdict(comment="later"))
"""


def kept(folder: Path, name: str = "feedback.jsonl") -> list[Verdict]:
    return [Verdict.read(line) for line in (folder / name).read_bytes().splitlines()]


def test_verdicts_are_appended_in_order(tmp_path: Path) -> None:
    store = Store(tmp_path / "a" / "b")
    store.add(verdict())
    Store(tmp_path / "a" / "b").add(verdict(verdict="down", comment="錯"))
    assert kept(tmp_path / "a" / "b") == [verdict(), verdict(verdict="down", comment="錯")]


def test_only_the_owner_reads_the_file_and_its_folder(tmp_path: Path) -> None:
    Store(tmp_path / "new").add(verdict())
    modes = [
        stat.S_IMODE(path.stat().st_mode)
        for path in (tmp_path / "new", tmp_path / "new/feedback.jsonl")
    ]
    assert modes == [0o700, 0o600]


def test_twenty_threads_write_whole_lines(tmp_path: Path) -> None:
    stores = [Store(tmp_path), Store(tmp_path)]  # two of them, as in two processes
    given = [verdict(comment=f"{number} " + "長" * 200) for number in range(200)]
    with ThreadPoolExecutor(20) as threads:
        list(threads.map(lambda pair: stores[pair[0] % 2].add(pair[1]), enumerate(given)))
    assert sorted(kept(tmp_path), key=str) == sorted(given, key=str)


def test_a_full_file_is_turned_over_and_one_older_is_kept(tmp_path: Path) -> None:
    store = Store(tmp_path, most_bytes=3 * LINE)
    days = [f"2026-11-{day:02}" for day in range(1, 9)]
    for day in days:
        store.add(verdict(day=day))
    assert [one.day for one in kept(tmp_path, "feedback.1.jsonl")] == days[3:6]
    assert [one.day for one in kept(tmp_path)] == days[6:]
    assert (
        sorted(path.suffix for path in tmp_path.iterdir() if path.suffix != ".lock")
        == [".jsonl"] * 2
    )


def test_the_file_holds_five_megabytes() -> None:
    assert storing.MOST_BYTES == 5_000_000


def test_a_line_that_a_crash_cut_off_does_not_spoil_the_next(tmp_path: Path) -> None:
    (tmp_path / "feedback.jsonl").write_bytes(verdict().line().encode() + b'{"day": "20')
    Store(tmp_path).add(verdict(verdict="down"))
    lines = (tmp_path / "feedback.jsonl").read_bytes().splitlines(keepends=True)
    assert lines == [
        verdict().line().encode(),
        b'{"day": "20\n',
        verdict(verdict="down").line().encode(),
    ]


def test_a_full_disk_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "feedback.jsonl").symlink_to("/dev/full")
    with pytest.raises(NotStored) as caught:
        Store(tmp_path).add(verdict())
    assert str(caught.value) == UNWRITABLE.format("No space left on device")


@pytest.mark.parametrize("room", [0, 1, LINE - 1])
def test_what_a_full_disk_cut_off_is_taken_back(tmp_path: Path, room: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CUT_OFF, str(tmp_path), str(room)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    told = "File too large" if room == 0 else "No space left on device"
    assert done.stdout == UNWRITABLE.format(told) + "\n"
    assert kept(tmp_path) == [verdict(), verdict(comment="later")]


def test_a_file_in_the_folders_place_is_told_without_its_path(tmp_path: Path) -> None:
    (tmp_path / "feedback").write_text("a file")
    with pytest.raises(NotStored) as caught:
        Store(tmp_path / "feedback").add(verdict())
    assert str(caught.value) == UNWRITABLE.format("File exists")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotStored) as caught:
        Store(Path("/proc/feedback")).add(verdict())  # read-only, for every user
    assert str(caught.value) == UNWRITABLE.format("No such file or directory")


def test_a_file_that_another_process_holds_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "PATIENCE", 0.05)
    with FileLock(tmp_path / "feedback.lock"), pytest.raises(NotStored) as caught:
        Store(tmp_path).add(verdict())
    assert str(caught.value) == "your opinion was not stored: its file is in use; try again"


def test_thirty_are_let_in_in_any_minute() -> None:
    time = [100.0]
    rate = Rate(clock=lambda: time[0])
    for _ in range(30):
        rate.admit()
        time[0] += 1
    for moment in (130.0, 159.9):
        time[0] = moment
        with pytest.raises(Busy, match="more opinions arrive than are kept; send it again"):
            rate.admit()
    time[0] = 160.0
    rate.admit()  # the first is a minute old
    with pytest.raises(Busy):
        rate.admit()  # the second is not
    time[0] = 161.0
    rate.admit()
