"""Tell from which Portuguese word an inflected one may come."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gbaqa.retrieval.translating.glossary import without_accents

# plural=singular, the longest ending first; words are without accents here
PLURALS = "oes=ao aes=ao aos=ao ais=al eis=el eis=il ois=ol uis=ul is=il ns=m res=r zes=z ses=s s="
FEMININES = "ora=or esa=es eia=eu a=o"
# person and tense endings of each conjugation
VERBS = {
    "ar": "o a as amos am ei ou aram ava avam ara arao aria ariam e em asse assem ado ando",
    "er": "o e es emos em i eu eram ia iam era erao eria eriam a am esse essem ido endo",
    "ir": "o e es imos em i iu iram ia iam ira irao iria iriam a am isse issem ido indo",
}
LEAST = 2  # letters before an ending
PRONOUN = "(?:se|me|te|nos|vos|lhes?|[ln]?[oa]s?)"
HYPHENED = re.compile(
    rf"(?P<verb>[^-]+?)-(?P<pronoun>{PRONOUN})(?:-{PRONOUN})?(?:-(?:ei|ás|á|emos|ão|iam|ia))?"
)


def lemmas(word: str) -> Iterator[str]:
    """Words without accents that it may be a form of: singular, masculine, infinitive.

    >>> next(lemmas("regiões")), "publico" in lemmas("públicas"), "usar" in lemmas("usadas")
    ('regiao', True, True)
    """
    bare = without_accents(word)
    singulars = [bare, *_by(PLURALS, bare)]
    masculines = [form for one in singulars for form in _by(FEMININES, one)]
    every = [*singulars, *masculines]
    yield from dict.fromkeys(every[1:])
    infinitives = (
        one.removesuffix(ending) + infinitive
        for one in every
        for infinitive, endings in VERBS.items()
        for ending in endings.split()
        if one.endswith(ending) and len(one) - len(ending) >= LEAST
    )
    adverb = bare.removesuffix("mente")
    if adverb != bare:
        yield from (adverb, *_by(FEMININES, adverb))
    yield from dict.fromkeys(infinitives)


def _by(table: str, word: str) -> list[str]:
    """The word with each ending that it has replaced."""
    pairs = [pair.split("=") for pair in table.split()]
    return [
        word.removesuffix(ending) + other
        for ending, other in pairs
        if word.endswith(ending) and len(word) - len(ending) >= LEAST
    ]


def without_pronoun(word: str) -> str:
    """A verb without the pronouns that hyphens join to it.

    >>> without_pronoun("inscrever-se"), without_pronoun("obtê-lo"), without_pronoun("pós-venda")
    ('inscrever', 'obter', 'pós-venda')
    """
    found = HYPHENED.fullmatch(word)
    if not found:
        return word
    if found["pronoun"].startswith("l") and not found["pronoun"].startswith("lh"):
        return without_accents(found["verb"]) + "r"  # an infinitive loses its r before -lo
    return found["verb"]
