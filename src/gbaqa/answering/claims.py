"""Take a quoted sentence apart into its figures and the words that stand around each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from gbaqa.answering.subjects import CAPITALISED, Subject, blanked, little, subject, without_source
from gbaqa.text.quantities import Quantity, quantities
from gbaqa.text.terms import terms
from gbaqa.types import Document, Language, Span

REMEMBERED = 8192  # sentences whose figures are kept: reading them is the slow part

ASIDE = re.compile(r"[(（][^()（）]*[)）]")
CLAUSE = re.compile(r"[,;:()（），、；：。]| (?:and|e) (?![A-Z])|和|及|與|与")
# "rose from 32 to 51", "up from 73,400": how it was before; "2 to 40 people": no single value
BEFORE = re.compile(r"(?:\b(?:from|instead of|de)|[由從从自])\s*(?:\w+\s)?$", re.IGNORECASE)
UP_TO = re.compile(r"\s*(?:to|a|até|至|到|-|–|—)\s*")
# One happening in several words; the date of another happening is no other date of this one.
HAPPENINGS = tuple(
    re.compile(rf"\b(?:{latin})|{chinese}", re.IGNORECASE)
    for latin, chinese in (
        (
            r"beg[aiu]n|start|launch|open|takes? effect|took effect|in force|commenc|inaugurat|"
            r"come?s? into|came into|começ|inici|abri|entr(?:a|ou) em vigor|lanç",
            "開始|开始|啟|启|開通|开通|開幕|开幕|開園|开园|實施|实施|生效|推出",
        ),
        (r"sign(?:s|ed|ing)?\b|assin", "簽|签"),
        (
            r"announc|publish|releas|promulgat|issu|made public|anunci|public(?:a|ou)|divulg",
            "公布|發布|发布|宣布|印發|印发|頒布|颁布",
        ),
        (
            r"ends?\b|ended|ending|until|valid|expir|runs?\b|lasts?\b|continu|termin|válid|prolong",
            "結束|结束|到期|屆滿|届满|有效|延長|延长|為止|为止",
        ),
        (r"found(?:ed|ation)|establish|set up|creat|fund(?:ad|ou)|cri(?:ad|ou)", "成立|設立|设立"),
        (r"held\b|holds?\b|conven|took place|takes? place|realiz|reun", "舉行|举行|召開|召开"),
        (r"complet|finish|conclu", "完工|竣工|完成|落成"),
    )
)


PLACE = re.compile(
    rf"\b(?:in|at|em|no|na) (?:the )?(?P<latin>{CAPITALISED}(?: {CAPITALISED})*)"
    r"|[在於于](?P<chinese>[^，。；、]{2,8}?)(?:舉行|举行|召開|召开)"
)


@lru_cache(maxsize=REMEMBERED)
def figures_of(text: str, language: Language) -> tuple[Quantity, ...]:
    """What `quantities` reads, remembered."""
    return quantities(text, language)


@dataclass(frozen=True, slots=True)
class Statement:
    """A quote and the document that it is from."""

    quote: str
    document: Document


@dataclass(frozen=True)
class Claim:
    """A statement taken apart once, for all that it is compared with."""

    statement: Statement

    @cached_property
    def bare(self) -> str:
        """The quote with blanks for the words that tell where it is from."""
        return without_source(self.statement.quote)

    @cached_property
    def _read(self) -> tuple[Quantity, ...]:
        return figures_of(self.statement.quote, self.statement.document.language)

    @cached_property
    def dates(self) -> tuple[Quantity, ...]:
        """The dates of the whole quote, also of the words that tell where it is from."""
        return tuple(one for one in self._read if one.kind == "date")

    @cached_property
    def figures(self) -> tuple[Quantity, ...]:
        """The figures of the quote, but for those of the words that tell where it is from."""
        return tuple(one for one in self._read if self.bare[one.span.start] != " ")

    @cached_property
    def values(self) -> tuple[Quantity, ...]:
        """The figures that tell how it is: not how it was before, and no range."""
        return tuple(
            one
            for one in self.figures
            if not BEFORE.search(self.bare[: one.span.start]) and not self._in_range(one)
        )

    @cached_property
    def places(self) -> dict[str, Span]:
        """Where things are said to be, each place by its words."""
        found = PLACE.finditer(blanked(self.bare, [one.span for one in self.figures]))
        return {
            " ".join(terms(one[group], self.statement.document.language)): Span(*one.span(group))
            for one in found
            for group in ("latin", "chinese")
            if one[group]
        }

    def _in_range(self, figure: Quantity) -> bool:
        for low, high in zip(self.figures, self.figures[1:], strict=False):
            if figure in (low, high) and low.kind == high.kind:
                linked = UP_TO.fullmatch(self.bare[low.span.end : high.span.start])
                if linked and not BEFORE.search(self.bare[: low.span.start]):
                    return True
        return False

    @cached_property
    def subject(self) -> Subject:
        document = self.statement.document
        spans = [figure.span for figure in self.figures]
        return subject(self.bare, document.language, spans, document.text)

    def clause(self, figure: Quantity) -> str:
        """The words around a figure, up to the next mark of a clause on either side.

        Other figures are left out, and what stands in brackets, but for those around the figure.
        """
        return " ".join(self._sides(figure))

    def _sides(self, figure: Quantity) -> tuple[str, str]:
        start, end = figure.span.start, figure.span.end
        text = blanked(self.bare, [one.span for one in self.figures])
        for aside in ASIDE.finditer(text):
            if aside.start() < start and end <= aside.end():
                return text[aside.start() : start], text[end : aside.end()]
        before, after = (ASIDE.sub(" ", part) for part in (text[:start], text[end:]))
        return CLAUSE.split(before)[-1], CLAUSE.split(after)[0]

    def around(self, figure: Quantity) -> frozenset[str]:
        """The terms of the clause, with the noun of a count; no numbers, no little words."""
        language = self.statement.document.language
        found = {term for term in terms(self.clause(figure), language) if not term[0].isdigit()}
        return frozenset(found | {self.noun(figure)}) - little(language) - {""}

    def in_digits(self, figure: Quantity) -> bool:
        """Whether it is more than a small number spelled out, as in "the two sides"."""
        return any(letter.isdigit() for letter in figure.span.of(self.bare)) or figure.value > 12

    def noun(self, figure: Quantity) -> str:
        """What is counted; "" where that is not told, or is a name that stands in between."""
        named = figure.kind != "count" or figure.unit in self.subject.names
        return "" if named else figure.unit

    def counted_before(self, figure: Quantity) -> frozenset[str]:
        """What is counted in the clause before a date: "five halls opened in May"."""
        begins = figure.span.start - len(self._sides(figure)[0])
        return frozenset(
            self.noun(one) for one in self.figures if begins <= one.span.start < figure.span.start
        ) - {""}

    def happenings(self, figure: Quantity) -> frozenset[int]:
        """Which of the HAPPENINGS the clause of a date tells of."""
        clause = self.clause(figure)
        return frozenset(place for place, words in enumerate(HAPPENINGS) if words.search(clause))
