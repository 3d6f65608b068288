"""Choose the phrase of a question that tells most, as it was typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from gbaqa.answering.refusing.typed import Typed
from gbaqa.text.scripts import IDEOGRAPH

LONGEST = 60  # characters of a phrase
# What a phrase may go on over: "number of members", "way to the bridge"
JOINING = frozenset(
    "a an and at by for from in of on the to with a as ao da das de do dos e em no na o os".split()
)
LETTERS = re.compile(r"[^\W\d_]+")
BETWEEN = re.compile(r"[\s\w'’.&/-]*")


def weightiest(
    question: str,
    words: Sequence[Typed],
    weight: Callable[[Typed], float],
    *,
    beside: Callable[[Typed, Typed], bool] = lambda one, other: True,
) -> tuple[Typed, ...]:
    """The run of words of a positive weight that weighs most; empty where there is none.

    A run goes on over little words that join, to a word that is `beside` the last one; it neither
    begins nor ends with a word that says little by itself.

    >>> from gbaqa.answering.refusing.typed import typed_words
    >>> two = typed_words("cost of the exam", "cost of the exam", {"cost": 1.0, "exam": 1.0})
    >>> shown("cost of the exam", weightiest("cost of the exam", two, lambda word: word.weight))
    'cost of the exam'
    """
    runs = [_trimmed(run) for run in _runs(question, words, weight, beside)]
    return tuple(max(runs, key=lambda run: sum(map(weight, run)), default=()))


def shown(question: str, run: Sequence[Typed]) -> str:
    """A run of words as it was typed."""
    return question[run[0].span.start : run[-1].span.end] if run else ""


def _runs(
    question: str,
    words: Sequence[Typed],
    weight: Callable[[Typed], float],
    beside: Callable[[Typed, Typed], bool],
) -> list[list[Typed]]:
    runs: list[list[Typed]] = []
    ended = True
    for word in words:
        if weight(word) <= 0 or word.is_verb:
            ended = True
            continue
        if not ended and _goes_on(question, runs[-1], word) and beside(runs[-1][-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
        ended = False
    return runs


def _goes_on(question: str, run: Sequence[Typed], word: Typed) -> bool:
    between = question[run[-1].span.end : word.span.start]
    little = LETTERS.findall(IDEOGRAPH.sub("", between).lower())
    return (
        word.span.end - run[0].span.start <= LONGEST
        and BETWEEN.fullmatch(between) is not None
        and JOINING.issuperset(little)
        and IDEOGRAPH.findall(between) in ([], ["的"])
    )


def _trimmed(run: list[Typed]) -> list[Typed]:
    naming = [place for place, word in enumerate(run) if not word.is_light]
    return run[naming[0] : naming[-1] + 1] if naming else []
