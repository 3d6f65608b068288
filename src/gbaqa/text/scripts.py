"""Tell which of the four languages a text is written in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from gbaqa.text.latin_languages import classify
from gbaqa.types import Language

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
IDEOGRAPH = re.compile(f"[{HAN}]")
BLOCKS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF))  # in which scripts differ: first and last
LATIN_WORD = re.compile(r"[^\W\d_]{2,}")
MIN_WORDS_TO_TELL_LATIN = 2  # one word, often an abbreviation, says too little: English


def language_of(text: str) -> Language:
    """The language of a text: by script for Chinese, by character statistics for en and pt.

    A text counts as Chinese when its ideographs outnumber its Latin words, so
    that a Chinese question may hold English names. A Chinese text that is the same in
    both scripts counts as Traditional, the script of Hong Kong and Macao.

    >>> language_of("河套在哪裏？"), language_of("河套在哪里？"), language_of("Onde fica Hengqin?")
    ('zh-Hant', 'zh-Hans', 'pt')
    """
    ideographs = "".join(IDEOGRAPH.findall(text))
    words = LATIN_WORD.findall(IDEOGRAPH.sub(" ", text))
    if ideographs and len(ideographs) >= len(words):
        return _chinese(ideographs)
    if len(words) < MIN_WORDS_TO_TELL_LATIN or all(word.isupper() for word in words):
        return "en"
    return "pt" if classify(text) == "pt" else "en"


def _chinese(ideographs: str) -> Language:
    """Simplified when turning it into Traditional changes more than the reverse does."""
    traditional = len(_changed(ideographs, "t2s"))
    certain, possible = _simplified_forms()
    least = sum(one in certain for one in ideographs)
    if least <= traditional < least + sum(one in possible for one in ideographs):
        # only the words around them tell: 42 MB of phrases, which few questions need
        # Hong Kong writes 台 and Taiwan 床 as Simplified does: what either keeps is Traditional
        least = len(_changed(ideographs, "s2hk") & _changed(ideographs, "s2tw"))
    return "zh-Hans" if least > traditional else "zh-Hant"


@cache
def _simplified_forms() -> tuple[frozenset[str], frozenset[str]]:
    """Ideographs that Simplified alone writes, and those that Traditional has for other words.

    >>> [[one in forms for forms in _simplified_forms()] for one in "东后台"]
    [[True, False], [False, True], [False, True]]
    """
    every = [chr(code) for first, last in BLOCKS for code in range(first, last + 1)]
    simplified, *kept = (
        converted("\n".join(every), conversion).split("\n")
        for conversion in ("t2s", "t2hk", "t2tw")
    )
    written = {
        new
        for old, new, *local in zip(every, simplified, *kept, strict=True)
        if old != new and new not in local
    }
    alone = {one for one in written if not _in_big5(one)}
    return frozenset(alone), frozenset(written - alone)


def _in_big5(ideograph: str) -> bool:
    """Whether the character set of Traditional Chinese has it."""
    try:
        ideograph.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


def _changed(text: str, conversion: str) -> set[int]:
    """The places whose character the conversion changes."""
    pairs = zip(text, converted(text, conversion), strict=False)
    return {place for place, (old, new) in enumerate(pairs) if old != new}


def converted(text: str, conversion: str) -> str:
    """Chinese text by one of OpenCC's conversions, such as "t2s"; word by word, in context.

    >>> converted("橫琴", "t2s")
    '横琴'
    """
    return _converter(conversion)(text)


@cache
def simplified(ideograph: str) -> str:
    """One ideograph in Simplified form, whatever stands around it.

    >>> simplified("後"), simplified("后")
    ('后', '后')
    """
    return converted(ideograph, "t2s")


def folded(text: str) -> str:
    """Chinese text with each ideograph in Simplified form: equal for both scripts of one text.

    >>> folded("港珠澳大橋 HZMB") == folded("港珠澳大桥 HZMB")
    True
    """
    return IDEOGRAPH.sub(lambda found: simplified(found[0]), text)


@cache
def _converter(conversion: str) -> Callable[[str], str]:
    import opencc  # loads its dictionaries on import: only when Chinese is seen

    convert: Callable[[str], str] = opencc.OpenCC(conversion).convert
    return convert
