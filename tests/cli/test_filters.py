"""search, ask and chat look only into the documents that the filters name, or say what is wrong."""

from __future__ import annotations

import json

import pytest

from tests.cli.running import OTHER_UNKNOWN, SENTENCE, UNKNOWN, Gbaqa

COMMANDS = [["search", "port"], ["ask", "port", "--json"], ["chat"]]
ALLIANCE = ["alliance"]  # published by the Gazette in May 2024, the only dated one
ALL = ["alliance", "park", "port"]


@pytest.mark.parametrize(
    ("typed", "kept", "documents"),
    [
        (["--publisher", " gaz "], {"publisher": "gaz"}, ALLIANCE),
        (["--topic", "MEMBERS"], {"topic": "MEMBERS"}, ALLIANCE),
        (["--since", "2024-05-31"], {"since": "2024-05-31"}, ALLIANCE),
        (["--until", "2024"], {"until": "2024"}, ALLIANCE),
        (["--until=2024-04"], {"until": "2024-04"}, []),
        (["--language", "en"], {"language": "en"}, ALL),
        (["--language", "pt"], {"language": "pt"}, []),
        (
            ["--language", "en", "--since", "2023", "--until", "2024-06"],
            {"language": "en", "since": "2023", "until": "2024-06"},
            ALLIANCE,
        ),
        (["--language", "", "--publisher", ""], None, ALL),
        ([], None, ALL),
    ],
)
def test_search_keeps_to_the_filters_and_names_those_that_are_set(
    gbaqa_: Gbaqa, typed: list[str], kept: dict[str, str] | None, documents: list[str]
) -> None:
    ran = gbaqa_("search", "port", "--json", *typed)
    found = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert sorted(hit["doc_id"] for hit in found["hits"]) == documents
    assert found.get("filters") == kept
    assert list(found) == (["query", "filters", "hits"] if kept else ["query", "hits"])


def test_filters_are_applied_before_the_cutoff(gbaqa_: Gbaqa) -> None:
    first = json.loads(gbaqa_("search", "port", "-k", 1, "--json").out)["hits"]
    assert [hit["doc_id"] for hit in first] == ["port"]
    filtered = gbaqa_("search", "port", "-k", 1, "--json", "--publisher", "Gazette")
    assert [hit["doc_id"] for hit in json.loads(filtered.out)["hits"]] == ALLIANCE


def test_search_for_readers_says_that_nothing_passes(gbaqa_: Gbaqa) -> None:
    ran = gbaqa_("search", "port", "--language", "pt")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "gbaqa: no passage found; widen the filters\n"


def test_ask_answers_from_the_documents_that_pass(gbaqa_: Gbaqa) -> None:
    plain = json.loads(gbaqa_("ask", SENTENCE, "--json").out)
    found = json.loads(gbaqa_("ask", SENTENCE, "--json", "--publisher", "GAZETTE").out)
    assert list(found) == list(plain)
    assert found["status"] == "answered"
    assert {one["doc_id"] for one in found["citations"]} == {"alliance"}
    none = json.loads(gbaqa_("ask", SENTENCE, "--json", "--language", "pt").out)
    assert (none["status"], none["nearest"], none["language"]) == ("not_found", [], "en")
    nothing = "Nothing about this was found in the documents.\n"
    assert gbaqa_("ask", SENTENCE, "--until", "2023").out == nothing


def test_chat_keeps_to_its_filters_in_every_turn(
    gbaqa_: Gbaqa, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sources(*options: str) -> list[str]:
        typed = iter([UNKNOWN, OTHER_UNKNOWN, ""])
        monkeypatch.setattr("builtins.input", lambda prompt: next(typed))
        ran = gbaqa_("chat", *options)
        assert (ran.code, ran.err, ran.out.count("Nearest passages:")) == (0, "", 2)
        lines = ran.out.splitlines()
        return [one.split(",")[0] for one in lines if "undated" in one or "Gazette" in one]

    assert len(sources()) == 6
    assert sources("--publisher", "gazette") == ["[1] Productivity alliance"] * 2


WRONG = [
    (
        ["--language", "fr"],
        "filter language is 'fr', expected one of en, zh-Hant, zh-Hans, pt; "
        "correct it or leave it out",
    ),
    (
        ["--since", "2024-02-30"],
        "filter since is '2024-02-30', expected a day, month or year as YYYY-MM-DD, YYYY-MM or "
        "YYYY; correct it or leave it out",
    ),
    (
        ["--since", "2025", "--until", "2024-12-31"],
        "filter since is '2025', expected a date not after until, '2024-12-31'; "
        "correct it or leave it out",
    ),
    (
        ["--publisher", "Gazete"],
        "filter publisher is 'Gazete', expected one that a document has, such as 'Gazette'; "
        "correct it or leave it out",
    ),
    (
        ["--topic", "member"],
        "filter topic is 'member', expected one that a document has, such as 'members'; "
        "correct it or leave it out",
    ),
    (["--topic", "x" * 201], "filter topic has 201 characters, at most 200 are read; shorten it"),
    (
        ["--publisher", "Gaz\x1b[31m"],
        "filter publisher is 'Gaz\\x1b[31m', expected no control character; "
        "correct it or leave it out",
    ),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize(("typed", "told"), WRONG)
def test_a_filter_that_cannot_be_used_exits_2_in_one_line(
    gbaqa_: Gbaqa, command: list[str], typed: list[str], told: str
) -> None:
    ran = gbaqa_(*command, *typed)
    assert (ran.code, ran.error()) == (2, told)


@pytest.mark.parametrize("command", ["search", "ask", "chat"])
def test_help_names_every_filter(gbaqa_: Gbaqa, command: str) -> None:
    text = " ".join(gbaqa_(command, "--help").out.split())
    assert "Only documents that pass all of these count." in text
    for option, part in {
        "--language L": "own language: en, zh-Hant, zh-Hans or pt",
        "--publisher P": "part of the publisher's name",
        "--topic T": "one topic of the document, whole",
        "--since DATE": "of DATE or later: YYYY, YYYY-MM or YYYY-MM-DD",
        "--until DATE": "of DATE or earlier",
    }.items():
        assert f"{option} {part}" in text or f"{option} the document's {part}" in text


def test_other_commands_take_no_filter(gbaqa_: Gbaqa) -> None:
    ran = gbaqa_("index", "--language", "en")
    assert (ran.code, ran.error().startswith("unrecognized arguments: --language")) == (2, True)
