"""Real files are read or refused in one line: some here, all by `scripts.read_outcomes`."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripts.read_outcomes import fault_of, real_files

from gbaqa.documents.isolating import IsolatedReader
from tests.documents.hostile.watching import outcome_of

FILES = Path(__file__).parents[4] / "shared" / "evaldata" / "documents"
REFUSED = {
    "2206.01062_pg3.pdf": "is locked with a password",
    "test.jpg": "is a picture",
    "test.json": "is data in JSON",
    "test.xls": "is of Excel before 2007",
    "test_files.zip": "is an archive",
    "test_llm.jpg": "is a picture",
    "test_outlook_msg.msg": "is a message of Outlook",
    "test_rss.xml": "is a feed of news",
}


def sample() -> list[Path]:
    """Of each kind the smallest, and those that are refused."""
    smallest: dict[str, Path] = {}
    files = real_files(FILES)
    for path in sorted(files, key=lambda path: (path.stat().st_size, path)):
        smallest.setdefault(path.suffix, path)
    return sorted({*smallest.values(), *(path for path in files if path.name in REFUSED)})


@pytest.mark.skipif(not FILES.is_dir(), reason="the real files lie beside the project")
def test_real_files_are_read_whole_or_refused_in_one_line() -> None:
    with IsolatedReader() as reader:
        outcomes = {
            path: outcome_of(reader, path.read_bytes(), name=path.name) for path in sample()
        }
    refused = {path.name: one.line for path, one in outcomes.items() if one.parsed is None}

    assert [fault for path, one in outcomes.items() if (fault := fault_of(one, path.name))] == []
    assert refused.keys() == REFUSED.keys()
    assert [name for name, line in refused.items() if REFUSED[name] not in line] == []
