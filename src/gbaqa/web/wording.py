"""The words of the pages in four languages: every visible text is in strings/, none in the code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypeAlias, cast

from fastapi import Request

from gbaqa.types import LANGUAGES, Language

Words: TypeAlias = Mapping[str, str]

EXAMPLES = tuple(f"example_{number}" for number in range(1, 7))
# what stands for each language in its own words, wherever one may be chosen
OWN_NAMES: Mapping[Language, str] = MappingProxyType(
    {"en": "English", "zh-Hant": "繁體中文", "zh-Hans": "简体中文", "pt": "Português"}
)
SIMPLIFIED = ("zh-hans", "zh-cn", "zh-sg", "zh-my")
MOST_WISHES = 20  # languages of an Accept-Language that are read


@cache
def read_words(language: Language = "en") -> Words:
    """Texts by name; a few hold {fields} for `str.format`."""
    source = files(__package__).joinpath("strings", f"{language}.json").read_text(encoding="utf-8")
    return MappingProxyType(json.loads(source))


def examples(words: Words) -> list[str]:
    """The questions that the empty page offers."""
    return [words[name] for name in EXAMPLES]


def language_of_request(request: Request) -> Language:
    """That of `?lang=` where it is one of ours, else the browser's, else English."""
    return spoken(request.query_params.get("lang", ""), request.headers.get("accept-language", ""))


def spoken(asked: str, accepted: str = "") -> Language:
    """The language asked for, else the first of an Accept-Language header that we speak.

    >>> spoken("pt"), spoken("", "zh-HK,en;q=0.5"), spoken("", "zh-CN"), spoken("klingon", "fr")
    ('pt', 'zh-Hant', 'zh-Hans', 'en')
    """
    for tag in (asked, *_by_wish(accepted)):
        language = _of_tag(tag)
        if language:
            return language
    return "en"


def _by_wish(accepted: str) -> list[str]:
    """The header's tags, most wanted first; what is wanted at 0 is not wanted."""
    wishes: list[tuple[float, str]] = []
    for part in accepted.split(",")[:MOST_WISHES]:
        tag, _, weight = part.partition(";")
        try:
            wish = float(weight.partition("=")[2] or 1)
        except ValueError:
            continue
        if wish > 0:
            wishes.append((wish, tag.strip()))
    return [tag for _, tag in sorted(wishes, key=lambda one: -one[0])]


def _of_tag(tag: str) -> Language | None:
    folded = tag.strip().casefold().replace("_", "-")
    for language in LANGUAGES:
        if folded == language.casefold():
            return language
    if folded == "zh" or folded.startswith("zh-"):
        simplified = folded.startswith(SIMPLIFIED)
        # plain "zh" is what browsers send for Simplified; Hong Kong, Macao and Taiwan say so
        return "zh-Hans" if simplified or folded == "zh" else "zh-Hant"
    if folded == "yue" or folded.startswith("yue-"):
        return "zh-Hant"
    base = folded.partition("-")[0]
    return cast(Language, base) if base in ("en", "pt") else None
