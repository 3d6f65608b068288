"""Each text is there in four languages, with the same words to put in, and its own in each."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from gbaqa.answering.wordings import LABELS, SAYINGS, label_of_notice
from gbaqa.text.scripts import language_of
from gbaqa.types import LANGUAGES

TEXTS = {
    **{f"saying {name}": texts for name, texts in SAYINGS.items()},
    **{f"label {name}": texts for name, texts in LABELS.items()},
}
SIGNS = {"saying value", "saying dated-value", "saying value-list", "saying older-list"} | {
    f"label {name}" for name in ("colon", "comma", "open", "close")
}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS.keys())
def test_the_same_words_are_put_in_in_every_language(texts: tuple[str, ...]) -> None:
    assert len(texts) == len(LANGUAGES)
    assert [fields(text) for text in texts] == [fields(texts[0])] * len(LANGUAGES)
    assert all(text.strip() for text in texts)


@pytest.mark.parametrize("name", sorted(TEXTS.keys() - SIGNS))
def test_no_text_is_left_in_another_language(name: str) -> None:
    english, *others = (re.sub(r"\{\w+\}", "", text) for text in TEXTS[name])
    assert english not in others
    assert re.search("[A-Za-z]", english)
    traditional, simplified, _ = others
    assert not re.search("[A-Za-z]", traditional + simplified)
    assert language_of(traditional) == "zh-Hant"  # also where both scripts write the same
    assert simplified == traditional or language_of(simplified) == "zh-Hans"


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        ("conflict", ("Sources differ", "來源說法不一", "来源说法不一", "Fontes divergentes")),
        ("stated-as-is", ("Note", "備註", "备注", "Nota")),
        ("brand-new", ("Note", "備註", "备注", "Nota")),
    ],
)
def test_a_kind_of_notice_has_its_label_in_each_language(
    kind: str, labels: tuple[str, ...]
) -> None:
    assert tuple(label_of_notice(kind, language) for language in LANGUAGES) == labels
