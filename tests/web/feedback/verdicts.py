"""Verdicts for the tests: a thumb up on one answer, changed where a test says so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gbaqa.web.feedback.records import Verdict

PLAIN = Verdict(
    day="2026-11-29",
    verdict="up",
    answer="a" * 64,
    status="answered",
    language="en",
    generation="g1",
)


def verdict(**changes: Any) -> Verdict:
    """PLAIN with other values."""
    return replace(PLAIN, **changes)
