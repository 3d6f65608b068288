"""search, ask and chat tell what was searched besides a question, or in its place."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.running import SENTENCE, Gbaqa, saved

CHINESE = "聯盟有多少成員？"
WRONG, RIGHT = "The allaince has 37 members.", SENTENCE
BEGINNING = re.compile("Asked as:|Searched for:|Taken from before:")
TOLD = [
    (CHINESE, "同時搜尋：alliance how many member"),
    (WRONG, f"Searched for: {RIGHT}"),
]


@pytest.mark.parametrize(("question", "line"), TOLD)
def test_search_tells_it_after_the_passages(gbaqa_: Gbaqa, question: str, line: str) -> None:
    ran = gbaqa_("search", question, "-k", 1)
    assert (ran.code, ran.err) == (0, "")
    first, _, last = ran.out.splitlines()
    assert (first.split()[2], last) == ("alliance#0000", line)
    found = json.loads(gbaqa_("search", question, "-k", 1, "--json").out)
    assert list(found) == ["query", "also_searched", "hits"]
    assert (found["query"], found["also_searched"]) == (
        question,
        re.split(": |：", line, maxsplit=1)[1],
    )


def test_search_tells_it_where_nothing_is_found_too(gbaqa_: Gbaqa) -> None:
    ran = gbaqa_("search", WRONG, "--until", "2000")
    assert (ran.code, ran.out) == (0, f"Searched for: {RIGHT}\n")
    assert ran.err == "gbaqa: no passage found; widen the filters\n"


@pytest.mark.parametrize(("question", "line"), TOLD)
def test_ask_tells_it_before_the_sources(gbaqa_: Gbaqa, question: str, line: str) -> None:
    ran = gbaqa_("ask", question)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    place = lines.index(line)
    assert place > 0
    assert lines[place + 1] == ""
    assert lines[place + 2].startswith("[1] ")
    assert json.loads(gbaqa_("ask", question, "--json").out)["also_searched"] in line


def test_verify_accepts_an_answer_with_it(gbaqa_: Gbaqa, tmp_path: Path) -> None:
    answer = gbaqa_("ask", WRONG, "--json")
    assert json.loads(answer.out)["status"] == "answered"
    ran = gbaqa_("verify", saved(answer, tmp_path / "answer.json"))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("verified: ")


def test_chat_tells_it_of_each_question(gbaqa_: Gbaqa, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter([CHINESE, f"!{RIGHT}", f"!{WRONG}", ""])
    monkeypatch.setattr("builtins.input", lambda prompt: next(typed))
    ran = gbaqa_("chat")
    assert (ran.code, ran.err) == (0, "")
    told = [line for line in ran.out.splitlines() if "earched" in line or "搜尋" in line]
    assert told == [line for _, line in TOLD]


def test_chat_tells_of_a_follow_up_with_a_typing_error_the_corrected_one_alone(
    gbaqa_: Gbaqa, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter(["Name the alliance members.", "Was it foudned in 2023?", "When was it?", ""])
    monkeypatch.setattr("builtins.input", lambda prompt: next(typed))
    ran = gbaqa_("chat")
    assert (ran.code, ran.err) == (0, "")
    told = [line for line in ran.out.splitlines() if BEGINNING.match(line)]
    corrected = ["Taken from before", "Searched for"]
    assert [line.split(":")[0] for line in told] == corrected * 2
    assert told[1].startswith("Searched for: Was it founded in 2023? (")
    assert told[3].startswith("Searched for: When was it? (")
