from __future__ import annotations

import json
from pathlib import Path

import pytest

from gbaqa.documents.reading import read_corpus
from gbaqa.text.scripts import language_of
from gbaqa.types import LANGUAGES

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def lines() -> list[dict[str, object]]:
    text = (ROOT / "eval/gba-train/parallel.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_every_line_has_its_fields(lines: list[dict[str, object]]) -> None:
    assert len(lines) == len({line["id"] for line in lines}) == 560
    assert {frozenset(line) for line in lines} == {frozenset({"id", "docs", *LANGUAGES})}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_question_stands_twice_and_most_tell_their_language(
    lines: list[dict[str, object]], language: str
) -> None:
    texts = [str(line[language]) for line in lines]
    assert all(texts)
    assert len(set(texts)) == len(texts)
    assert sum(language_of(text) == language for text in texts) > 0.95 * len(texts)


def test_no_brief_is_one_that_the_evaluation_asks_about(lines: list[dict[str, object]]) -> None:
    held = {read.document.doc_id for read in read_corpus(ROOT / "corpus").reads}
    trained_on = {doc_id for line in lines for doc_id in line["docs"]}  # type: ignore[attr-defined]
    asked: set[str] = set()
    for name in ("questions.jsonl", "dialogues.jsonl"):
        for line in (ROOT / "eval/gba" / name).read_text(encoding="utf-8").splitlines():
            found = json.loads(line)
            for part in found.get("turns", [found]):
                asked.update(part["docs"])
    assert trained_on <= held
    assert not trained_on & asked
