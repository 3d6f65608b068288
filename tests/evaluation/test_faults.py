"""Each fault in a dataset is one line: the place, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gbaqa.errors import DatasetError
from gbaqa.evaluation.datasets import read_dataset
from tests.evaluation.folders import HEADER, write_lines
from tests.evaluation.whole import QUESTION, TURN, whole


def replace_line(name: str, row: object) -> Callable[[Path], None]:
    return lambda folder: write_lines(folder / name, [row])


def append(name: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def folder_instead(name: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return change


def without(row: dict[str, Any], field: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != field}


def dialogue(turns: object) -> dict[str, Any]:
    return {"id": "d1", "language": "en", "turns": turns}


QRELS = "qrels/dev.tsv"
FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "queries missing": (
        lambda folder: (folder / "queries.jsonl").unlink(),
        "queries.jsonl is missing, expected lines with _id and text; add it",
    ),
    "judgements missing": (
        lambda folder: (folder / QRELS).unlink(),
        "qrels holds no judgements of the queries, expected dev.tsv; add it",
    ),
    "folder in place of a file": (
        folder_instead("questions.jsonl"),
        "questions.jsonl cannot be opened: Is a directory; it should be a file of lines with id",
    ),
    "corpus empty": (
        lambda folder: (folder / "corpus.jsonl").write_text("\n"),
        "corpus.jsonl is empty, expected lines with _id, title and text; fill or remove it",
    ),
    "corpus without text": (
        replace_line("corpus.jsonl", {"_id": "a", "text": ""}),
        "corpus.jsonl holds no text, expected some in the field 'text'; add it",
    ),
    "broken JSON": (
        append("questions.jsonl", '{"id": \n'),
        "questions.jsonl:2: not JSON: Expecting value; write one object a line",
    ),
    "JSON of another kind": (
        append("corpus.jsonl", "[1, 2]\n"),
        "corpus.jsonl:3: found [1, 2], expected a JSON object; write one object a line",
    ),
    "half a surrogate pair": (
        append("corpus.jsonl", '{"_id": "c", "text": "\\ud83d"}\n'),
        "corpus.jsonl:3: holds half of a surrogate pair, expected characters; mend its",
    ),
    "not UTF-8": (
        lambda folder: (folder / "queries.jsonl").write_bytes(b'{"_id": "q1"}\n\xff\n'),
        "queries.jsonl:2: not UTF-8; save the file as UTF-8",
    ),
    "missing field": (
        replace_line("queries.jsonl", {"_id": "q1"}),
        "queries.jsonl:1: field 'text' is missing, expected text; add it",
    ),
    "missing id": (
        replace_line("corpus.jsonl", {"text": "x"}),
        "corpus.jsonl:1: field '_id' is missing, expected text; add it",
    ),
    "id that is a number": (
        replace_line("corpus.jsonl", {"_id": 7, "text": "x"}),
        "corpus.jsonl:1: field '_id' is 7, expected text; mend it",
    ),
    "question that is a number": (
        replace_line("questions.jsonl", QUESTION | {"question": 7}),
        "questions.jsonl:1: field 'question' is 7, expected text; mend it",
    ),
    "blank turn": (
        replace_line("dialogues.jsonl", dialogue([TURN | {"user": "  "}])),
        "dialogues.jsonl:1: turns 1: field 'user' is '  ', expected text that is not blank; mend",
    ),
    "answerable that is text": (
        replace_line("questions.jsonl", QUESTION | {"answerable": "yes"}),
        "questions.jsonl:1: field 'answerable' is 'yes', expected true or false; mend it",
    ),
    "documents that are text": (
        replace_line("questions.jsonl", QUESTION | {"docs": "a"}),
        "questions.jsonl:1: field 'docs' is 'a', expected a list of texts; mend it",
    ),
    "key facts of a turn that nothing answers": (
        replace_line(
            "dialogues.jsonl",
            {"id": "d1", "language": "en", "turns": [TURN | {"docs": []}]},
        ),
        "dialogues.jsonl:1: turns 1: has key facts, but field 'docs' is empty; add what answers",
    ),
    "value of a document that is not there": (
        replace_line(
            "questions.jsonl", QUESTION | {"values": [{"doc": "none", "value": "14", "date": ""}]}
        ),
        "questions.jsonl:1: values 1: document 'none' is not in corpus.jsonl; mend it",
    ),
    "values that are text": (
        replace_line("questions.jsonl", QUESTION | {"values": "14"}),
        "questions.jsonl:1: field 'values' is '14', expected a list of objects; mend it",
    ),
    "evidence that is text": (
        replace_line("questions.jsonl", QUESTION | {"evidence": "In Macao."}),
        "questions.jsonl:1: field 'evidence' is 'In Macao.', expected a list of texts or of lists",
    ),
    "evidence that is blank": (
        replace_line("questions.jsonl", QUESTION | {"evidence": ["In Macao.", [" "]]}),
        "questions.jsonl:1: field 'evidence' is ['In Macao.', [' ']], expected a list of texts or",
    ),
    "a type that is a number": (
        replace_line("questions.jsonl", QUESTION | {"type": 1}),
        "questions.jsonl:1: field 'type' is 1, expected text; mend it",
    ),
    "documents that are numbers": (
        replace_line("questions.jsonl", QUESTION | {"docs": [1]}),
        "questions.jsonl:1: field 'docs' is [1], expected a list of texts; mend it",
    ),
    "keys that are texts": (
        replace_line("questions.jsonl", QUESTION | {"answer_keys": ["Macao"]}),
        "questions.jsonl:1: field 'answer_keys' is ['Macao'], expected a list of lists of texts",
    ),
    "keys that are one text": (
        replace_line("questions.jsonl", QUESTION | {"answer_keys": "Macao"}),
        "questions.jsonl:1: field 'answer_keys' is 'Macao', expected a list of lists of texts",
    ),
    "key without a form": (
        replace_line("questions.jsonl", QUESTION | {"answer_keys": [[]]}),
        "questions.jsonl:1: field 'answer_keys' is [[]], expected a list of lists of texts",
    ),
    "long value is cut short": (
        replace_line("questions.jsonl", QUESTION | {"docs": "x" * 500}),
        f"questions.jsonl:1: field 'docs' is '{'x' * 56}..., expected a list of texts; mend it",
    ),
    "answerable without documents": (
        replace_line("questions.jsonl", QUESTION | {"docs": []}),
        "questions.jsonl:1: answerable, but field 'docs' is empty, expected an id or more",
    ),
    "answerable without keys": (
        replace_line("questions.jsonl", QUESTION | {"answer_keys": []}),
        "questions.jsonl:1: answerable, but field 'answer_keys' is empty, expected a key fact",
    ),
    "unknown language": (
        replace_line("questions.jsonl", QUESTION | {"language": "fr"}),
        "questions.jsonl:1: field 'language' is 'fr', expected one of en, zh-Hant, zh-Hans, pt",
    ),
    "unknown document of a question": (
        replace_line("questions.jsonl", QUESTION | {"docs": ["a", "z"]}),
        "questions.jsonl:1: document 'z' is not in corpus.jsonl; add it or drop it",
    ),
    "unknown document of a turn": (
        replace_line("dialogues.jsonl", dialogue([TURN, TURN | {"docs": ["z"]}])),
        "dialogues.jsonl:1: turns 2: document 'z' is not in corpus.jsonl; add it or drop it",
    ),
    "turn without its standalone question": (
        replace_line("dialogues.jsonl", dialogue([without(TURN, "standalone")])),
        "dialogues.jsonl:1: turns 1: field 'standalone' is missing, expected text; add it",
    ),
    "dialogue without turns": (
        replace_line("dialogues.jsonl", dialogue([])),
        "dialogues.jsonl:1: field 'turns' is [], expected a list of objects; mend it",
    ),
    "id given twice": (
        append("queries.jsonl", '\n{"_id": "q1", "text": "again"}\n'),
        "queries.jsonl:3: _id 'q1' is that of line 1 too; change one",
    ),
    "split that is a number": (
        replace_line("questions.jsonl", QUESTION | {"split": 1}),
        "questions.jsonl:1: field 'split' is 1, expected text; mend it",
    ),
    "no header": (
        lambda folder: (folder / QRELS).write_text("q1\ta\t1\n"),
        "qrels/dev.tsv:1: no header, expected query-id, corpus-id and score parted by tabs; add",
    ),
    "no judgement": (
        lambda folder: (folder / QRELS).write_text(HEADER),
        "qrels/dev.tsv holds no judgement, expected judgements under the header",
    ),
    "columns parted by spaces": (
        append(QRELS, "q1 a 1\n"),
        "qrels/dev.tsv:4: found 1 columns, expected 3 parted by tabs",
    ),
    "score that is no whole number": (
        append(QRELS, "q1\ta\t0.5\n"),
        "qrels/dev.tsv:4: score '0.5' is not a whole number; write 0, 1 or more",
    ),
    "unknown query": (
        append(QRELS, "q9\ta\t1\n"),
        "qrels/dev.tsv:4: query 'q9' is not in queries.jsonl for this split; add it or drop",
    ),
    "query of another split": (
        replace_line("queries.jsonl", {"_id": "q1", "text": "where", "split": "test"}),
        "qrels/dev.tsv:2: query 'q1' is not in queries.jsonl for this split; add it or drop",
    ),
    "unknown document": (
        append(QRELS, "q1\tz\t1\n"),
        "qrels/dev.tsv:4: document 'z' is not in corpus.jsonl; add it or drop this line",
    ),
    "judged twice": (
        append(QRELS, "q1\ta\t1\n"),
        "qrels/dev.tsv:4: query 'q1' and document 'a' are judged twice; keep one line",
    ),
}


@pytest.mark.parametrize(("change", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_fault_is_one_line_with_the_place_and_what_to_do(
    tmp_path: Path, change: Callable[[Path], object], message: str
) -> None:
    folder = whole(tmp_path)
    change(folder)
    with pytest.raises(DatasetError) as caught:
        read_dataset(folder, split=None)
    assert str(caught.value).startswith(f"{folder}/{message}")
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 4


def test_folder_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as caught:
        read_dataset(tmp_path / "none", split=None)
    expected = f"{tmp_path / 'none'} is not a folder; name the folder that holds the dataset"
    assert str(caught.value) == expected


def test_folder_that_is_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as caught:
        read_dataset(tmp_path, split=None)
    expected = "queries.jsonl or questions.jsonl or dialogues.jsonl; add one"
    assert str(caught.value) == f"{tmp_path} is not a dataset, expected {expected}"


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (None, "has the splits test, train; choose one with --split"),
        ("valid", "has no split 'valid', expected one of test, train; choose one"),
    ],
)
def test_split_that_is_not_told_is_asked_for(
    tmp_path: Path, wanted: str | None, message: str
) -> None:
    rows = [QUESTION | {"id": split, "split": split} for split in ("train", "test")]
    write_lines(tmp_path / "questions.jsonl", rows)
    with pytest.raises(DatasetError) as caught:
        read_dataset(tmp_path, split=wanted)
    assert str(caught.value) == f"{tmp_path} {message}"
