"""Every visible text is in strings/, and every text there is used."""

from __future__ import annotations

import re
from pathlib import Path

from gbaqa.types import LANGUAGES
from gbaqa.web import wording
from gbaqa.web.wording import EXAMPLES, examples, read_words

ROOM = Path(wording.__file__).parent
USE = re.compile(r"words(?:\(\))?\[[\"']([\w-]+)[\"']|words\.([\w-]+)")
# names that the code puts together
MADE = (
    *EXAMPLES,
    *(f"language_{language}" for language in LANGUAGES),
    *("notice_conflict", "notice_superseded", "notice_older-than", "notice_undated"),
    *("notice_stated-as-is", "asked_as", "asked_as_with", "taken_along"),
    *("topics", "note", "translation_of", "nothing_near"),
)


def test_the_code_names_the_texts_that_are_there_and_no_others() -> None:
    sources = [*ROOM.glob("*.py"), *ROOM.glob("static/*.js"), *ROOM.glob("templates/*")]
    used = {
        first or second
        for path in sources
        for first, second in USE.findall(path.read_text(encoding="utf-8"))
    } - {"get"}
    assert used | set(MADE) == set(read_words())


def test_there_are_six_examples_all_different() -> None:
    assert len(set(examples(read_words()))) == 6
