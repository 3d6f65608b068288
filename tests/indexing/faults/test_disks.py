"""A full disk or one that cannot be written costs a build, and never the index that is there."""

from __future__ import annotations

import os
import re
import resource
from pathlib import Path

import pytest

from gbaqa.cli import main
from tests.indexing.faults.conftest import Right
from tests.indexing.faults.disks import made_read_only, mounted
from tests.indexing.faults.made import answers, built, leftovers, refused
from tests.indexing.killed import in_a_process

STEP = 8192  # bytes; a disk in memory is filled by half of it
FULL = "No space left on device; make room there or name another folder with --index"
REFUSED = 3  # the exit code


def room(disk: Path) -> int:
    found = os.statvfs(disk)
    return found.f_bavail * found.f_frsize


def used_by_a_build(right: Right, disk: Path) -> int:
    before = room(disk)
    built(right.new, disk / "measured")
    return before - room(disk)


def fill(disk: Path, *, but: int) -> None:
    (disk / "filler").write_bytes(bytes(max(0, room(disk) - but)))


def test_a_disk_that_fills_up_at_any_point_leaves_the_old_index(
    tmp_path: Path, right: Right
) -> None:
    with mounted(tmp_path / "disk", kilobytes=1024) as disk:
        index, failed = disk / "index", 0
        for left in range(0, used_by_a_build(right, disk) + 3 * STEP, STEP):
            (disk / "filler").unlink(missing_ok=True)
            built(right.old, index)
            fill(disk, but=left)
            line = refused(right.new, index)
            if line:
                failed += 1
                assert line == f"{index} cannot be written: {FULL}"
                assert answers(index) == right.old_answers, left
                assert leftovers(index) == []
        assert failed > 4
        assert answers(index) == right.new_answers  # the last had room
        built(right.old, index)
        (disk / "filler").unlink()
        built(right.new, index)
        assert answers(index) == right.new_answers


def build_with_short_files(corpus: Path, index: Path, longest: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (longest, longest))
    line = refused(corpus, index)
    found = re.search(r"(File too large|No space left on device); make room there or name", line)
    raise SystemExit(REFUSED if found else line or 0)


@pytest.mark.parametrize("longest", [0, 40, 500, 3000])
def test_a_quota_that_cuts_any_file_short_leaves_the_old_index(
    tmp_path: Path, right: Right, longest: int
) -> None:
    index = tmp_path / "index"
    built(right.old, index)
    assert in_a_process(build_with_short_files, right.new, index, longest) == REFUSED
    assert answers(index) == right.old_answers
    assert leftovers(index) == []
    built(right.new, index)
    assert answers(index) == right.new_answers


def test_a_disk_that_cannot_be_written_is_read_and_a_build_says_what_to_do(
    tmp_path: Path, right: Right, capsys: pytest.CaptureFixture[str]
) -> None:
    with mounted(tmp_path / "disk", kilobytes=1024) as disk:
        index = disk / "index"
        built(right.old, index)
        made_read_only(disk)
        assert answers(index) == right.old_answers
        assert main(["index", str(right.new), "--index", str(index)]) == REFUSED
        assert capsys.readouterr().err == (
            f"gbaqa: {index} cannot be written: Read-only file system; "
            "name another folder with --index\n"
        )
        assert main(["index", str(right.new), "--index", str(disk / "other")]) == REFUSED
        assert "cannot be written: Read-only file system" in capsys.readouterr().err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_read_and_a_build_says_what_to_do(
    tmp_path: Path, right: Right
) -> None:
    index = tmp_path / "index"
    built(right.old, index)
    folders = [index, *(path for path in index.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        assert answers(index) == right.old_answers
        assert "cannot be written: Permission denied; name" in refused(right.new, index)
    finally:
        for folder in folders:
            folder.chmod(0o755)
