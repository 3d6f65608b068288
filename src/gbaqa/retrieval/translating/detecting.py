"""Tell the language of a question, also of a short one that is mostly names."""

from __future__ import annotations

from collections.abc import Callable

from gbaqa.retrieval.translating.portuguese import (
    ASKING,
    FUNCTION,
    TOKEN,
    WordList,
    stems,
)
from gbaqa.text import terms
from gbaqa.text.scripts import language_of
from gbaqa.types import Language

ENGLISH = terms.ASKING - FUNCTION - ASKING.keys()
FEW_WORDS = 6  # up to here names outweigh what character statistics tell


def language_asked(
    question: str, *, portuguese: Callable[[], WordList], is_english: Callable[[str], bool]
) -> Language:
    """The language of a question: that of its words where its characters say too little.

    What looks Portuguese is English where more of its words are; a few words that do not are
    Portuguese where one is that is no English word, and none is one that English questions are
    put together with: "Liu Chenli", "receita fiscal 2019".
    """
    found = language_of(question)
    tokens = [token.lower() for token in TOKEN.findall(question)]
    if found not in ("en", "pt") or (found == "en" and len(tokens) > FEW_WORDS):
        return found
    words = portuguese()
    own = [token for token in tokens if _is_portuguese(token, words)]
    if found == "pt":
        english = [token for token in tokens if token in ENGLISH or is_english(token)]
        return "pt" if own and len(own) >= len(english) else "en"
    if any(token in ENGLISH for token in tokens):
        return "en"
    return "pt" if any(not is_english(token) for token in own) else "en"


def _is_portuguese(word: str, words: WordList) -> bool:
    """Whether Portuguese has the word and English has not the same one, as it has most names."""
    senses = words.forms.get(word) or words.stems.get(stems(word), ())
    listed = bool(senses) and word not in map(str.lower, senses)
    return listed or word in ASKING or word in FUNCTION
