"""Spell Chinese names by their sound where the documents know the spelling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from gbaqa.retrieval.translating.words import Word
from gbaqa.text.scripts import IDEOGRAPH

LONGEST = 4  # ideographs of one written name: Xiaojie has two, Shijiazhuang three
SHORTEST = 2  # of one alone too many sounds are English words: he, can, you


def spelt(words: Sequence[Word], *, is_held: Callable[[str], bool]) -> tuple[Word, ...]:
    """The words, with each run of lone ideographs spelt in pinyin as far as that is held.

    `is_held` tells whether a name occurs in the documents: 屈晓杰 becomes Qu and Xiaojie where
    both do. A surname of one ideograph is spelt before a given name alone.
    """
    found: list[Word] = []
    place = 0
    while place < len(words):
        run = place
        while run < len(words) and _is_lone(words[run]):
            run += 1
        if run - place >= SHORTEST:
            found += _spelt_run(words[place:run], is_held)
        else:
            run = max(run, place + 1)
            found += words[place:run]
        place = run
    return tuple(found)


def _is_lone(word: Word) -> bool:
    return word.kind == "plain" and len(word.written) == 1 and bool(IDEOGRAPH.match(word.written))


def _spelt_run(run: Sequence[Word], is_held: Callable[[str], bool]) -> list[Word]:
    sounds = pinyin("".join(word.written for word in run))
    found: list[Word] = []
    place = 0
    while place < len(run):
        size = _held_size(run[place:], sounds[place:], is_held)
        if not size:
            found.append(run[place])
            place += 1
            continue
        before = sounds[place - 1] if place else ""
        if before and found[-1].kind == "plain" and found[-1].senses and is_held(before):
            found[-1] = Word(found[-1].written, (before,), "spelt")
        written = "".join(word.written for word in run[place : place + size])
        found.append(Word(written, ("".join(sounds[place : place + size]),), "spelt"))
        place += size
    return found


def _held_size(run: Sequence[Word], sounds: Sequence[str], is_held: Callable[[str], bool]) -> int:
    """How many ideographs make the longest held name; one of them must do more than join."""
    sizes = range(min(LONGEST, len(sounds)), SHORTEST - 1, -1)
    names = (size for size in sizes if any(word.senses for word in run[:size]))
    return next((size for size in names if is_held("".join(sounds[:size]))), 0)


@lru_cache(maxsize=512)
def pinyin(text: str) -> tuple[str, ...]:
    """The sound of each ideograph, without its tone.

    >>> pinyin("横琴"), pinyin("吕")
    (('heng', 'qin'), ('lu',))
    """
    from pypinyin import lazy_pinyin

    return tuple(sound.replace("v", "u") for sound in lazy_pinyin(text))  # lv is typed for lü
