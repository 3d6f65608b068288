"""Name what a follow-up speaks of: in its own language, or as the answer before it did."""

from __future__ import annotations

from gbaqa.retrieval.following.phrases import NO_NAMES, Names, Phrase, read
from gbaqa.retrieval.translating.glossary import key, plain
from gbaqa.text.scripts import IDEOGRAPH, language_of
from gbaqa.types import Language, Term

PERSONAL_WORDS = (2, 3)


def in_language_of(turn: str, written: str, names: Names) -> str:
    """The name as the turn's script writes it, where the glossary knows that; else as it stands.

    >>> from gbaqa.retrieval.following.phrases import known_names
    >>> names = known_names([Term(en="Macao Light Rapid Transit", zh_hant="澳門輕軌")])
    >>> in_language_of("How long is it?", "澳門輕軌", names)
    'Macao Light Rapid Transit'
    """
    chinese = IDEOGRAPH.search(written) is not None
    if chinese == (IDEOGRAPH.search(turn) is not None):
        return written
    found = names.chinese.get(plain(written)) if chinese else names.latin.get(key(written))
    return (found and _form(found[1], language_of(turn))) or written


def _form(term: Term, language: Language) -> str:
    if language == "en":
        return term.en
    if language == "pt":
        return term.pt or term.en
    return term.zh_hant if language == "zh-Hant" else term.zh_hans or term.zh_hant


def person_named(answer: str, names: Names = NO_NAMES) -> str:
    """The first person whom an answer names; "" where it names none.

    A person of the glossary comes before a name of two or three words.

    >>> person_named("The park is chaired by Kevin Choi, who took office in 2025.")
    'Kevin Choi'
    """
    found = read(answer, names)
    known = [one.written for one in found if _is_person(one, names)]
    likely = [one.written for one in found if one.kind == "name" and _looks_personal(one)]
    return next(iter((*known, *likely)), "")


def _is_person(phrase: Phrase, names: Names) -> bool:
    written = phrase.written
    known = names.latin.get(key(written)) or names.chinese.get(plain(written))
    return known is not None and known[1].kind == "person"


def _looks_personal(phrase: Phrase) -> bool:
    words = phrase.written.split()
    return len(words) in PERSONAL_WORDS and all(word.istitle() for word in words)
