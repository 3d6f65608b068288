"""The app over the scripted assistant, once for the tests that only read from it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from gbaqa.web import arriving
from tests.web.scripted import ScriptedAssistant
from tests.web.serving import client, wait_until_settled


@pytest.fixture(scope="session", autouse=True)
def _parts_on_demand() -> Iterator[None]:
    """No thread imports Gradio while another test runs: both change how warnings are taken."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(arriving, "QUIET", 3600.0)
        yield


@pytest.fixture(scope="module")
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture(scope="module")
def ready_app(assistant: ScriptedAssistant) -> Iterator[TestClient]:
    """A client of the app with its assistant loaded."""
    with client(lambda: assistant) as opened:
        wait_until_settled(opened)
        yield opened
