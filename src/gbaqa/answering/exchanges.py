"""What was asked, searched and answered, as every interface tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gbaqa.answering.writing.writing import Written
    from gbaqa.types import Language, Reply


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, what was searched for it, the reply, and how long each step took.

    `also_searched` is what `Assistant.also_searched` tells of the standalone question,
    `carried_over` the words of earlier turns in it. `written` is what a language model made of the
    citations, where one is asked.
    """

    question: str
    standalone_question: str
    reply: Reply
    generation: str
    encoder: str
    timings_ms: dict[str, float]
    also_searched: str = ""
    carried_over: tuple[str, ...] = ()
    written: Written | None = None

    @property
    def completed(self) -> str:
        """What a follow-up was searched as; "" for no follow-up.

        It is "" as well where `also_searched` holds it already, with its typing errors set right.
        """
        replaced = bool(self.also_searched) and replaces_question(self.reply.query.language)
        same = self.standalone_question == self.question
        return "" if same or replaced else self.standalone_question


def replaces_question(language: Language) -> bool:
    """Whether `also_searched` was searched in place of a question of that language.

    An English question is searched with its typing errors set right, any other in its own words
    and in English ones.
    """
    return language == "en"
