"""Tell whether a sentence holds what a question asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from gbaqa.answering.expecting.naming import bodies, names, people, places
from gbaqa.answering.expecting.records import Expectation, Kind
from gbaqa.text.quantities import Quantity, QuantityKind, quantities, same_value
from gbaqa.text.scripts import IDEOGRAPH, folded, language_of
from gbaqa.types import Language, Span

AMOUNTS: frozenset[QuantityKind] = frozenset(
    {"money", "percent", "area", "length", "duration", "speed", "age", "count"}
)
OF_KIND: dict[Kind, frozenset[QuantityKind]] = {
    "when": frozenset({"date", "time"}),
    "how-many": frozenset({"count"}),
    "how-much": AMOUNTS,
}
MODAL = re.compile(
    r"\b(?:can|may|must|should|shall|need|apply|submit|register|contact|call|visit|required?|"
    r"available|through|via|online|pode|podem|deve|devem|requerer|pedir|obter)\b"
    r"|须|可|申请|必须|应|需|经|透过|通过|办理|提交",
    re.IGNORECASE,
)
IS_A = re.compile(
    r"\b(?:is|are|was|were|means?|refers? to|stands? for|called|known as|consists? of|é|são|"
    r"significa)\b|[是指为即]|称为|意思",
    re.IGNORECASE,
)
MARKED = re.compile(r"[(（](?:\d{1,2}|[a-z])[)）]")
COMMAS = re.compile(r"(?<!\d),(?!\d)|、|;|；|\band\b|\be\b|和|及|以及|与")
SHORT = 4  # fewer things than this make no long list
# what stands around a date that tells when something was said, not when it happened
NEAR = 160  # characters before a date in which that is looked for
SAID_BEFORE = re.compile(
    r"\b(?:stated?|reported|said|says|announced that|according to .{0,80}|wrote|noted|put it|told|"
    r"as of|shown|dated|copy|quoted|figures of|put .{0,30} at|described|copied|notes? of)"
    r"(?: (?:[A-Z][\w.'-]*|by|via|the|its|an?|article|report|text|release|page|on|in|of|from))*?"
    r" ?$",
)
SAID_AFTER = re.compile(
    "年?的?(?:报[道导告]|数据|数字|资料|文章|新闻|指出|表示|公布的?数|称|报|统计|简介|网页|说法|稿)"
    r"|['’]s? (?:report|article|text)\b|,? (?:text|report|article|release|figures|story)\b"
    "|[^，。]{0,24}(?:报道|报导|表示|指出)[，:：指]"
)
SAID_LED = re.compile("(?:据|根据|按)[^，。,]{0,24}$")


def meets(kind: Kind | None, text: str) -> bool:
    """Whether a text holds something of the kind.

    >>> meets("how-many", "It has 37 members."), meets("when", "It has 37 members.")
    (True, False)
    """
    if kind in OF_KIND:
        return any(one.kind in OF_KIND[kind] for one in quantities(text, language_of(text)))
    return kind not in HELD or HELD[kind](text)


def _holds_name(text: str) -> bool:
    return bool(names(text) or people(text) or bodies(text))


def _holds_list(text: str) -> bool:
    return items_in(text) >= 2


HELD: dict[Kind, Callable[[str], bool]] = {
    "who": _holds_name,
    "where": lambda text: bool(places(text)),
    "which-list": _holds_list,
    "how-to": lambda text: MODAL.search(folded(text)) is not None,
    "definition": lambda text: IS_A.search(folded(text)) is not None,
}


def items_in(text: str) -> int:
    """About how many coordinated things a text lists.

    >>> items_in("the fields of (1) tax, (2) trade and (3) law"), items_in("tea, rice and oil")
    (3, 3)
    """
    marked = len(MARKED.findall(text))
    return marked if marked > 1 else len(COMMAS.findall(folded(text))) + 1


def fit(expectation: Expectation, text: str, language: Language) -> float:
    """How well a sentence holds what is asked for, from 0 to 1; 1 where anything may answer.

    What the question itself says does not count, nor fully a date at which something was said.

    >>> from gbaqa.answering.expecting import expectation
    >>> asked = expectation("How many members does the alliance have?")
    >>> fit(asked, "It has 37 members.", "en"), fit(asked, "It has two parts.", "en")
    (1.0, 0.7)
    >>> fit(asked, "It grew.", "en")
    0.0
    """
    kind = expectation.kind
    if kind in OF_KIND:
        found = held(expectation, text, language)
        return max((weight for _, weight in found), default=0.0)
    if kind == "which-list":
        return min(1.0, (items_in(text) - 1) / (SHORT - 1))
    if kind in ("who", "where"):
        return _name_fit(expectation, text)
    return 1.0 if meets(kind, text) else 0.3


def held(expectation: Expectation, text: str, language: Language) -> list[tuple[Quantity, float]]:
    """The quantities of a sentence that may answer, each with how well it fits; best first."""
    wanted = expectation.quantities or OF_KIND.get(expectation.kind or "what", frozenset())
    found = [
        (one, _weight(one, expectation, text, wanted))
        for one in quantities(text, language)
        if not any(_is_said(one, said) for said in expectation.said)
    ]
    fitting = [(one, weight) for one, weight in found if weight]
    return sorted(fitting, key=lambda pair: (-pair[1], pair[0].span))


def _is_said(one: Quantity, said: Quantity) -> bool:
    """Whether a quantity says nothing beyond one of the question's: 2019, but not May 2019."""
    if not same_value(one, said):
        return False
    return one.kind != "date" or not any(
        part and not known for part, known in zip(_parts(one), _parts(said), strict=True)
    )


def _parts(date: Quantity) -> tuple[int, int, int]:
    value = int(date.value)
    return value // 10000, value // 100 % 100, value % 100


def _weight(
    one: Quantity, expectation: Expectation, text: str, wanted: frozenset[QuantityKind]
) -> float:
    if one.kind not in wanted:
        near = one.kind in AMOUNTS and wanted <= AMOUNTS and one.kind not in ("ordinal",)
        return 0.2 if near else 0.0
    if one.kind == "date":
        return 0.3 if is_attribution(one.span, text) else 1.0
    if one.kind == "count":
        return _count_weight(one, expectation)
    units = expectation.units
    other = units and one.unit not in units and one.kind in ("money", "duration")
    return 0.7 if other else 1.0


def _count_weight(one: Quantity, expectation: Expectation) -> float:
    noun = expectation.noun
    if not noun or not one.unit or noun.isascii() != one.unit.isascii():
        return 0.8 if one.value > Decimal(1) else 0.5
    same = noun == one.unit or bool(set(noun) & set(one.unit) and not noun.isascii())
    return 1.0 if same else 0.7


def is_attribution(span: Span, text: str) -> bool:
    """Whether a date only tells when something was said or reported.

    >>> text = "It opened in 2018, as stated in May 2024."
    >>> is_attribution(Span(13, 17), text), is_attribution(Span(32, 40), text)
    (False, True)
    """
    if IDEOGRAPH.search(text):
        plain = folded(text)
        before, after = (
            plain[max(0, span.start - NEAR) : span.start],
            plain[span.end : span.end + 40],
        )
        return bool(SAID_LED.search(before) or SAID_AFTER.match(after))
    before, after = text[max(0, span.start - NEAR) : span.start], text[span.end : span.end + 24]
    return bool(SAID_BEFORE.search(before) or SAID_AFTER.match(after))


def _name_fit(expectation: Expectation, text: str) -> float:
    question = folded(expectation.question).casefold()

    def new(spans: tuple[Span, ...]) -> bool:
        return any(folded(span.of(text)).casefold() not in question for span in spans)

    best = people(text) if expectation.kind == "who" else places(text)
    if new(best):
        return 1.0
    return 0.6 if new(names(text)) or new(bodies(text)) else 0.0
