"""Tell whether texts hold every number of a sentence, with its unit and bound."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from gbaqa.answering.writing.wording import Reading
from gbaqa.text.quantities import Quantity, quantities, same_value

DIGITS = re.compile(r"[A-Za-z]*\d+(?:[.,]\d+)*[A-Za-z]*")
FIGURE = re.compile(r"\d+")
# a number word that is read as no quantity still has to stand in a quote, as it is
WORDS = re.compile(
    r"(?<![^\W_])(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|"
    r"thousands?|millions?|billions?|trillions?|half|halves|twice|double[sd]?|triple[sd]?|"
    r"dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez|dúzias?|centenas?|mil|milhares|milhões|"
    r"metade|dobro|triplo)(?![^\W_])",
    re.IGNORECASE,
)
Side = Literal["above", "below"]
SIDES: dict[str, Side] = {"over": "above", "at least": "above", "under": "below"}
# where the word stands too far off to be told for one number: 最多可在香港停留三天
BOUNDS: dict[Side, re.Pattern[str]] = {
    "above": re.compile(
        r"\b(?:over|more than|at least|mais de|pelo menos)\b|超過|超过|逾|至少|最少", re.I
    ),
    "below": re.compile(
        r"\b(?:up to|at most|no more than|within|maximum|até|no máximo)\b"
        r"|最多|至多|最高|之?[內内]|上限",
        re.I,
    ),
}


def missing_number(sentence: Reading, quotes: Sequence[Reading]) -> str:
    """The first number of the sentence that is in none of the quotes, "" where each is in one.

    A number is in a quote where its value, unit and bound are: rounded is not the same, and
    "over 3 million" is not 3 million. It stands there as often as in the sentence.
    """
    left = {quote: list(quantities(quote.text, quote.language)) for quote in quotes}
    for quantity in quantities(sentence.text, sentence.language):
        found = next(
            ((quote, one) for quote in left for one in left[quote]
             if _is_same(quantity, sentence, one, quote)),
            None,
        )  # fmt: skip
        if found is None:
            return quantity.span.of(sentence.text)
        left[found[0]].remove(found[1])
    rest = sentence.rest
    held = " ".join(unicodedata.normalize("NFKC", quote.rest) for quote in quotes)
    odd = next((sign for sign in rest if _is_odd(sign) and not _has(sign, quotes)), "")
    if odd:
        return odd
    figures = [*DIGITS.findall(unicodedata.normalize("NFKC", rest)), *WORDS.findall(rest)]
    for figure in figures:
        apart = rf"(?<![A-Za-z0-9])(?<!\d[.,]){re.escape(figure)}(?![A-Za-z0-9]|[.,]\d)"
        if len(re.findall(apart, held, re.IGNORECASE)) < figures.count(figure):
            return str(figure)
    return ""


def _has(sign: str, quotes: Sequence[Reading]) -> bool:
    return any(sign in quote.text for quote in quotes)


def holds(quote: Reading, wanted: Quantity, sentence: Reading) -> bool:
    """Whether a quote has a quantity of the sentence: all that is said of it, on the same side."""
    found = quantities(quote.text, quote.language)
    return any(_is_same(wanted, sentence, one, quote) for one in found)


def _is_same(wanted: Quantity, sentence: Reading, found: Quantity, quote: Reading) -> bool:
    if not same_value(wanted, found) or not _on_one_side(wanted, sentence, found, quote):
        return False
    if wanted.kind == "date":
        return _says_no_more(int(wanted.value), int(found.value)) and _figures_of(
            wanted, sentence
        ) <= {*_parts(int(wanted.value)), *_figures_of(found, quote)}
    return wanted.value == found.value


def _on_one_side(wanted: Quantity, sentence: Reading, found: Quantity, quote: Reading) -> bool:
    one, other = SIDES.get(wanted.precision), SIDES.get(found.precision)
    if one == other:
        return True
    if one and other:
        return False
    side, text = (one, quote.text) if one else (other, sentence.text)
    return side is not None and BOUNDS[side].search(text) is not None


def _says_no_more(wanted: int, found: int) -> bool:
    """Whether year, month and day are each the other date's or left out."""
    parts = zip(_parts(wanted), _parts(found), strict=True)
    return all(one in (0, other) for one, other in parts)


def _parts(date: int) -> tuple[int, int, int]:
    return date // 10000, date // 100 % 100, date % 100


def _figures_of(date: Quantity, text: Reading) -> set[int]:
    """Every figure that is written in a date: of 2022-23 there is more than its value tells.

    A nought is none of a date's parts, and counts as another figure.
    """
    return {int(one) or -1 for one in FIGURE.findall(date.span.of(text.text))}


def _is_odd(sign: str) -> bool:
    """A number that no one here writes: a fraction, a Roman or an Arabic-Indic one."""
    return sign not in "0123456789" and unicodedata.category(sign) in ("Nd", "Nl", "No")
