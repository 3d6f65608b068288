"""A line is read back as what was written, and is refused where it is something else."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from gbaqa.web.feedback.records import Verdict
from tests.web.feedback.verdicts import verdict

FULL = verdict(
    verdict="down",
    status="not_found",
    language="zh-Hant",
    documents=("people/alliance", "undated"),
    reason="hard-to-read",
    comment="難讀 <b>&\u2028",
    replaces="up",
)


def test_a_line_holds_these_fields_and_no_more() -> None:
    assert json.loads(FULL.line()) == {
        "day": "2026-11-29",
        "verdict": "down",
        "answer": "a" * 64,
        "status": "not_found",
        "language": "zh-Hant",
        "generation": "g1",
        "documents": ["people/alliance", "undated"],
        "reason": "hard-to-read",
        "comment": "難讀 <b>&\u2028",
        "replaces": "up",
    }


@pytest.mark.parametrize("kept", [FULL, verdict()])
def test_a_line_is_read_back_as_it_was_written(kept: Verdict) -> None:
    line = kept.line()
    assert (line.count("\n"), Verdict.read(line.encode())) == (1, kept)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"verdict": "sideways"}, "verdict: expected one of up, down"),
        ({"status": None}, "status: expected one of answered, not_found"),
        ({"language": "fr"}, "language: expected one of en, zh-Hant, zh-Hans, pt"),
        (
            {"reason": "rude"},
            "reason: expected one of wrong, not-asked, incomplete, outdated, hard-to-read, other, "
            "None",
        ),
        ({"replaces": True}, "replaces: expected one of up, down, None"),
        ({"answer": "A" * 64}, "answer: expected [0-9a-f]{64}"),
        ({"answer": 7}, "answer: expected [0-9a-f]{64}"),
        ({"generation": "../x"}, "generation: expected [A-Za-z0-9-]{1,64}"),
        ({"generation": "g1\n"}, "generation: expected [A-Za-z0-9-]{1,64}"),
        ({"documents": ["a"] * 11}, "documents: expected at most 10 document ids"),
        ({"documents": [7]}, "documents: expected at most 10 document ids"),
        ({"documents": "abc"}, "documents: expected at most 10 document ids"),
        ({"comment": "x" * 901}, "comment: expected a text of at most 900 characters"),
        ({"comment": None}, "comment: expected a text of at most 900 characters"),
        ({"day": 7}, "not a verdict"),
        ({"day": "yesterday"}, "Invalid isoformat string: 'yesterday'"),
        ({"question": "Who am I?"}, "not a verdict"),
    ],
)
def test_a_line_with_another_value_is_refused(changed: dict[str, object], fault: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # the text is asserted whole
        Verdict.read(json.dumps({**asdict(verdict()), **changed}).encode())
    assert str(caught.value) == fault


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"", "not JSON"),
        (b'{"day": "2026-11', "not JSON"),
        (b"\xff\x00", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"7", "not a verdict"),
        (b"[]", "not a verdict"),
        (b"{}", "not a verdict"),
        (b"null", "not a verdict"),
    ],
)
def test_a_line_of_another_kind_is_refused(line: bytes, fault: str) -> None:
    with pytest.raises(ValueError, match=f"^{fault}$"):
        Verdict.read(line)
