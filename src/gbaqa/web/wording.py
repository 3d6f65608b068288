"""The words of the pages: every visible text is in strings/, none in the code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypeAlias

Words: TypeAlias = Mapping[str, str]

EXAMPLES = tuple(f"example_{number}" for number in range(1, 7))


@cache
def read_words(language: str = "en") -> Words:
    """Texts by name; a few hold {fields} for `str.format`."""
    source = files(__package__).joinpath("strings", f"{language}.json").read_text(encoding="utf-8")
    return MappingProxyType(json.loads(source))


def examples(words: Words) -> list[str]:
    """The questions that the empty page offers."""
    return [words[name] for name in EXAMPLES]
