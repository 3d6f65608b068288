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

    A few words count as English where none of them is Portuguese, and as Portuguese where one is
    that is no English word and no other is one that English questions are put together with:
    "Liu Chenli", "receita fiscal 2019".
    """
    found = language_of(question)
    tokens = [token.lower() for token in TOKEN.findall(question)]
    if found not in ("en", "pt") or len(tokens) > FEW_WORDS:
        return found
    words = portuguese()
    own = [token for token in tokens if _is_portuguese(token, words)]
    if found == "pt":
        return "pt" if own else "en"
    if any(token in ENGLISH for token in tokens):
        return "en"
    return "pt" if any(not is_english(token) for token in own) else "en"


def _is_portuguese(word: str, words: WordList) -> bool:
    listed = word in words.forms or stems(word) in words.stems
    return listed or word in ASKING or word in FUNCTION
