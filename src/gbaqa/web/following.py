"""Open the assistant of whatever generation is in force, again and again, with the same models."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from threading import Thread, Timer
from typing import TYPE_CHECKING
from weakref import ref

from gbaqa.answering.deciding import DEFAULT_RISK
from gbaqa.indexing.inforce import signature

if TYPE_CHECKING:
    from gbaqa.answering.asking import Assistant, Models
    from gbaqa.indexing.encoding import TextEncoder
    from gbaqa.indexing.inforce import Signature
    from gbaqa.types import Generator

logger = logging.getLogger(__name__)

LATER = 1.0  # seconds
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
        self._begun: Future[Assistant] | None = None

    def begin(self) -> None:
        """Starts to open the first one in a thread of its own, while the server is put together."""
        begun: Future[Assistant] = Future()
        begun.set_running_or_notify_cancel()

        def run() -> None:
            try:
                begun.set_result(self._open())
            except BaseException as error:  # noqa: BLE001  # raised where it is waited for
                begun.set_exception(error)
            finally:
                gc.freeze()  # what is there by now stays: collections need not look at it
                gc.enable()

        self._begun = begun
        Thread(target=run, name="opening", daemon=True).start()

    def __call__(self) -> Assistant:
        """One that answers at once, or that soon will: a language's first question loads its words.

        The first assistant is given out as soon as it is open, and asked when visitors have had
        LATER seconds: who asks before pays for what the question needs, and no more. A later one
        is asked before it takes the place of another. Raises as `open_assistant` does.
        """
        begun, self._begun = self._begun, None
        assistant = begun.result() if begun else self._open()
        if self._models is None:
            timer = Timer(LATER, _warm, (ref(assistant), self._questions))
            timer.daemon = True  # leaving the program does not wait for it
            timer.start()
        else:
            _warm(lambda: assistant, self._questions)
        self._models = assistant.models
        return assistant

    def _open(self) -> Assistant:
        from gbaqa.answering.asking import open_assistant

        return open_assistant(
            self._index,
            encoder_name=self._encoder_name,
            dimension=self._dimension,
            load=self._load,
            models=self._models,
            risk=self._risk,
            generator=self._generator,
        )

    def signature(self) -> Signature | None:
        """What differs once another generation is in force; None where there is none."""
        return signature(self._index)


def _warm(held: Callable[[], Assistant | None], questions: Sequence[str]) -> None:
    """Asks for no answer: a language model would be asked for it."""
    for question in questions:
        assistant = held()
        if assistant is not None:
            try:
                assistant.evidence(question)
            except Exception:  # whoever asks meets it as well, and is told
                logger.exception("the question %r failed, which was asked to warm up", question)
