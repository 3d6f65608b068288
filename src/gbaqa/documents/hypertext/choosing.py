"""Which part of a page holds its text: the smallest one around what an extraction library finds."""

from __future__ import annotations

import logging
import re
from collections.abc import Container

from gbaqa.documents.hypertext.trees import BLOCKS, Element, steps

WORD = re.compile(r"\w+")
RUN = 4  # words in a row: what stands so in both texts is the same text
ALMOST_ALL = 0.97  # of the text that was found must be in the part
FEWEST_WORDS = 40  # of less, nothing can be told
MOST_CHARACTERS = 3_000_000  # the library takes some seconds a million; larger pages go by rules
DEEPEST = 200  # its own recursion ends some hundred elements deep


def main_part(root: Element, *, without: Container[Element]) -> Element:
    """The element to read of a page; `root` where nothing tells a main part."""
    found = _extracted(root)
    if len(found) < FEWEST_WORDS:
        return root
    runs = {tuple(found[place : place + RUN]) for place in range(len(found) - RUN + 1)}
    return _around(root, _weights(root, runs, without))


def _extracted(root: Element) -> list[str]:
    """The words of what trafilatura takes for the page's text."""
    from lxml import etree
    from trafilatura import extract

    raw = etree.tostring(root, encoding="unicode", method="html")
    if len(raw) > MOST_CHARACTERS or _depth(root) > DEEPEST:
        return []
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it tells of odd pages, we do
    text = extract(raw, fast=True, favor_recall=True, include_comments=False, include_tables=True)
    return WORD.findall(text or "")


def _depth(root: Element) -> int:
    depth = deepest = 0
    for event, _ in steps(root, without=()):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _weights(
    root: Element, runs: set[tuple[str, ...]], without: Container[Element]
) -> dict[Element, int]:
    """How many of the runs of words stand in each block, those of its blocks included."""
    weights: dict[Element, int] = {}
    counts = [0]
    words: list[str] = []

    def cut() -> None:
        places = range(len(words) - RUN + 1)
        counts[-1] += sum(tuple(words[place : place + RUN]) in runs for place in places)
        words.clear()

    for event, element in steps(root, without=without):
        is_block = element.tag in BLOCKS
        if event == "start":
            if is_block:
                cut()
                counts.append(0)
            words += WORD.findall(element.text or "")
            continue
        if is_block and element not in without:
            cut()
            weights[element] = counts.pop()
            counts[-1] += weights[element]
        words += WORD.findall(element.tail or "")
    return weights


def _around(root: Element, weights: dict[Element, int]) -> Element:
    """From the root down, as long as one element holds almost all of what was found."""
    whole = weights.get(root, 0)
    while whole:
        inner = [child for child in root if weights.get(child, 0) >= ALMOST_ALL * whole]
        if not inner or inner[0].tag in ("table", "tbody", "tr", "ul", "ol", "dl"):
            break
        root = inner[0]
    return root
