"""docs/security.md names tests that exist, and none of them twice for nothing."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "security.md"


def named() -> set[str]:
    return set(re.findall(r"`(test_\w+)`", PAGE.read_text(encoding="utf-8")))


def existing() -> set[str]:
    texts = (path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    return {
        name
        for text in texts
        for name in re.findall(r"^ *(?:async )?def (test_\w+)", text, re.MULTILINE)
    }


def test_every_test_that_the_threat_model_names_exists() -> None:
    assert named() - existing() == set()
    assert len(named()) > 25


def test_every_threat_has_what_holds_and_a_test() -> None:
    table = PAGE.read_text(encoding="utf-8").partition("## Threats")[2].partition("\n## ")[0]
    rows = [line.split(" | ") for line in table.splitlines() if line.startswith("| ")][2:]
    assert len(rows) >= 15
    for row in rows:
        assert len(row) == 3, row
        assert "`test_" in row[2], row
