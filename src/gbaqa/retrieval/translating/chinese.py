"""Read a Chinese question as words with their English senses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from types import MappingProxyType

from gbaqa.retrieval.translating.cantonese import standard
from gbaqa.retrieval.translating.dictionary import Dictionary
from gbaqa.retrieval.translating.glossary import Senses, key, plain
from gbaqa.retrieval.translating.numerals import SIGN, arabic
from gbaqa.retrieval.translating.segmenting import segment
from gbaqa.retrieval.translating.words import Word, spellings
from gbaqa.text.scripts import HAN, IDEOGRAPH, folded

PIECE = re.compile(rf"[{HAN}]+|[^{HAN}]+")
AROUND = "，。？！、；：“”‘’「」『』《》〈〉（）【】()[]?!,.;:\"'…—–-－·／/～~+&"
LONGEST = 8  # words of one name in Latin letters
REMEMBERED = 4096  # names of which it is known whether they must be found whole
NONE: Senses = MappingProxyType({})

ASKING = {
    **dict.fromkeys("什么 甚么 何".split(), "what"),
    **dict.fromkeys("什么时候 何时 几时".split(), "when"),
    **dict.fromkeys("谁 何人".split(), "who"),
    **dict.fromkeys("哪 哪个 哪些 哪种 哪类 哪项 哪间 哪家 哪几个".split(), "which"),
    **dict.fromkeys("哪里 哪儿 何处 何地".split(), "where"),
    **dict.fromkeys("怎样 怎么 如何 怎么样 怎么办".split(), "how"),
    **dict.fromkeys("多少 几 几个".split(), "how many"),
    **dict.fromkeys("为什么 为何 何故 怎么会".split(), "why"),
    **dict.fromkeys("多久 多长时间 多长".split(), "how long"),
    "多大": "how big", "多高": "how high", "多远": "how far", "多快": "how fast",
    "多深": "how deep", "多阔": "how wide", "多宽": "how wide", "多少钱": "how much",
    "几岁": "how old", "多大年纪": "how old", "星期几": "which day of the week",
    "几天": "how many days", "几年": "how many years", "几次": "how many times",
}  # fmt: skip
# Words that join, count or soften; an English text does not have to hold them.
FUNCTION = frozenset(
    (
        "的 了 吗 呢 是 在 有 和 与 及 或 吧 啊 着 过 把 被 对 于 之 而 也 "
        "都 就 所 其 这 那 个 些 要 请 问 请问 以 为 由 从 到 向 将 已 已经 "
        "又 并 并且 位 名 项 条 种 间 件 座 辆 没有 可以 可 能 能够 得 地 给 "
        "让 使 因 因为 但 但是 如果 若 虽然 很 更 最 还 只 才 再 不 我 你 他 "
        "她 它 我们 你们 他们 她们 它们 自己 该 此 各 每 某 等 上 下 中 里 内 "
        "当 时 后 前 是否 想 知道 需要 应该 一 一个 有没有 是不是 有些 里面 以及 "
        "作为 其中 关于 通过 进行 不是 那么 这些 那些 这个 那个 还是 可否 会 会否 "
        "能否 有何 有否 并非 即是 以来 来 去 出 起 之间 一些 一下 即 则 且 却 呀 "
        "啦 喇 嘛 么 哦 喔 同 话 比 跟 多 至 份 指 按 据 令 往 届 次 第 篇 家 栋 架 那边 那时候 "
        "系 会不会 除了 还有 其实 仍 只是 就是 一家 也是 不用 多个 这样 那样"
    ).split()
)


def read(
    question: str, *, names: Senses, words: Dictionary, latin: Senses = NONE
) -> tuple[Word, ...]:
    """The words of a question in order; those that join others are left out.

    An ideograph that joins others stays, without senses: it may be a part of a name (`names.py`).
    Both scripts, and Cantonese, give the same words. `names` is what the glossary knows, `latin`
    what it knows of names in Latin letters, which stay as they are written and are looked for
    by their other names besides. An ideograph that stands alone keeps its senses as a word.
    """
    longest = max(map(len, names), default=0)
    text, end = standard(question), 0
    found: list[Word] = []
    for start, stop in _whole(plain(text), names, longest):
        found += _read(text[end:start], names, words, latin, longest)
        written = plain(text[start:stop])
        found.append(Word(written, names[written], "named"))
        end = stop
    return (*found, *_read(text[end:], names, words, latin, longest))


def _whole(text: str, names: Senses, longest: int) -> Iterator[tuple[int, int]]:
    """Where the names stand that would not be found once numerals are figures."""
    place = 0
    while place < len(text):
        stops = range(min(len(text), place + longest), place, -1)
        stop = next((stop for stop in stops if _stands(text, place, stop, names)), None)
        if stop is not None:
            yield place, stop
        place = stop or place + 1


def _stands(text: str, start: int, stop: int, names: Senses) -> bool:
    name = text[start:stop]
    if name not in names or not _is_fragile(name):
        return False
    return not any(
        _goes_on(text[place - 1 : place], text[place : place + 1]) for place in (start, stop)
    )


def _goes_on(left: str, right: str) -> bool:
    """Whether a numeral or a word in Latin letters stands on both sides of a place."""
    numerals, figures = set(left + right) <= set(SIGN), (left + right).isascii()
    return bool(left and right) and (numerals or (figures and (left + right).isalnum()))


@lru_cache(maxsize=REMEMBERED)
def _is_fragile(name: str) -> bool:
    """Whether a name holds a numeral that would be rewritten, or more than ideographs."""
    return arabic(name) != name or PIECE.findall(name) != [name]


def _read(
    text: str, names: Senses, words: Dictionary, latin: Senses, longest: int
) -> Iterator[Word]:
    for piece in PIECE.findall(folded(arabic(text))):
        if IDEOGRAPH.match(piece):
            yield from _ideographs(piece, names, words, max(longest, words.longest))
        else:
            yield from _kept(piece, latin)


def _ideographs(piece: str, names: Senses, words: Dictionary, longest: int) -> Iterator[Word]:
    for written in segment(
        piece,
        is_name=names.__contains__,
        is_word=lambda part: part in words or part in ASKING or part in FUNCTION,
        longest=max(longest, 1),
    ):
        if written in ASKING:
            yield Word(written, (ASKING[written],), "asking")
        elif written in names:
            yield Word(written, names[written], "named")
        elif written not in FUNCTION:
            yield Word(written, words.senses(written))
        elif len(written) == 1:
            yield Word(written, ())


def _kept(piece: str, latin: Senses) -> Iterator[Word]:
    """What is in Latin letters or figures, with the other names of what the glossary knows."""
    tokens = [token for token in (part.strip(AROUND) for part in piece.split()) if token]
    place = 0
    while place < len(tokens):
        sizes = range(min(LONGEST, len(tokens) - place), 0, -1)
        phrases = ((size, " ".join(tokens[place : place + size])) for size in sizes)
        size, written = next(
            ((size, phrase) for size, phrase in phrases if key(phrase) in latin),
            (1, tokens[place]),
        )
        names = latin.get(key(written), ())
        yield Word(written, tuple(dict.fromkeys((*spellings(written), *names))), "kept")
        place += size
