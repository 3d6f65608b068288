"""What strangers write is not kept for ever: caches of it have an end."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

# a language, a conversion, a name or table of ours, or one sign: there are only so many
OURS = {"language", "script", "conversion", "name", "ideograph", "sign", "cues"}
ROOMS = ("answering", "documents", "indexing", "retrieval", "text", "web")


def unbounded() -> Iterator[tuple[str, inspect.Parameter]]:
    """Each parameter of each function whose results are all kept."""
    for room in ROOMS:
        package = import_module(f"gbaqa.{room}")
        names = [one.name for one in walk_packages(package.__path__, f"gbaqa.{room}.")]
        for name in names:
            for function in _cached(vars(import_module(name)), name):
                for parameter in inspect.signature(function).parameters.values():
                    yield f"{name}.{function.__name__}", parameter


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
    found = list(unbounded())
    assert len(found) > 5
    assert [f"{name}({one})" for name, one in found if one.name not in OURS] == []
