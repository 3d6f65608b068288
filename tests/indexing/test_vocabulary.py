"""A vocabulary holds the words of the texts as they are written, and how many texts hold each."""

from __future__ import annotations

import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaqa.indexing.vocabulary import (
    Vocabulary,
    folded,
    read_vocabulary,
    write_vocabulary,
    written_words,
)

WORD = st.text("abcdefghijklmnopqrstuvwxyzáçõ", min_size=4, max_size=9)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hengqin, a sub-zone of Zhuhai", ["hengqin", "zone", "zhuhai"]),
        ("the government's, the members’ and it doesn't", ["government", "members"]),
        ("CÂMARA d'água Straße", ["câmara", "strasse"]),
        (unicodedata.normalize("NFD", "Informação"), ["informação"]),
        ("ｃｕｓｔｏｍｓ and ﬁnance", ["customs", "finance"]),
        ("澳門Macao特區", ["macao"]),
        ("132kV line4 4lines under_score", []),
        ("www.gov.mo/about https://dsec.gov.mo/macau someone@gov.mo gov.hk", []),
        ("Привет Макао Cyrиllic", []),
        ("@macao", []),
        ("İstanbul q\u0301uery", []),  # letters that an accent does not join
        ("It ends.", ["ends"]),
    ],
)
def test_only_whole_words_in_latin_letters_are_read(text: str, words: list[str]) -> None:
    assert written_words(text) == words


def test_each_text_counts_once_and_the_file_is_in_order(tmp_path: Path) -> None:
    path = tmp_path / "vocabulary.tsv"
    write_vocabulary(path, ["Zhuhai and Macao; Macao", "macao ÁGUA", "橫琴"])
    assert path.read_bytes() == "macao\t2\nzhuhai\t1\nágua\t1\n".encode()
    assert read_vocabulary(path) == Vocabulary({"macao": 2, "zhuhai": 1, "água": 1})


def test_texts_without_words_make_an_empty_vocabulary(tmp_path: Path) -> None:
    path = tmp_path / "vocabulary.tsv"
    write_vocabulary(path, ["橫琴", ""])
    assert path.read_bytes() == b""
    assert read_vocabulary(path) == Vocabulary({})


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(WORD, max_size=6), max_size=6))
def test_a_vocabulary_counts_the_texts_of_each_word(texts: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vocabulary.tsv"
        write_vocabulary(path, map(" ".join, texts))
        read = read_vocabulary(path)
    every = {word for text in texts for word in text}
    assert read.frequencies == {word: sum(word in text for text in texts) for word in every}


@settings(max_examples=100, deadline=None)
@given(st.text(), st.text())
def test_whatever_is_written_is_read(one: str, other: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vocabulary.tsv"
        write_vocabulary(path, [one, other])
        read = read_vocabulary(path)
    assert set(read.frequencies) == {*written_words(one), *written_words(other)}


def test_words_are_told_and_shelved_by_first_letter_and_length() -> None:
    vocabulary = Vocabulary({"port": 1, "park": 2, "ports": 3, "bank": 4})
    assert "port" in vocabulary
    assert "por" not in vocabulary
    assert len(vocabulary) == 4
    assert vocabulary.words("p", length=4) == ["park", "port"]
    assert vocabulary.words("p", length=5) == ["ports"]
    assert vocabulary.words("z", length=4) == ()


def test_a_folded_word_is_composed_and_without_case() -> None:
    assert folded("Ｃafe\u0301") == "café"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("macao 2\n", ":1: got 'macao 2', expected a word after '', a tab and a count; "),
        ("macao\t2\n\n", ":2: got '', expected a word after 'macao', a tab and a count; "),
        ("macao\t0\n", ":1: got 'macao\\t0', expected a word after '', a tab and a count; "),
        ("mac\t1\n", ":1: got 'mac\\t1', expected a word after '', a tab and a count; "),
        (
            "zhuhai\t1\nmacao\t1\n",
            ":2: got 'macao\\t1', expected a word after 'zhuhai', a tab and a count; ",
        ),
        ("macao\t1\nmacao\t1\n", ":2: got 'macao\\t1', expected a word after 'macao', a tab and "),
    ],
)
def test_a_file_that_was_changed_is_refused_at_its_line(
    tmp_path: Path, content: str, message: str
) -> None:
    path = tmp_path / "vocabulary.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match="expected") as caught:
        read_vocabulary(path)
    assert str(caught.value).startswith("vocabulary.tsv" + message)


def test_a_file_of_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vocabulary.tsv"
    path.write_bytes("água\t1\n".encode("latin-1"))
    with pytest.raises(ValueError, match="not UTF-8") as caught:
        read_vocabulary(path)
    assert str(caught.value) == 'vocabulary.tsv is not UTF-8; run "gbaqa index"'
