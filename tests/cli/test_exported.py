"""`gbaqa verify` takes an answer exported as Markdown, and refuses one that was changed."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from gbaqa.answering.exporting import as_markdown
from tests.cli.running import FILES, SENTENCE, UNKNOWN, Gbaqa, Ran
from tests.fakes import write_files


def exported(ran: Ran, path: Path, *changes: tuple[str, str]) -> Path:
    """The answer that a command printed, as Markdown; of each change, the first place."""
    text = as_markdown(json.loads(ran.out))
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_bytes(text.encode())
    return path


def test_an_honest_export_is_verified_whatever_its_name(
    gbaqa_: Gbaqa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = gbaqa_("ask", SENTENCE, "--json")
    count = len(json.loads(answer.out)["citations"])
    expected = Ran(0, f"verified: {count} sentences, {count} citations\n", "")
    path = exported(answer, tmp_path / "answer.json")
    assert gbaqa_("verify", path) == expected
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
    assert gbaqa_("verify", "-") == expected
    path = exported(gbaqa_("ask", UNKNOWN, "--json"), tmp_path / "no.md")
    assert gbaqa_("verify", path) == Ran(0, "verified: 0 sentences, 0 citations\n", "")


def test_a_change_of_the_text_is_told_with_its_line(gbaqa_: Gbaqa, tmp_path: Path) -> None:
    answer = gbaqa_("ask", SENTENCE, "--json")
    ran = gbaqa_(
        "verify", exported(answer, tmp_path / "a.md", ("37 members. [1]", "73 members. [1]"))
    )
    assert (ran.code, ran.error()) == (
        1,
        "the text does not say what the answer in it says: line 3 is 'The alliance has 73 members. "
        "[1]', the answer in the file makes 'The alliance has 37 members. [1]'",
    )


def test_a_change_of_the_answer_in_it_is_told_as_of_one_by_itself(
    gbaqa_: Gbaqa, tmp_path: Path
) -> None:
    answer = gbaqa_("ask", SENTENCE, "--json")
    both = ("37 members. [1]", "73 members. [1]"), (f'"text": "{SENTENCE}"', '"text": "It has 73."')
    ran = gbaqa_("verify", exported(answer, tmp_path / "a.md", *both))
    assert (ran.code, ran.error()) == (
        1,
        "the answer does not hold: sentence 1 is not the quote of citation 1 (and 1 more)",
    )
    changed = {**FILES, "alliance.md": FILES["alliance.md"].replace("37", "38")}
    corpus = write_files(tmp_path / "corpus", changed)
    ran = gbaqa_("verify", exported(answer, tmp_path / "b.md"), "--corpus", corpus)
    assert ran.code == 1
    assert "it was changed since, or is another" in ran.error()


@pytest.mark.parametrize(
    ("change", "code", "expected"),
    [
        (("```json", "```"), 4, "a.md is not JSON: Expecting value: line 1 column 1"),
        (('"question"', '"question'), 4, "a.md is not JSON: "),
        (('{\n "question"', '[{\n "question"'), 4, "a.md is not JSON: "),
        (("```json\n", "```json\n[]\n```\n\n```json\n"), 1, "not an answer: expected one JSON"),
    ],
    ids=["no block", "a torn name", "a torn object", "another block before"],
)
def test_a_file_without_its_answer_is_refused(
    gbaqa_: Gbaqa, tmp_path: Path, change: tuple[str, str], code: int, expected: str
) -> None:
    ran = gbaqa_("verify", exported(gbaqa_("ask", SENTENCE, "--json"), tmp_path / "a.md", change))
    assert (ran.code, expected in ran.error()) == (code, True)
