"""Tell whether a sentence gives a number to something else than its quotes do."""

from __future__ import annotations

from collections.abc import Sequence

from gbaqa.answering.writing.counting import holds
from gbaqa.answering.writing.naming import Names, held
from gbaqa.answering.writing.wording import Reading
from gbaqa.retrieval.translating.searching import family
from gbaqa.text.quantities import Quantity, quantities
from gbaqa.text.terms import ASKING, terms
from gbaqa.types import Span

# what stands around a number, on each side: about three words
AROUND, AROUND_IN_CHINESE = 24, 7  # characters

Sides = tuple[frozenset[str], frozenset[str]]


def strayed(sentence: Reading, quotes: Sequence[Reading], names: Names) -> str:
    """The first number that is taken out of its place in the quotes, "" where none is.

    One is where no quote that has it has any name of the sentence, and where, in each quote of the
    same language, what stands around it here stands around another number of its kind.

    >>> from gbaqa.answering.writing.wording import Reader
    >>> reader = Reader()
    >>> quote = reader.read("Sales rose from 5 tons in May to 7 tons in June.", "en")
    >>> swapped = reader.read("Sales rose from 7 tons to 5 tons.", "en")
    >>> strayed(swapped, [quote], Names(reader))
    '7'
    """
    named = names.of(sentence)
    for wanted in quantities(sentence.text, sentence.language):
        holding = [quote for quote in quotes if holds(quote, wanted, sentence)]
        met = not named or any(
            held(name, sentence.language, quote) for name in named for quote in holding
        )
        crossed = bool(holding) and all(_crossed(wanted, sentence, quote) for quote in holding)
        if not met or crossed:
            return wanted.span.of(sentence.text)
    return ""


def _crossed(wanted: Quantity, sentence: Reading, quote: Reading) -> bool:
    if family(sentence.language) != family(quote.language):
        return False
    there = quantities(quote.text, quote.language)
    own = [one for one in there if (one.kind, one.value) == (wanted.kind, wanted.value)]
    others = [one for one in there if one.kind == wanted.kind and one.value != wanted.value]
    if not own or not others:
        return False
    here = _around(wanted.span, sentence)
    shared = max(_shared(here, _around(one.span, quote)) for one in own)
    best = max(_shared(here, _around(one.span, quote)) for one in others)
    return best > shared or (best == shared and _reversed(wanted, own, others, sentence))


def _reversed(
    wanted: Quantity, own: Sequence[Quantity], others: Sequence[Quantity], sentence: Reading
) -> bool:
    """Whether it stands before another number of its kind here, and behind it there, or so."""
    found = quantities(sentence.text, sentence.language)
    for other in others:
        for one in found:
            if (one.kind, one.value) == (other.kind, other.value):
                before = wanted.span < one.span
                if all((each.span < other.span) != before for each in own):
                    return True
    return False


def _around(span: Span, text: Reading) -> Sides:
    width = AROUND_IN_CHINESE if text.language in ("zh-Hant", "zh-Hans") else AROUND
    before = text.text[max(0, span.start - width) : span.start]
    after = text.text[span.end : span.end + width]
    return _terms(before, text), _terms(after, text)


def _terms(piece: str, text: Reading) -> frozenset[str]:
    found = terms(piece, text.language)
    return frozenset(term for term in found if term not in ASKING and not term[0].isdigit())


def _shared(here: Sides, there: Sides) -> int:
    return len(here[0] & there[0]) + len(here[1] & there[1])
