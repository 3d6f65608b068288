"""Spell a Portuguese word as its English relative would be spelt."""

from __future__ import annotations

from collections.abc import Iterator

from gbaqa.retrieval.translating.glossary import without_accents
from gbaqa.retrieval.translating.inflection import lemmas

LEAST = 3  # letters before an ending
# Portuguese=English endings, without accents; what is held by no document is dropped later
ENDINGS = tuple(
    (pair.partition("=")[0], pair.partition("=")[2].split(","))
    for pair in (
        "cao=tion,ction sao=sion,ssion dade=ty mente=ly,ally icamente=ically ista=ist ismo=ism "
        "ico=ic,ical ica=ic,ics,ical ivo=ive iva=ive avel=able ivel=ible encia=ence,ency "
        "ancia=ance,ancy ario=ary,arian aria=ary orio=ory oria=ory,or or=or ora=or oso=ous osa=ous "
        "al=al nte=nt,nce logia=logy grafia=graphy metria=metry ia=y,ia ema=em ura=ure "
        "izar=ise,ize izacao=isation,ization ificar=ify ar=ate ado=ated,ate ada=ated,ate "
        "ncia=nce,ncy eno=ene ido=id ida=id ismico=ismic ina=ine ino=ine tura=ture,cture "
        "ilo=yl gia=gy eo=eum ito=ite oide=oid ese=esis io=ium o=,e a=e e="
    ).split()
)


def cognates(word: str) -> tuple[str, ...]:
    """English spellings that a word may have by its regular endings, the likeliest first.

    >>> cognates("erosões")[:2], "stratification" in cognates("estratificação")
    (('erosion', 'erossion'), True)
    """
    bare = without_accents(word).lower()
    singulars = [bare, *lemmas(bare)] if bare.endswith("s") else [bare]
    spelt = [form for one in singulars for form in _spelt(one)]
    spelt += [form[1:] for form in spelt if form[:2] == "es" and form[2:3] in "cpqtfml"]
    return tuple(dict.fromkeys(form for form in spelt if form != bare))


def _spelt(word: str) -> Iterator[str]:
    for ending, others in sorted(ENDINGS, key=lambda pair: -len(pair[0])):
        if word.endswith(ending) and len(word) - len(ending) >= LEAST:
            yield from (word.removesuffix(ending) + other for other in others)
