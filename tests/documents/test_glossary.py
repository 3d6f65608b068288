"""A glossary becomes terms, and each row that is none is named with its reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gbaqa.documents.glossary import COLUMNS, read_glossary
from gbaqa.documents.reading import read_corpus
from gbaqa.types import Term
from tests.fakes import write_files

HEAD = ",".join(COLUMNS) + "\n"
HENGQIN = "place,Hengqin,橫琴,横琴,Hengqin,橫琴島|Ilha da Montanha\n"
TERM = Term(
    en="Hengqin",
    zh_hant="橫琴",
    zh_hans="横琴",
    pt="Hengqin",
    aliases=("橫琴島", "Ilha da Montanha"),
    kind="place",
)


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "glossary.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_each_column_ends_in_its_field(tmp_path: Path) -> None:
    assert COLUMNS == ("kind", "en", "zh-Hant", "zh-Hans", "pt", "aliases")
    assert read_glossary(written(tmp_path, HEAD + HENGQIN)) == ((TERM,), ())


@pytest.mark.parametrize(
    ("row", "term"),
    [
        (",Arup,,,,", Term("Arup")),
        (
            ' body ,"  Bank \n of  China ",,,, |BOC| 中銀 |',
            Term("Bank of China", kind="body", aliases=("BOC", "中銀")),
        ),
        ('"","Hong Kong, China",香港,,,', Term("Hong Kong, China", zh_hant="香港")),
        ('word,a "quote",,,,', Term('a "quote"', kind="word")),
        ('word,"a ""quote""",,,,', Term('a "quote"', kind="word")),
    ],
)
def test_white_space_quotes_and_empty_fields_are_read(tmp_path: Path, row: str, term: Term) -> None:
    assert read_glossary(written(tmp_path, HEAD + row + "\n")) == ((term,), ())


@pytest.mark.parametrize("text", [b"\xef\xbb\xbf", b""], ids=["with a mark", "without"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_byte_order_mark_and_carriage_returns_change_nothing(
    tmp_path: Path, text: bytes, end: str
) -> None:
    whole = text + (HEAD + HENGQIN).replace("\n", end).encode()
    assert read_glossary(written(tmp_path, whole)) == ((TERM,), ())


def test_rows_that_are_no_terms_are_named_and_the_others_read(tmp_path: Path) -> None:
    rows = f"place,Hengqin\n{HENGQIN}body,,澳門,,,\nword,tax,,,,,levy\n"
    assert read_glossary(written(tmp_path, HEAD + rows)) == (
        (TERM,),
        (
            "glossary.csv: row 2: has 2 fields, expected 6; mend or remove it",
            "glossary.csv: row 4: has no English; write some or remove it",
            "glossary.csv: row 5: has 7 fields, expected 6; mend or remove it",
        ),
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        HENGQIN,
        HEAD.replace("pt", "PT"),
        HEAD.replace("kind,en", "en,kind"),
        "en\nMacao\n",
    ],
)
def test_other_columns_are_one_fault(tmp_path: Path, text: str) -> None:
    assert read_glossary(written(tmp_path, text)) == (
        (),
        (
            "glossary.csv:1: expected the columns kind,en,zh-Hant,zh-Hans,pt,aliases; "
            "mend the first row",
        ),
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (HEAD.encode() + b"place,\xff,,,,\n", "'utf-8' codec can't decode byte 0xff"),
        (HEAD.encode() + b'place,"Macao,,,,\n', "unexpected end of data"),
        (HEAD.encode() + b'place,"Macao" SAR,,,,\n', "',' expected after '\"'"),
        (HEAD.encode() + b"place," + b"x" * 200_000 + b",,,,\n", "field larger than field limit"),
    ],
)
def test_a_glossary_that_cannot_be_read_is_one_line(
    tmp_path: Path, text: bytes, reason: str
) -> None:
    terms, (fault,) = read_glossary(written(tmp_path, text))
    assert terms == ()
    assert fault.startswith(f"glossary.csv: cannot be read ({reason}")
    assert fault.endswith("); save it as CSV in UTF-8")
    assert "\n" not in fault


def test_a_glossary_that_may_not_be_read_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(path: Path, flags: int) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    path = written(tmp_path, HEAD)
    monkeypatch.setattr(os, "open", denied)

    assert read_glossary(path) == ((), ("glossary.csv: cannot be opened: Permission denied",))


@pytest.mark.parametrize("name", ["glossary.csv", "folder"])
def test_no_file_is_no_terms_and_no_fault(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    assert read_glossary(tmp_path / name) == ((), ())


def test_a_corpus_has_its_glossary_and_tells_the_faults_of_it(tmp_path: Path) -> None:
    files = {"a.txt": "A.", "b.xyz": "?", "glossary.csv": f"{HEAD}{HENGQIN}place,,,,,\n"}
    corpus = read_corpus(write_files(tmp_path, files))
    assert corpus.glossary == (TERM,)
    assert len(corpus.skipped) == 2
    assert corpus.skipped[0].startswith("b.xyz: no reader for '.xyz'")
    assert corpus.skipped[1] == "glossary.csv: row 3: has no English; write some or remove it"


def test_a_corpus_without_a_glossary_has_no_terms(tmp_path: Path) -> None:
    assert read_corpus(write_files(tmp_path, {"a.txt": "A."})).glossary == ()
