"""Cut a run of ideographs into words: those of the glossary and the longest of the dictionary."""

from __future__ import annotations

from collections.abc import Callable

# a word of the glossary wins over one of the dictionary that is as long
NAME_BONUS = 0.6  # an ideograph


def segment(
    run: str,
    *,
    is_name: Callable[[str], bool],
    is_word: Callable[[str], bool],
    longest: int,
) -> list[str]:
    """The words of a run, in order; an ideograph of no word stands alone.

    Of all ways to cut it, the one with the greatest sum of squared lengths: few long
    words rather than many short ones.

    >>> segment("澳门大学生", is_name=lambda _: False,
    ...         is_word={"澳门", "大学", "大学生", "学生", "澳门大学"}.__contains__, longest=4)
    ['澳门大学', '生']
    """
    end = len(run)
    worth = [0.0] * (end + 1)  # of the best cut of what follows
    length = [1] * end
    for start in range(end - 1, -1, -1):
        worth[start] = 1 + worth[start + 1]
        for size in range(1, min(longest, end - start) + 1):
            word = run[start : start + size]
            bonus = NAME_BONUS * size if is_name(word) else 0.0
            if not bonus and (size == 1 or not is_word(word)):
                continue
            total = size * size + bonus + worth[start + size]
            if total > worth[start]:
                worth[start], length[start] = total, size
    words = []
    start = 0
    while start < end:
        words.append(run[start : start + length[start]])
        start += length[start]
    return words
