"""The API over the scripted assistant, once for the tests that only read from it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.web.api.small_app import started
from tests.web.scripted import ScriptedAssistant


@pytest.fixture(scope="module")
def scripted() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture(scope="module")
def api(scripted: ScriptedAssistant) -> Iterator[TestClient]:
    """A client of the API with its assistant loaded."""
    with started(lambda: scripted) as opened:
        yield opened
