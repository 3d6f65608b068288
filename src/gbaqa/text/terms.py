"""Turn text into the terms that postings and term statistics are made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from gbaqa.text.scripts import HAN, simplified
from gbaqa.types import Language

LETTER = rf"(?:(?![{HAN}])[^\W\d_])"
# a number with its separators and what is written against it (1,000 56.39 19th 132kV);
# a run of ideographs; a word with digits, inner apostrophes or full stops (GS1 member's e.g)
TOKEN = re.compile(
    rf"\d+(?:[.,]\d+)*{LETTER}*|[{HAN}]+|{LETTER}(?:{LETTER}|\d)*(?:['.](?:{LETTER}|\d)+)*"
)
IDEOGRAPHS = re.compile(f"[{HAN}]")
# Words that ask rather than name; the documents do not have to hold them.
ASKING = frozenset(
    "a about am an and any are at be been by can could did do does done for from get give had has "
    "have how i if in into is it its many may me much my of on or our please shall should so tell "
    "than that the their them there these they this those to us want was we were what what's when "
    "where which who whom whose why will with would you your "
    "a ao aos as às com como da das de do dos e em é está existe foi há na nas no nos o os onde "
    "para por porque qual quais quando quanta quantas quanto quantos que quem se ser são tem têm "
    "um uma".split()
)


def terms(text: str, language: Language = "en") -> list[str]:
    """Lower-cased terms in reading order: stems, numbers, Chinese character bigrams.

    Words in Latin letters are stemmed as Portuguese where the language is, else as English.

    Thousands separators are dropped, full-width forms folded, ideographs simplified, and a
    single one is a term of its own.

    >>> terms("The 1,000 members' fees, 19th")
    ['the', '1000', 'member', 'fee', '19th']
    >>> terms("橫琴深港") == terms("横琴深港")
    True
    >>> terms("河套深港")
    ['河套', '套深', '深港']
    """
    found: list[str] = []
    for token in TOKEN.findall(unicodedata.normalize("NFKC", text).replace("\u2019", "'").lower()):
        if token[0].isdigit():
            found.append(token.replace(",", ""))
        elif IDEOGRAPHS.match(token):
            run = "".join(map(simplified, token))
            found.extend(run[i : i + 2] for i in range(max(1, len(run) - 1)))
        else:
            found.append(stem(token.replace(".", "").removesuffix("'s"), language))
    return found


def stem(word: str, language: Language = "en") -> str:
    """The stem of one lower-case word in Latin letters.

    >>> stem("cooperation"), stem("cooperação", "pt")
    ('cooper', 'cooper')
    """
    return _stemmer("portuguese" if language == "pt" else "english")(word)


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    import Stemmer  # Snowball: Porter, "An algorithm for suffix stripping", 1980, revised

    stem_word: Callable[[str], str] = Stemmer.Stemmer(language).stemWord
    return stem_word


def asked_terms(question: str, language: Language = "en") -> tuple[str, ...]:
    """The terms of a question that an answer should speak of, each once, in reading order.

    >>> asked_terms("How many members does the alliance have?")
    ('member', 'allianc')
    >>> asked_terms("Onde ficam as pontes?", "pt")
    ('fic', 'pont')
    """
    stems = {stem(word, language) for word in ASKING}
    return tuple(dict.fromkeys(term for term in terms(question, language) if term not in stems))
