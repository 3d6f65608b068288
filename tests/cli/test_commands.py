"""Every command prints what it promises, for readers and as one JSON object."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest

import gbaqa
from tests.cli.running import FILES, SENTENCE, UNKNOWN, Gbaqa, Ran, saved
from tests.fakes import write_files


def test_index_ends_with_its_counts_and_names_what_it_skipped(
    gbaqa_: Gbaqa, tmp_path: Path
) -> None:
    corpus = write_files(tmp_path / "corpus", FILES)
    (corpus / "latin.txt").write_bytes("Popula\xe7\xe3o.".encode("latin-1"))
    write_files(corpus, {"torn.md": "---\ntitle: Torn\n\nNever closed.\n"})
    (corpus / "park.txt").rename(corpus / "park")
    ran = gbaqa_("index", corpus, "--index", tmp_path / "index")
    counts = "documents 3, passages 3, embedded 3, reused 0, removed 0, skipped 2\n"
    assert (ran.code, ran.out) == (0, counts)
    skipped = [line for line in ran.err.splitlines() if line.startswith("skipped ")]
    assert skipped == [
        "skipped latin.txt:1: byte 0xe7 is not UTF-8; save the file as UTF-8",
        "skipped torn.md:1: front matter is opened by --- and never closed; "
        "add a line --- after it",
    ]
    assert [line for line in ran.err.splitlines() if line.startswith("note ")] == [
        "note park: the name has no ending; it is read as plain text, which it is"
    ]
    again = gbaqa_("index", corpus, "--index", tmp_path / "index")
    assert again.out == "documents 3, passages 3, embedded 0, reused 3, removed 0, skipped 2\n"


def test_search_ranks_at_most_k_passages(gbaqa_: Gbaqa) -> None:
    ran = gbaqa_("search", "members of the alliance", "-k", 2, "--json")
    found = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert found["query"] == "members of the alliance"
    assert [hit["rank"] for hit in found["hits"]] == [1, 2]
    assert found["hits"][0]["score"] > found["hits"][1]["score"]
    assert {**found["hits"][0], "score": 0} == {
        "rank": 1,
        "score": 0,
        "passage_id": "alliance#0000",
        "doc_id": "alliance",
        "title": "Productivity alliance",
        "publisher": "Gazette",
        "date": "2024-05",
        "language": "en",
        "url": "https://example.org/alliance",
        "text": "The alliance has 37 members. The alliance was founded in 2023.",
    }
    for cutoff in (99, 10**15):
        assert len(json.loads(gbaqa_("search", "port", "-k", cutoff, "--json").out)["hits"]) == 3


def test_search_for_readers_shows_rank_score_and_text(gbaqa_: Gbaqa) -> None:
    ran = gbaqa_("search", "park", "-k", 1)
    assert ran.code == 0
    first, second = ran.out.splitlines()
    assert first.split()[0] == "1"
    assert first.split()[2] == "park#0000"
    assert second == "     The park covers 19.1 hectares."


KEYS = {
    "": "question standalone_question language status sentences confidence citations notices "
    "nearest index timings_ms sha256",
    "citations": "marker doc_id passage_id title publisher date url quote start end doc_sha256 "
    "translation_of key",
    "index": "generation encoder",
    "timings_ms": "retrieve answer total",
}


def test_ask_prints_one_json_object_with_the_keys_of_the_design(gbaqa_: Gbaqa, home: Path) -> None:
    ran = gbaqa_("ask", SENTENCE, "--json")
    assert (ran.code, ran.err, ran.out.count("\n")) == (0, "", 1)
    found = json.loads(ran.out)
    assert list(found) == KEYS[""].split()
    assert list(found["citations"][0]) == KEYS["citations"].split()
    assert list(found["index"]) == KEYS["index"].split()
    assert list(found["timings_ms"]) == KEYS["timings_ms"].split()
    assert (found["question"], found["standalone_question"]) == (SENTENCE, SENTENCE)
    assert (found["status"], found["language"], found["nearest"]) == ("answered", "en", [])
    assert found["sentences"][0] == {"text": SENTENCE, "markers": [1]}
    assert found["citations"][0]["doc_id"] == "alliance"
    assert found["index"]["generation"] == (home / "index" / "CURRENT").read_text().strip()


def test_ask_for_readers_shows_sentence_marker_and_source(gbaqa_: Gbaqa) -> None:
    ran = gbaqa_("ask", SENTENCE)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == f"{SENTENCE} [1]"
    source = "[1] Productivity alliance, Gazette, 2024-05 https://example.org/alliance"
    assert source in lines


def test_not_found_is_no_failure_and_shows_the_nearest(gbaqa_: Gbaqa) -> None:
    ran = gbaqa_("ask", UNKNOWN, "--json")
    found = json.loads(ran.out)
    assert (ran.code, found["status"]) == (0, "not_found")
    assert (found["sentences"], found["citations"]) == ([], [])
    assert 1 <= len(found["nearest"]) <= 3
    assert all(list(one) == KEYS["citations"].split() for one in found["nearest"])
    lines = gbaqa_("ask", UNKNOWN).out.splitlines()
    assert lines[0].startswith(found["reason"]["text"])
    assert lines[1] == "Nearest passages:"
    assert lines[2].startswith("[1] ")


def test_a_question_with_bytes_that_are_no_text_is_answered(gbaqa_: Gbaqa) -> None:
    ran = gbaqa_("ask", "port \udcff?", "--json")
    assert (ran.code, json.loads(ran.out)["question"]) == (0, "port ??")
    assert json.loads(gbaqa_("search", "port \udcff", "--json").out)["query"] == "port ?"


def test_verify_replays_an_honest_answer(
    gbaqa_: Gbaqa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = gbaqa_("ask", SENTENCE, "--json")
    count = len(json.loads(answer.out)["citations"])
    expected = Ran(0, f"verified: {count} sentences, {count} citations\n", "")
    assert gbaqa_("verify", saved(answer, tmp_path / "answer.json")) == expected
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(answer.out.encode())))
    assert gbaqa_("verify", "-") == expected
    no_answer = saved(gbaqa_("ask", UNKNOWN, "--json"), tmp_path / "no.json")
    assert gbaqa_("verify", no_answer) == Ran(0, "verified: 0 sentences, 0 citations\n", "")


def test_chat_answers_follow_ups_and_survives_a_refused_question(
    gbaqa_: Gbaqa, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "How many members does the alliance have?"
    typed = iter([question, "x" * 2000, "And when was it founded?", ""])
    monkeypatch.setattr("builtins.input", lambda prompt: next(typed))
    ran = gbaqa_("chat")
    assert (ran.code, ran.err) == (0, "")
    assert "the question has 2000 characters" in ran.out
    told = [line for line in ran.out.splitlines() if line.startswith("Asked as: ")]
    assert len(told) == 1
    assert re.fullmatch(
        r"Asked as: And when was it founded\? \(.*\) \(taken from before: .*\)", told[0]
    )


@pytest.mark.parametrize("sign", ["!", "! ", "\uff01"])
def test_chat_asks_a_question_after_the_sign_by_itself(
    gbaqa_: Gbaqa, monkeypatch: pytest.MonkeyPatch, sign: str
) -> None:
    alone = gbaqa_("ask", "And when was it founded?").out
    typed = iter(
        ["How many members does the alliance have?", f"{sign}And when was it founded?", "!"]
    )
    monkeypatch.setattr("builtins.input", lambda prompt: next(typed))
    ran = gbaqa_("chat")
    assert (ran.code, ran.err) == (0, "")
    assert 'A question after "!" is asked by itself, without the earlier ones.\n' in ran.out
    assert ran.out.endswith(alone)
    assert "Asked as: " not in ran.out


def test_chat_ends_where_its_input_ends(gbaqa_: Gbaqa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert gbaqa_("chat").code == 0


def test_version_and_help_exit_0(gbaqa_: Gbaqa) -> None:
    assert gbaqa_("--version") == Ran(0, f"gbaqa {gbaqa.__version__}\n", "")
    commands = "index search ask chat serve eval compare verify".split()
    text = gbaqa_("--help").out
    assert all(f"\n    {command} " in text for command in commands)
    for command in commands:
        ran = gbaqa_(command, "--help")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(f"usage: gbaqa {command}")


def written(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def test_compare_tells_what_changed_between_two_results(gbaqa_: Gbaqa, tmp_path: Path) -> None:
    row = {"id": "q1", "question": "Where?", "answerable": True, "answered": True}
    row |= {"key_facts": 1.0, "citation_precision": 1.0, "right": True, "quoted": "In Macao."}
    result = {"dataset": "gba", "split": "dev", "answers": {"per_question": [row]}}
    first = written(tmp_path / "a.json", result)
    row |= {"key_facts": 0.0, "quoted": "In Zhuhai."}
    second = written(tmp_path / "b.json", result)
    ran = gbaqa_("compare", first, second)
    assert ran.code == 0
    assert "answers: key_facts" in ran.out
    assert ran.out.endswith("      A: In Macao.\n      B: In Zhuhai.\n")
    found = json.loads(gbaqa_("compare", first, second, "--json").out)
    assert found["measures"][0]["lost"] == 1
    assert found["moved"][0]["second_answer"] == "In Zhuhai."


def test_compare_names_what_is_no_result(gbaqa_: Gbaqa, tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", {})
    ran = gbaqa_("compare", path, path)
    assert ran.code == 4
    assert ran.err.startswith(
        "gbaqa: result A is not a result of gbaqa eval: it lacks or misshapes 'dataset'"
    )
    assert ran.err.count("\n") == 1
