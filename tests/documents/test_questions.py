"""A bank becomes questions that may be offered, and each row that is none is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from gbaqa.documents.questions import COLUMNS, LONGEST, read_questions
from gbaqa.documents.reading import read_corpus
from gbaqa.types import Suggestion
from tests.fakes import write_files

HEAD = ",".join(COLUMNS) + "\n"
KNOWN = {"tax", "cities/park"}
TAX = Suggestion("en", "How high is the tax?", "tax")
ROW = "en,How high is the tax?,tax\n"


def read(folder: Path, text: str | bytes) -> tuple[tuple[Suggestion, ...], tuple[str, ...]]:
    path = folder / "questions.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_questions(path, doc_ids=KNOWN)


def test_each_column_ends_in_its_field_and_rows_keep_their_order(tmp_path: Path) -> None:
    assert COLUMNS == ("language", "question", "doc_id")
    rows = ROW + 'zh-Hant, 公園  有多大？ ,cities/park\npt,"Quanto é, ao certo?",tax\n'
    assert read(tmp_path, HEAD + rows) == (
        (
            TAX,
            Suggestion("zh-Hant", "公園 有多大？", "cities/park"),
            Suggestion("pt", "Quanto é, ao certo?", "tax"),
        ),
        (),
    )


def test_one_wording_may_stand_in_two_languages(tmp_path: Path) -> None:
    rows = "zh-Hant,香港有多大？,tax\nzh-Hans,香港有多大？,tax\n"
    assert [one.language for one in read(tmp_path, HEAD + rows)[0]] == ["zh-Hant", "zh-Hans"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("en,Who?", "has 2 fields, expected 3; mend or remove it"),
        ("en,Who?,tax,more", "has 4 fields, expected 3; mend or remove it"),
        ("zh,Who?,tax", "language is 'zh', expected one of en, zh-Hant, zh-Hans, pt; mend it"),
        ("en, ,tax", "the question has 0 characters, expected 1 to 200; mend or remove it"),
        (
            f"en,{'x' * 201},tax",
            "the question has 201 characters, expected 1 to 200; mend or remove it",
        ),
        (
            "en,Who?,gone",
            "doc_id is 'gone', expected the id of a document that is no translation; "
            "mend or remove it",
        ),
        (ROW.strip(), "asks 'How high is the tax?' a second time; remove it"),
    ],
)
def test_a_row_that_is_no_question_is_named_and_the_others_read(
    tmp_path: Path, row: str, reason: str
) -> None:
    longest = f"en,{'y' * LONGEST},tax\n"
    assert read(tmp_path, f"{HEAD}{ROW}{row}\n{longest}") == (
        (TAX, Suggestion("en", "y" * LONGEST, "tax")),
        (f"questions.csv: row 3: {reason}",),
    )


@pytest.mark.parametrize("text", ["", "\n", ROW, HEAD.replace("doc_id", "doc"), "language\nen\n"])
def test_other_columns_are_one_fault(tmp_path: Path, text: str) -> None:
    fault = "questions.csv:1: expected the columns language,question,doc_id; mend the first row"
    assert read(tmp_path, text) == ((), (fault,))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (HEAD.encode() + b"en,\xff?,tax\n", "'utf-8' codec can't decode byte 0xff"),
        (HEAD.encode() + b'en,"Who?,tax\n', "unexpected end of data"),
        (HEAD.encode() + b"en," + b"x" * 200_000 + b",tax\n", "field larger than field limit"),
    ],
)
def test_a_bank_that_cannot_be_read_is_one_line(tmp_path: Path, text: bytes, reason: str) -> None:
    questions, (fault,) = read(tmp_path, text)
    assert questions == ()
    assert fault.startswith(f"questions.csv: cannot be read ({reason}")
    assert fault.endswith("); save it as CSV in UTF-8")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_byte_order_mark_and_carriage_returns_change_nothing(tmp_path: Path, end: str) -> None:
    text = "\ufeff" + (HEAD + ROW).replace("\n", end)
    assert read(tmp_path, text) == ((TAX,), ())


@pytest.mark.parametrize("name", ["questions.csv", "folder"])
def test_no_file_is_no_questions_and_no_fault(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    assert read_questions(tmp_path / name, doc_ids=KNOWN) == ((), ())


def test_a_corpus_has_its_questions_of_originals_alone_and_tells_the_faults(tmp_path: Path) -> None:
    twin = "---\nid: tax.zh-Hant\nlanguage: zh-Hant\ntranslation_of: tax\n---\n\n稅是15%。\n"
    rows = f"{ROW}zh-Hant,稅率是多少？,tax\nzh-Hant,稅有多高？,tax.zh-Hant\n"
    files = {"tax.txt": "It is 15%.", "tax.zh-Hant.md": twin, "questions.csv": HEAD + rows}
    corpus = read_corpus(write_files(tmp_path, files))
    assert corpus.questions == (TAX, Suggestion("zh-Hant", "稅率是多少？", "tax"))
    assert [read.document.doc_id for read in corpus.reads] == ["tax", "tax.zh-Hant"]
    assert corpus.skipped == (
        "questions.csv: row 4: doc_id is 'tax.zh-Hant', expected the id of a document that is no "
        "translation; mend or remove it",
    )


def test_a_bank_below_the_top_is_a_document_like_any_table(tmp_path: Path) -> None:
    corpus = read_corpus(write_files(tmp_path, {"a.txt": "A.", "b/questions.csv": HEAD}))
    assert corpus.questions == ()
    assert [read.path for read in corpus.reads] == ["a.txt", "b/questions.csv"]
