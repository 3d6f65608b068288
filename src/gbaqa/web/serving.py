"""Start the web server: one function for app.py and `gbaqa serve`."""

from __future__ import annotations

import socket
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gbaqa.answering.deciding import DEFAULT_RISK, checked_risk
from gbaqa.errors import SettingError
from gbaqa.indexing.generations import searchable

if TYPE_CHECKING:
    from gbaqa.answering.asking import Assistant
    from gbaqa.types import Generator

FIRST_QUESTIONS = ("What is the Greater Bay Area?", "大灣區在哪裏？")
GRACE = 3  # seconds for open answers; the page itself keeps a connection open for ever


def serve(
    index: Path,
    *,
    encoder_name: str,
    dimension: int | None = None,
    risk: str = DEFAULT_RISK,
    generator: Generator | None = None,
    feedback: Path | None = None,
    host: str,
    port: int,
) -> None:
    """Serves until it is stopped; `risk` and `generator` are those of `open_assistant`.

    `feedback` is the folder that keeps what readers think of answers; None asks no reader.

    Raises IndexUnusable when there is no index that this encoder can search, SettingError
    when the address cannot be had or the risk is not one that was learned: at once, before
    anything slow is loaded.
    """
    searchable(index, encoder_name=encoder_name, dimension=dimension)
    checked_risk(risk)
    listener = listen(host, port)
    # behind the door: Gradio takes seconds to import, and a taken port should be told at once
    import uvicorn

    from gbaqa.web.application import create_app

    config = uvicorn.Config(
        create_app(
            partial(
                _warm_assistant,
                index,
                encoder_name=encoder_name,
                dimension=dimension,
                risk=risk,
                generator=generator,
            ),
            feedback=feedback,
        ),
        log_level="info",
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    uvicorn.Server(config).run(sockets=[listener])


def _warm_assistant(
    index: Path,
    *,
    encoder_name: str,
    dimension: int | None,
    risk: str,
    generator: Generator | None,
) -> Assistant:
    """An assistant that has answered: the first question of a language loads what it needs."""
    from gbaqa.answering.asking import open_assistant

    assistant = open_assistant(
        index, encoder_name=encoder_name, dimension=dimension, risk=risk, generator=generator
    )
    for question in FIRST_QUESTIONS:
        assistant.evidence(question)  # no answer: a language model would be asked for it
    return assistant


def listen(host: str, port: int) -> socket.socket:
    """A socket for the server; raises SettingError in one line when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        reason = str(error.strerror).partition(" (")[0]  # Python repeats the address in brackets
        raise SettingError(
            f"cannot listen on {host} port {port}: {reason}; "
            "choose another with --host and --port, or GBAQA_HOST and GBAQA_PORT"
        ) from error
    # asyncio sets it on its own sockets alone; without it replies wait for acknowledgements
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
