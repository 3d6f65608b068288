"""Make a follow-up question stand alone by carrying over what the earlier ones spoke of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gbaqa.text.terms import asked_terms
from gbaqa.types import Turn

# A turn leans on the ones before it when it points back or is an ellipsis.
POINTING = re.compile(
    r"\b(?:it|its|they|their|them|he|she|his|her|this|these|those|the same|"
    r"ele|ela|eles|elas|isso|isto|este|esta|esse|essa|lá)\b"
    # "there" and "that" point back at the end of a phrase; "is there a", "firms that" do not
    r"|\b(?:there|that)\s*[?.!,]|\b(?:was|is|about|of|after|before) that\b(?! \w+ing)"
    r"|[它他她牠佢]|(?<![應应])[該该]|這個|这个|這些|这些|那個|那个|嗰",
    re.IGNORECASE,
)
OPENING = re.compile(
    r"^(?:and|but|so|or|then|also|what about|how about|what else|why|mas|então)\b|^e\s"
    r"|[呢]\s*[?？]?$",
    re.IGNORECASE,
)
AROUND = '.,;:!?"()\u3002\uff0c\uff1f\uff01'  # marks that may stand at a word's ends
FEW_TERMS = 1  # a turn of at most one term is an ellipsis, "the fee?", unless it is a name
NAMED = re.compile(r"\s[A-Z]")


def standalone(question: str, history: Sequence[Turn]) -> str:
    """The question itself, or the question with what the last self-contained one spoke of.

    Historical query expansion: Lin et al., "Multi-stage conversational passage
    retrieval", TOIS 2021. The question's own words come first and are kept as typed.

    >>> standalone("And where was it held?", [Turn("Who chaired the 20th meeting?")])
    'And where was it held? (chaired 20th meeting)'
    """
    if not history or not leans(question):
        return question
    for turn in reversed(history):
        if turn.question.strip() and not leans(turn.question):
            words = carried(turn.question, question)
            return f"{question} ({words})" if words else question
    return question


def carried(earlier: str, question: str) -> str:
    """The words of an earlier question that name something, but for those the new one has.

    Words that ask stay behind, since the new question asks for something else, and numbers
    do when it names its own: "and in 2022?" is not about 2024.

    >>> carried("What was the GDP of the Greater Bay Area in 2024?", "and in 2022?")
    'GDP Greater Bay Area'
    """
    own = asked_terms(question)
    new_number = any(map(_is_number, own))
    kept = []
    for word in earlier.split():
        wanted = [term for term in asked_terms(word) if term not in own]
        if wanted and not (new_number and any(map(_is_number, wanted))):
            kept.append(word.strip(AROUND))
    return " ".join(kept)


def _is_number(term: str) -> bool:
    return term[:1].isdigit()


def leans(question: str) -> bool:
    """Whether a turn needs the ones before it to be understood.

    >>> leans("What about Macao?"), leans("And the fee?"), leans("Where is Hetao?")
    (True, True, False)
    """
    return bool(
        POINTING.search(question)
        or OPENING.search(question.strip())
        or (len(asked_terms(question)) <= FEW_TERMS and not NAMED.search(question))
    )
