"""What goes wrong is told in one line, with the exit code of its kind and no traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gbaqa import cli
from gbaqa.errors import IndexUnusable
from tests.cli.running import FILES, SENTENCE, Gbaqa, saved
from tests.fakes import write_files

UNREADABLE: dict[str, tuple[dict[str, bytes], str]] = {
    "an empty folder": ({}, "holds no document; put PDF, DOCX, HTML, Markdown or text files there"),
    "a file that is not UTF-8": (
        {"a.txt": b"one\n\xff\xfe"},
        "can be read: a.txt:2: byte 0xff is not UTF-8; save the file as UTF-8",
    ),
    "a broken front matter": (
        {"a.md": b"---\ntitle: [\n---\n\nText.\n"},
        "a.md:3: not YAML: ",
    ),
    "an unknown field": (
        {"a.md": b"---\nauthor: me\n---\n\nText.\n"},
        "a.md:2: unknown field 'author'; known are id, title",
    ),
    "several files": (
        {"a.txt": b"\xff", "b.xyz": b"?", "c.md": b"---\n"},
        "a.txt:1: byte 0xff is not UTF-8; save the file as UTF-8 (and 2 more files)",
    ),
}


@pytest.mark.parametrize(("files", "expected"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_corpus_in_which_nothing_can_be_read_is_told_in_one_line(
    gbaqa_: Gbaqa, tmp_path: Path, files: dict[str, bytes], expected: str
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, raw in files.items():
        (corpus / name).write_bytes(raw)
    ran = gbaqa_("index", corpus, "--index", tmp_path / "index")
    assert ran.code == 4
    assert expected in ran.error()
    assert not (tmp_path / "index").exists()


def test_a_missing_corpus_is_told(gbaqa_: Gbaqa, tmp_path: Path) -> None:
    ran = gbaqa_("index", tmp_path / "none", "--index", tmp_path / "index")
    assert (ran.code, ran.error()) == (
        4,
        f"{tmp_path / 'none'} is not a folder; name the folder that holds the documents",
    )


def test_an_index_folder_that_cannot_be_written_is_told(gbaqa_: Gbaqa, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ran = gbaqa_("index", "--index", tmp_path / "file")
    assert ran.code == 3
    assert ran.error().endswith("; name another folder with --index")


def test_verify_tells_a_tampered_answer_and_a_changed_document(
    gbaqa_: Gbaqa, tmp_path: Path
) -> None:
    answer = gbaqa_("ask", SENTENCE, "--json")
    sentences = json.loads(answer.out)["sentences"]
    sentences[0]["text"] = SENTENCE.replace("37", "73")
    ran = gbaqa_("verify", saved(answer, tmp_path / "tampered.json", sentences=sentences))
    assert (ran.code, ran.error()) == (
        1,
        "the answer does not hold: sentence 1 is not the quote of citation 1 (and 1 more)",
    )
    changed = {**FILES, "alliance.md": FILES["alliance.md"].replace("37", "38")}
    corpus = write_files(tmp_path / "corpus", changed)
    ran = gbaqa_("verify", saved(answer, tmp_path / "answer.json"), "--corpus", corpus)
    assert ran.code == 1
    assert "it was changed since, or is another" in ran.error()


NOT_ANSWERS = {
    "nothing": (b"", 4, " is not JSON: "),
    "not UTF-8": (b"\xff{}", 4, " is not JSON: "),
    "a torn object": (b'{"status": ', 4, " is not JSON: "),
    "nested beyond reading": (b"[" * 100_000, 4, " is not JSON: "),
    "a list": (b"[]", 1, "not an answer: expected one JSON object"),
    "an empty object": (b"{}", 1, "status is None, expected one of answered, not_found"),
}


@pytest.mark.parametrize(("raw", "code", "expected"), NOT_ANSWERS.values(), ids=NOT_ANSWERS.keys())
def test_verify_tells_what_is_no_answer(
    gbaqa_: Gbaqa, tmp_path: Path, raw: bytes, code: int, expected: str
) -> None:
    (tmp_path / "answer.json").write_bytes(raw)
    ran = gbaqa_("verify", tmp_path / "answer.json")
    assert ran.code == code
    assert expected in ran.error()


def test_verify_tells_a_missing_file(gbaqa_: Gbaqa, tmp_path: Path) -> None:
    ran = gbaqa_("verify", tmp_path / "none.json")
    assert (ran.code, ran.error()) == (
        4,
        f"{tmp_path / 'none.json'} cannot be read: No such file or directory; name a JSON file",
    )


MISUSED = [
    [],
    ["fly"],
    ["ask"],
    ["ask", "one", "two"],
    ["search", "port", "-k", "0"],
    ["search", "port", "-k", "many"],
    ["search", "port", "--unknown"],
    ["serve", "--port", "70000"],
    ["serve", "--port", "http"],
]


@pytest.mark.parametrize("arguments", MISUSED, ids=" ".join)
def test_a_wrong_call_exits_2_and_points_to_help(gbaqa_: Gbaqa, arguments: list[str]) -> None:
    ran = gbaqa_(*arguments)
    assert ran.code == 2
    assert ran.error().endswith('; see "gbaqa --help"')


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("  ", "the question is empty; type one"),
        ("x" * 1001, "the question has 1001 characters, at most 1000 are read; shorten it"),
    ],
)
def test_a_refused_question_exits_2(
    gbaqa_: Gbaqa, command: str, question: str, expected: str
) -> None:
    ran = gbaqa_(command, question, "--json")
    assert (ran.code, ran.error()) == (2, expected)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("GBAQA_PORT", "http", "GBAQA_PORT is 'http', expected a number such as 7860"),
        ("GBAQA_PORT", "70000", "port 70000 is not between 0 and 65535; set GBAQA_PORT"),
        ("GBAQA_ENCODER", "", "GBAQA_ENCODER is empty; name a sentence-transformers model or"),
    ],
)
def test_a_setting_that_cannot_be_used_exits_2(
    gbaqa_: Gbaqa, monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
) -> None:
    monkeypatch.setenv(name, value)
    ran = gbaqa_("ask", "port")
    assert ran.code == 2
    assert ran.error().startswith(expected)


@pytest.mark.parametrize("command", [["ask", "port"], ["search", "port", "--json"], ["chat"]])
def test_without_an_index_every_command_exits_3_and_names_the_remedy(
    gbaqa_: Gbaqa, tmp_path: Path, command: list[str]
) -> None:
    ran = gbaqa_(*command, "--index", tmp_path)
    assert (ran.code, ran.error()) == (3, f'there is no index in {tmp_path}; run "gbaqa index"')


def test_an_index_of_another_encoder_exits_3(
    gbaqa_: Gbaqa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GBAQA_ENCODER", "another")
    ran = gbaqa_("ask", "port")
    assert ran.code == 3
    assert ran.error().endswith("""the setting is 'another'; run "gbaqa index\"""")


def test_an_encoder_that_is_nowhere_exits_3(
    gbaqa_: Gbaqa, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GBAQA_ENCODER", str(tmp_path / "nowhere"))
    ran = gbaqa_("index", "--index", tmp_path / "index")
    assert ran.code == 3
    assert "cannot be loaded" in ran.err.splitlines()[-1]
    assert "Traceback" not in ran.err


def test_an_evaluation_without_a_dataset_exits_4(gbaqa_: Gbaqa, tmp_path: Path) -> None:
    ran = gbaqa_("eval", tmp_path / "none")
    assert ran.code == 4
    assert ran.error()
    ran = gbaqa_("eval", tmp_path, "--baseline", tmp_path / "none.json")
    assert (ran.code, ran.error()[-40:]) == (4, "No such file or directory; name a JSON file"[-40:])


def test_debug_shows_the_error_itself(home: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable):
        cli.main(["--debug", "ask", "port", "--index", str(tmp_path)])
