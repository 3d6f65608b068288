"""Hostile files are read or refused in one line, within limits; nothing is reached or written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gbaqa.documents.isolating import IsolatedReader
from gbaqa.documents.isolation.limits import Limits
from gbaqa.documents.naming import on_one_line
from tests.documents.hostile.cases import CANARY, Case, sample
from tests.documents.hostile.watching import Listener, is_whole, listening, outcome_of

SECONDS = 60  # what a file of the sample takes on a machine that does much else; most take 0.1
READ = {  # what is in those that can be read
    "fetching.html": "Good words.",
    "spaces.odt": "a b",
    "drawing_itself.pdf": "Good words stand here.",
    "outline_of_itself.pdf": "Good words stand here.",
    "length_of_itself.pdf": "Good words stand here.",
    "nest_1000.div.html": "Deep.",
    "nest_1000.epub": "Deep.",
}


@pytest.fixture(scope="module")
def reader() -> Iterator[IsolatedReader]:
    with IsolatedReader(Limits(computing=20)) as opened:
        yield opened


@pytest.fixture(scope="module")
def address() -> Iterator[Listener]:
    with listening() as opened:
        yield opened


@pytest.mark.parametrize("case", [*sample()], ids=lambda case: case.name)
def test_a_hostile_file_is_read_or_refused_in_one_line(
    reader: IsolatedReader, address: Listener, tmp_path: Path, case: Case
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(CANARY)
    outcome = outcome_of(reader, case.make(str(secret), address.url), name=case.name)

    assert outcome.seconds < SECONDS
    assert address.reached == 0
    assert list(tmp_path.iterdir()) == [secret]
    if outcome.parsed is None:
        assert outcome.line.startswith(case.name + ":")
        assert on_one_line(outcome.line) == outcome.line
        assert case.name not in READ
    else:
        assert is_whole(outcome.parsed)
        assert CANARY not in outcome.parsed.text
        assert READ.get(case.name, "") in outcome.parsed.text
