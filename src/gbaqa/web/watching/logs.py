"""Write the log: one JSON object a line for programs, a plain line for a person at a terminal.

A line of a request holds no path, no address and nothing that was asked: its route is the
operation's template, and the id ties it to the reply that the asker saw.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, TextIO, TypeAlias

from gbaqa.types import Answer
from gbaqa.web.watching.watch import Watch

if TYPE_CHECKING:
    from gbaqa.answering.exchanges import Exchange
    from gbaqa.web.watching.requests import Served

Form: TypeAlias = Literal["json", "text"]

requests = logging.getLogger("gbaqa.request")
FACTS = "facts"  # the attribute of a log record that holds more of what its line tells
LONGEST = 4000  # characters of a message or traceback; the rest says little more
LIBRARIES = logging.WARNING  # they tell of trouble alone
SERVER_FAULT = 500
POLLED = ("/healthz", "/readyz", "/metrics")  # every few seconds, by whoever watches


def log_request(served: Served) -> None:
    """One line for a request that has ended; loud where the server is at fault."""
    level = logging.WARNING if served.status >= SERVER_FAULT else logging.INFO
    if served.route in POLLED:
        level = logging.DEBUG
    milliseconds = round(served.seconds * 1000, 1)
    facts = {
        "request_id": served.request_id,
        "method": served.method,
        "route": served.route,
        "status": served.status,
        "ms": milliseconds,
        "bytes": served.sent,
    }
    requests.log(level, "request", extra={FACTS: facts})


class QuestionLines(Watch):
    """Logs each question beside what another is told; for a maintainer who may."""

    def __init__(self, then: Watch) -> None:
        self._then = then

    def waited(self, seconds: float) -> None:
        self._then.waited(seconds)

    def answered(self, exchange: Exchange, *, remembered: bool) -> None:
        status = "answered" if isinstance(exchange.reply, Answer) else "not_found"
        facts = {"question": exchange.question, "status": status, "remembered": remembered}
        requests.info("question", extra={FACTS: facts})
        self._then.answered(exchange, remembered=remembered)

    def turned_away(self) -> None:
        self._then.turned_away()


class JsonLines(logging.Formatter):
    """A record as one line of JSON, its traceback within it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _cut(record.getMessage()),
            **getattr(record, FACTS, {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)[-LONGEST:]
        return json.dumps(line, ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """A record for a person to read."""

    def format(self, record: logging.LogRecord) -> str:
        facts = getattr(record, FACTS, {})
        said = " ".join(f"{name}={value}" for name, value in facts.items())
        # repr without its quotes: a message that holds a line break must not begin a line
        message = repr(_cut(record.getMessage()))[1:-1]
        name = "" if record.name.startswith("gbaqa") else f"{record.name}: "
        line = (
            f"{_time(record)[11:19]} {record.levelname.lower():7} {name}{message} {said}".rstrip()
        )
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def set_up_logs(form: Form | None, *, stream: TextIO | None = None) -> None:
    """Everything that is logged or warned goes to the stream (stderr) in one form.

    Without a form it is text on a terminal, else JSON.
    """
    out = sys.stderr if stream is None else stream
    chosen = form or ("text" if out.isatty() else "json")
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines() if chosen == "json" else PlainLines())
    logging.basicConfig(level=LIBRARIES, handlers=[handler], force=True)
    logging.getLogger("gbaqa").setLevel(logging.INFO)
    logging.captureWarnings(capture=True)  # else a library's warning would be lines of its own
    sys.excepthook = _logged


def _logged(kind: type[BaseException], error: BaseException, trace: Any) -> None:  # noqa: ANN401
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("gbaqa").critical("the server ended", exc_info=(kind, error, trace))


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _cut(message: str) -> str:
    return message if len(message) <= LONGEST else f"{message[:LONGEST]}…"
