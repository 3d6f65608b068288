"""The stated risk and the language model of the settings reach whoever answers."""

from __future__ import annotations

from typing import Any

import pytest

from gbaqa.answering import asking
from gbaqa.answering.writing.generating import OpenAIGenerator
from gbaqa.errors import IndexUnusable
from gbaqa.web import serving
from tests.cli.running import SENTENCE, Gbaqa

LLM = {"GBAQA_LLM_URL": "http://127.0.0.1:9/v1", "GBAQA_LLM_MODEL": "small"}


class Opening:
    """Stands for what opens or serves an assistant; keeps what it was given."""

    def __init__(self) -> None:
        self.given: dict[str, Any] = {}

    def __call__(self, *_: object, **given: object) -> None:
        self.given = given
        raise IndexUnusable("far enough")


@pytest.fixture
def opening(monkeypatch: pytest.MonkeyPatch) -> Opening:
    found = Opening()
    monkeypatch.setattr(asking, "open_assistant", found)
    monkeypatch.setattr(serving, "serve", found)
    return found


COMMANDS = {"ask": ["ask", SENTENCE], "chat": ["chat"], "serve": ["serve"]}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_who_answers_is_given_the_risk_and_the_language_model(
    gbaqa_: Gbaqa, opening: Opening, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    for name, value in {**LLM, "GBAQA_RISK": "0.05"}.items():
        monkeypatch.setenv(name, value)
    assert gbaqa_(*command).error() == "far enough"
    assert opening.given["risk"] == "0.05"
    generator = opening.given["generator"]
    assert isinstance(generator, OpenAIGenerator)
    assert generator.model == "small"
    generator.close()


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_without_settings_no_language_model_is_asked(
    gbaqa_: Gbaqa, opening: Opening, command: list[str]
) -> None:
    assert gbaqa_(*command).error() == "far enough"
    assert (opening.given["risk"], opening.given["generator"]) == ("0.10", None)


def test_a_search_asks_no_language_model(
    gbaqa_: Gbaqa, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in LLM.items():
        monkeypatch.setenv(name, value)
    assert gbaqa_("search", "port").error() == "far enough"
    assert opening.given["generator"] is None


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_a_risk_that_was_not_learned_is_refused_in_one_line(
    gbaqa_: Gbaqa, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("GBAQA_RISK", "0.5%")
    ran = gbaqa_(*command)
    assert ran.code == 2
    assert ran.error().startswith("GBAQA_RISK is '0.5%', expected one of ")
