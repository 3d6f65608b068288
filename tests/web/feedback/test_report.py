"""The report prints what the lines say, whatever else the file holds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gbaqa.web.feedback.records import Verdict
from gbaqa.web.feedback.report import main
from tests.web.feedback.verdicts import verdict

OLDER = [
    verdict(day="2026-11-20", language="pt"),
    verdict(
        day="2026-11-21",
        verdict="down",
        answer="b" * 64,
        documents=("people/alliance", "undated"),
        reason="outdated",
        comment="It is <b>old</b>.",
    ),
]
NEWER = [
    verdict(day="2026-11-22", answer="c" * 64, documents=("undated",)),
    # the reader of the line above thought again, and then said why
    verdict(
        day="2026-11-22", verdict="down", answer="c" * 64, replaces="up", documents=("undated",)
    ),
    verdict(
        day="2026-11-23",
        verdict="down",
        answer="c" * 64,
        replaces="down",
        documents=("undated",),
        reason="wrong",
        comment="應為 2025 年",
    ),
    verdict(day="2026-11-24", verdict="down", status="not_found", language="zh-Hant"),
    # what it replaces was turned over long ago
    verdict(day="2026-11-25", answer="d" * 64, replaces="down", comment="Thanks!"),
]
REPORT = """\
feedback in {folder}, 2026-11-20 to 2026-11-25: 5 verdicts, 2 changed since
thumbs down: 3 of 5, 60.0% [14.7, 94.7]

language            up  down
en                   1     2
zh-Hant              0     1
pt                   1     0

status              up  down
answered             2     2
not_found            0     1

why                 up  down
none                 2     1
outdated             0     1
wrong                0     1

documents most often marked down
     2  undated
     1  people/alliance

last comments
  2026-11-21 down en outdated: It is <b>old</b>.
  2026-11-23 down en wrong: 應為 2025 年
  2026-11-25 up en none: Thanks!
"""


def write(folder: Path, name: str, verdicts: list[Verdict]) -> None:
    (folder / name).write_text("".join(one.line() for one in verdicts), "utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "feedback.1.jsonl", OLDER)
    write(tmp_path, "feedback.jsonl", NEWER)
    return tmp_path


def test_the_report_tells_all(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder)]) == 0
    assert capsys.readouterr().out == REPORT.format(folder=folder)


def test_the_same_figures_come_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", str(folder)]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "verdicts": 5,
        "up": 2,
        "down": 3,
        "share_down": 0.6,
        "share_down_ci": [0.1466, 0.9473],
        "replaced": 2,
        "first_day": "2026-11-20",
        "last_day": "2026-11-25",
        "languages": {
            "en": {"up": 1, "down": 2},
            "zh-Hant": {"up": 0, "down": 1},
            "pt": {"up": 1, "down": 0},
        },
        "statuses": {"answered": {"up": 2, "down": 2}, "not_found": {"up": 0, "down": 1}},
        "reasons": {
            "none": {"up": 2, "down": 1},
            "outdated": {"up": 0, "down": 1},
            "wrong": {"up": 0, "down": 1},
        },
        "documents_down": [["undated", 2], ["people/alliance", 1]],
        "comments": [
            {
                "day": "2026-11-21",
                "verdict": "down",
                "language": "en",
                "reason": "outdated",
                "comment": "It is <b>old</b>.",
            },
            {
                "day": "2026-11-23",
                "verdict": "down",
                "language": "en",
                "reason": "wrong",
                "comment": "應為 2025 年",
            },
            {
                "day": "2026-11-25",
                "verdict": "up",
                "language": "en",
                "reason": "none",
                "comment": "Thanks!",
            },
        ],
        "broken": [],
    }


def test_a_verdict_that_was_changed_counts_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    up, down = verdict(), verdict(verdict="down", replaces="up")
    write(tmp_path, "feedback.jsonl", [up, up, down, verdict(replaces="down")])
    main(["--json", str(tmp_path)])
    found = json.loads(capsys.readouterr().out)
    assert (found["up"], found["down"], found["replaced"]) == (2, 0, 2)


def test_broken_lines_are_counted_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [b"{", b"7", verdict().line().encode().strip(), b"\x1b]0;x\x07\xff"]
    (tmp_path / "feedback.jsonl").write_bytes(b"\n".join(lines + [b""] * 10))
    assert main([str(tmp_path)]) == 0
    told = capsys.readouterr().out.split("\n\n")[-1]
    assert told == (
        "lines that are no verdict: 12\n"
        "  feedback.jsonl:1 not JSON\n"
        "  feedback.jsonl:2 not a verdict\n"
        + "".join(f"  feedback.jsonl:{number} not JSON\n" for number in range(4, 12))
        + "  and 2 more\n"
    )


@pytest.mark.parametrize("empty", [True, False])
def test_a_folder_without_feedback_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], empty: bool
) -> None:
    place = tmp_path if empty else tmp_path / "missing"
    assert main([str(place)]) == 0
    assert capsys.readouterr().out == f"no feedback in {place}\n"


def test_no_line_steers_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = verdict(verdict="down", comment="\x1b[2J\u202eevil\r\n", documents=("\x1b]0;x\x07",))
    write(tmp_path, "feedback.jsonl", [hostile])
    main([str(tmp_path)])
    shown = capsys.readouterr().out
    assert [line for line in shown.splitlines() if "\ufffd" in line] == [
        "     1  \ufffd]0;x\ufffd",
        "  2026-11-29 down en none: \ufffd[2J\ufffdevil\ufffd\ufffd",
    ]
    assert all(sign.isprintable() or sign == "\n" for sign in shown)
    main([str(tmp_path), "--json"])
    assert capsys.readouterr().out.strip().isprintable()


def test_the_last_ten_comments_and_the_worst_ten_documents_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        tmp_path,
        "feedback.jsonl",
        [verdict(verdict="down", comment=str(n), documents=(f"d{n:02}",)) for n in range(12)],
    )
    main([str(tmp_path), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert [one["comment"] for one in found["comments"]] == [str(n) for n in range(2, 12)]
    assert found["documents_down"] == [[f"d{n:02}", 1] for n in range(10)]


def test_a_file_that_cannot_be_read_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([f"{tmp_path}/{'x' * 300}"]) == 1
    assert capsys.readouterr().err == f"{tmp_path}/{'x' * 300} cannot be read: File name too long\n"


def test_it_runs_as_a_module(folder: Path) -> None:
    command = [sys.executable, "-m", "gbaqa.web.feedback.report", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert (done.stdout, done.stderr) == (REPORT.format(folder=folder), "")
