"""The whole app over the scripted assistant in a process of its own, with its log and signals.

    python -m tests.web.scripted_server PORT [SECONDS]

SECONDS is how long each answer takes. A question with the word "hang" takes a minute.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from gbaqa.answering.exchanges import Exchange
from gbaqa.types import ANY, Filters, Language, Turn
from gbaqa.web.application import create_app
from gbaqa.web.draining import Draining
from gbaqa.web.running import leave, run
from gbaqa.web.serving import listen
from gbaqa.web.watching.logs import set_up_logs
from tests.web.scripted import ScriptedAssistant

LAST = 100  # questions that are kept


class SlowAssistant(ScriptedAssistant):
    """Takes its time for each answer."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        language: Language | None = None,
        filters: Filters = ANY,
    ) -> Exchange:
        time.sleep(60 if "hang" in question.split() else self.seconds)
        del self.asked[:-LAST], self.filtered[:-LAST]  # a soak asks on and on
        return super().ask(question, history=history, language=language, filters=filters)


def main(port: int, seconds: float) -> None:
    """Serves until it is told to stop."""
    set_up_logs("json")
    draining = Draining()
    app = create_app(lambda: SlowAssistant(seconds), draining=draining)
    run(app, listen("127.0.0.1", port), draining)
    if app.state.desk.working:
        leave(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 0.0)
