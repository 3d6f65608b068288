"""What the corpus's own glossary says: the English of a name in another language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping

from gbaqa.retrieval.translating.cantonese import standard
from gbaqa.text.scripts import HAN, IDEOGRAPH, folded
from gbaqa.types import Term

Senses = Mapping[str, tuple[str, ...]]

# one sign for those that are typed in each other's place; each stays one sign
SIGNS = str.maketrans("—–－「」『』“”’", '---""""""\'') | {
    sign: sign - 0xFEE0 for sign in range(0xFF01, 0xFF5F) if sign != ord("－")
}
LATIN_WORD = re.compile(rf"(?:(?![{HAN}ºª])[^\W_])+")


def chinese(terms: Iterable[Term]) -> Senses:
    """English names by Chinese name, written plainly: the term's own first, then its aliases.

    A name in Cantonese stands under its standard wording, too: there it is met once a question
    has been rewritten.

    >>> chinese([Term(en="Hengqin", zh_hant="橫琴", aliases=("Ilha da Montanha", "橫琴島"))])
    {'横琴': ('Hengqin', 'Ilha da Montanha'), '横琴岛': ('Hengqin', 'Ilha da Montanha')}
    """

    def keys(form: str) -> Iterator[str]:
        if IDEOGRAPH.search(form):
            # either script is written plainly in Simplified
            yield from dict.fromkeys((plain(form), plain(standard(form, "zh-Hant"))))

    return _by_form(terms, keys)


def latin(terms: Iterable[Term]) -> Senses:
    """English names by Portuguese name or by alias in Latin letters, by the key of each."""

    def keys(form: str) -> Iterator[str]:
        if not IDEOGRAPH.search(form):
            yield key(form)

    return _by_form(terms, keys)


def plain(text: str) -> str:
    """A text of the same length in Simplified script, lower case and one kind of each sign.

    >>> plain("港科大（廣州）"), plain("「數字灣區」—AI")
    ('港科大(广州)', '"数字湾区"-ai')
    """
    signs = folded(text).translate(SIGNS)
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in signs)


def key(form: str) -> str:
    """The words of a name in Latin letters in lower case, without accents, apart by spaces.

    >>> key("Ponte Hong Kong-Zhuhai-Macau"), key("HKUST(GZ)"), key("São Tomé")
    ('ponte hong kong zhuhai macau', 'hkust gz', 'sao tome')
    """
    return " ".join(LATIN_WORD.findall(without_accents(form).lower()))


def without_accents(text: str) -> str:
    """The text without the marks on its letters.

    >>> without_accents("informação")
    'informacao'
    """
    parts = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _by_form(terms: Iterable[Term], keys: Callable[[str], Iterator[str]]) -> Senses:
    found: dict[str, dict[str, None]] = {}
    for term in terms:
        english = [name for name in (term.en, *term.aliases) if not IDEOGRAPH.search(name)]
        for form in (term.en, term.zh_hant, term.zh_hans, term.pt, *term.aliases):
            for one in filter(None, keys(form)):
                found.setdefault(one, {}).update(dict.fromkeys(english))
    return {form: tuple(english) for form, english in found.items()}
