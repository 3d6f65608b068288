"""Make filters of what was typed, and refuse those that could only find nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches

from gbaqa.documents.metadata import ISO_DATE
from gbaqa.errors import QuestionRefused
from gbaqa.types import LANGUAGES, Collection, Filters, folded

MAX_FILTER = 200  # characters; the longest publisher of the corpus has 111
UNREADABLE = ("Cc", "Cs")  # Unicode's control characters and halves of characters
NAMED = 3  # values that a refusal names


def read_filters(
    *, language: str = "", publisher: str = "", topic: str = "", since: str = "", until: str = ""
) -> Filters:
    """Filters with every field checked; white space is folded, and "" admits every document.

    Raises QuestionRefused in one line: what was given, what was expected, what to do.

    >>> read_filters(publisher=" Hong  Kong ", since="2024-05")
    Filters(language='', publisher='Hong Kong', topic='', since='2024-05', until='')
    """
    found = Filters(
        language=_readable("language", language),
        publisher=_readable("publisher", publisher),
        topic=_readable("topic", topic),
        since=_readable("since", since),
        until=_readable("until", until),
    )
    if found.language not in ("", *LANGUAGES):
        raise _refused("language", found.language, "one of " + ", ".join(LANGUAGES))
    for name, day in (("since", found.since), ("until", found.until)):
        if day and not _exists(day):
            raise _refused(name, day, "a day, month or year as YYYY-MM-DD, YYYY-MM or YYYY")
    shared = min(len(found.since), len(found.until))
    if found.since[:shared] > found.until[:shared]:
        raise _refused("since", found.since, f"a date not after until, {found.until!r}")
    return found


def check_held(filters: Filters, collection: Collection) -> None:
    """Raises QuestionRefused for a publisher or topic of no document, naming the nearest ones."""
    if not filters.publisher and not filters.topic:
        return
    held = collection.overview()
    if filters.publisher and not any(map(filters.admits_publisher, held.publishers)):
        raise _unheld("publisher", filters.publisher, held.publishers)
    if not filters.admits_topics(held.topics):
        raise _unheld("topic", filters.topic, held.topics)


def nearest_values(typed: str, held: Mapping[str, int]) -> list[str]:
    """Up to three values that are spelt like what was typed, whole or in one of their words.

    Where none is, those that occur most often.

    `held` are the values with the number of their documents.

    >>> nearest_values("finanse", {"finance": 1, "tax": 1, "finance and tax": 1})
    ['finance', 'finance and tax']
    >>> nearest_values("zzz", {"tax": 1, "finance": 2})
    ['finance', 'tax']
    """
    ordered = sorted(held, key=lambda value: (-held[value], value))
    spelt: dict[str, list[str]] = {}  # a whole value or a word of it -> the values
    for value in ordered:
        for part in dict.fromkeys((folded(value), *folded(value).split())):
            spelt.setdefault(part, []).append(value)
    close = get_close_matches(folded(typed), spelt, n=NAMED)
    near = list(dict.fromkeys(value for part in close for value in spelt[part]))
    return (near or ordered)[:NAMED]


def _readable(name: str, value: str) -> str:
    if len(value) > MAX_FILTER:
        raise QuestionRefused(
            f"filter {name} has {len(value)} characters, at most {MAX_FILTER} are read; shorten it"
        )
    if any(unicodedata.category(character) in UNREADABLE for character in value):
        raise _refused(name, value, "no control character")
    return " ".join(value.split())


def _exists(day: str) -> bool:
    try:
        date.fromisoformat((day + "-01-01")[:10])  # a year or month by its first day
    except ValueError:
        return False
    return bool(ISO_DATE.fullmatch(day))


def _unheld(name: str, value: str, held: Mapping[str, int]) -> QuestionRefused:
    near = ", ".join(map(repr, nearest_values(value, held)))
    return _refused(name, value, f"one that a document has{near and f', such as {near}'}")


def _refused(name: str, value: str, expected: str) -> QuestionRefused:
    return QuestionRefused(
        f"filter {name} is {value!r}, expected {expected}; correct it or leave it out"
    )
