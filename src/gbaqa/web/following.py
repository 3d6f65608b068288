"""Open the assistant of whatever generation is in force, again and again, with the same models."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gbaqa.answering.deciding import DEFAULT_RISK
from gbaqa.indexing.inforce import signature

if TYPE_CHECKING:
    from gbaqa.answering.asking import Assistant, Models
    from gbaqa.indexing.encoding import TextEncoder
    from gbaqa.indexing.inforce import Signature
    from gbaqa.types import Generator

FIRST_QUESTIONS = ("What is the Greater Bay Area?", "大灣區在哪裏？")


class Opener:
    """Opens assistants of one index, each with the models of the one before where they fit.

    Of an assistant nothing else is kept here: it goes with the last who asks it. `load` stands
    in for loading the encoder.
    """

    def __init__(
        self,
        index: Path,
        *,
        encoder_name: str,
        dimension: int | None = None,
        risk: str = DEFAULT_RISK,
        generator: Generator | None = None,
        questions: Sequence[str] = FIRST_QUESTIONS,
        load: Callable[[str], TextEncoder] | None = None,
    ) -> None:
        self._index = index
        self._encoder_name = encoder_name
        self._dimension = dimension
        self._risk = risk
        self._generator = generator
        self._questions = questions
        self._load = load
        self._models: Models | None = None

    def __call__(self) -> Assistant:
        """One that has answered: the first question of a language loads what it needs.

        Raises as `open_assistant` does.
        """
        from gbaqa.answering.asking import open_assistant

        assistant = open_assistant(
            self._index,
            encoder_name=self._encoder_name,
            dimension=self._dimension,
            load=self._load,
            models=self._models,
            risk=self._risk,
            generator=self._generator,
        )
        for question in self._questions:
            assistant.evidence(question)  # no answer: a language model would be asked for it
        self._models = assistant.models
        return assistant

    def signature(self) -> Signature | None:
        """What differs once another generation is in force; None where there is none."""
        return signature(self._index)
