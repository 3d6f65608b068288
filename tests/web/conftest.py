"""The app over the scripted assistant, once for the tests that only read from it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.web.scripted import ScriptedAssistant
from tests.web.serving import client, wait_until_settled


@pytest.fixture(scope="module")
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture(scope="module")
def ready_app(assistant: ScriptedAssistant) -> Iterator[TestClient]:
    """A client of the app with its assistant loaded."""
    with client(lambda: assistant) as opened:
        wait_until_settled(opened)
        yield opened
