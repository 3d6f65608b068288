"""English and Portuguese are told apart the same, by the whole model or by the part kept of it."""

from __future__ import annotations

from pathlib import Path

import py3langid
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.keeping import found
from gbaqa.text import latin_languages
from gbaqa.text.latin_languages import classify, prepare_languages

TEXTS = (
    "Onde fica a ponte?",
    "Where is the bridge?",
    "A taxa de imposto em Hengqin",
    "Hengqin",
    "",
    "receita fiscal 2019 de Macau",
    "GDP of Macao",
)


def test_the_part_that_is_kept_scores_as_the_whole_model(tmp_path: Path) -> None:
    prepare_languages(tmp_path)
    kept = latin_languages._kept(tmp_path / latin_languages._name())
    whole = latin_languages._whole()
    assert [kept.rank(text) for text in TEXTS] == [whole.rank(text) for text in TEXTS]


@given(st.text(max_size=60))
def test_any_text_is_told_as_the_library_tells_it(text: str) -> None:
    py3langid.set_languages(["en", "pt"])
    assert classify(text) == py3langid.classify(text)[0]


def test_what_is_kept_is_what_is_used(prepared: Path) -> None:
    assert found(latin_languages._name()) == prepared / latin_languages._name()
