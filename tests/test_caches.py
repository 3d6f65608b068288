"""What strangers write is not kept for ever: caches of it have an end."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

# of a language, a conversion, a file or table of ours, or one sign: there are only so many
OURS = {
    "answering.expecting.questions._compiled",
    "answering.refusing.typed._asking",
    "answering.subjects.little",
    "answering.weighing.weights_of",
    "retrieval.translating.cantonese._values",
    "text.quantities.latin._numbers",
    "text.quantities.latin._precisions",
    "text.quantities.latin.latin_readers",
    "text.quantities.reading._readers",
    "text.scripts._converter",
    "text.scripts.simplified",
    "text.terms._stemmer",
    "web.feedback.cleaning._plain_sign",
    "web.wording.read_words",
}
ROOMS = ("answering", "documents", "indexing", "retrieval", "text", "web")


def unbounded() -> Iterator[str]:
    """Each function that is given something and whose results are all kept."""
    for room in ROOMS:
        package = import_module(f"gbaqa.{room}")
        names = [one.name for one in walk_packages(package.__path__, f"gbaqa.{room}.")]
        for name in names:
            for function in _cached(vars(import_module(name)), name):
                if inspect.signature(function).parameters:
                    yield f"{name.removeprefix('gbaqa.')}.{function.__name__}"


def _cached(held: dict[str, Any], module: str) -> Iterator[Any]:
    for one in held.values():
        if inspect.isclass(one) and one.__module__ == module:
            yield from _cached(dict(vars(one)), module)
        elif (
            isinstance(one, functools._lru_cache_wrapper)
            and one.__module__ == module
            and one.cache_info().maxsize is None
        ):
            yield one


def test_no_cache_without_an_end_is_of_what_strangers_write() -> None:
    assert set(unbounded()) == OURS
