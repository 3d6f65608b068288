"""Choose the form of a reply by the Accept header, as RFC 9110 says."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

MOST_RANGES = 20  # of a header that are read


@lru_cache(maxsize=256)  # a client sends the same header each time
def preferred(accept: str, forms: Sequence[str]) -> str:
    """The form that is wanted most, of several the one that is named most exactly, then the first.

    Where none is acceptable, the first all the same: a reply tells more than a refusal.

    >>> forms = ("application/json", "text/markdown")
    >>> preferred("text/*;q=0.5, */*;q=0.1", forms)
    'text/markdown'
    >>> preferred("image/png", forms)
    'application/json'
    """
    ranges = [_range(part) for part in accept.split(",")[:MOST_RANGES] if part.strip()]
    wishes = [_wish(form, ranges) for form in forms]
    best = max(wishes, default=(0.0, 0))
    return forms[wishes.index(best)] if best[0] > 0 else forms[0]


def _range(part: str) -> tuple[str, float]:
    """A media range without its parameters, and its weight; one that cannot be read counts 0."""
    name, *parameters = (piece.strip().casefold() for piece in part.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                return name, min(1.0, max(0.0, float(value)))
            except ValueError:
                return name, 0.0
    return name, 1.0


def _wish(form: str, ranges: Sequence[tuple[str, float]]) -> tuple[float, int]:
    """The weight of the range that names the form most exactly, and how exactly it does."""
    whole = f"{form.partition('/')[0]}/*"
    for exactness, name in ((2, form), (1, whole), (0, "*/*")):
        weights = [weight for found, weight in ranges if found == name]
        if weights:
            return max(weights), exactness
    return 0.0, 0
