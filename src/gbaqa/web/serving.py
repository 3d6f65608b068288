"""Start the web server: one function for app.py and `gbaqa serve`."""

from __future__ import annotations

import gc
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from gbaqa.answering.deciding import DEFAULT_RISK, checked_risk
from gbaqa.errors import SettingError
from gbaqa.indexing.generations import searchable
from gbaqa.web.following import Opener

if TYPE_CHECKING:
    from gbaqa.types import Generator
    from gbaqa.web.guarding.policy import Policy
    from gbaqa.web.watching.routes import Readers


def serve(
    index: Path,
    *,
    encoder_name: str,
    dimension: int | None = None,
    risk: str = DEFAULT_RISK,
    generator: Generator | None = None,
    feedback: Path | None = None,
    policy: Policy | None = None,
    readers: Readers = "local",
    log_questions: bool = False,
    writing: float = 0.0,
    host: str,
    port: int,
) -> None:
    """Serves until it is stopped; `risk` and `generator` are those of `open_assistant`.

    `feedback` is the folder that keeps what readers think of answers; None asks no reader.
    `policy` says who may ask; None lets in whoever reaches the server. `readers` says who may read
    /metrics. `writing` is how many seconds the generator may take beside the rest of an answer.

    Raises IndexUnusable when there is no index that this encoder can search, SettingError
    when the address cannot be had or the risk is not one that was learned: at once, before
    anything slow is loaded.
    """
    searchable(index, encoder_name=encoder_name, dimension=dimension)
    checked_risk(risk)
    listener = listen(host, port)
    opener = Opener(
        index, encoder_name=encoder_name, dimension=dimension, risk=risk, generator=generator
    )
    gc.disable()  # what is imported and opened stays: nothing of it is to be looked for
    opener.begin()
    # behind the door: a taken port should be told at once
    from gbaqa.web.application import create_app
    from gbaqa.web.draining import Draining
    from gbaqa.web.running import leave, run
    from gbaqa.web.working import LIMIT

    draining = Draining()
    app = create_app(
        opener,
        sign=opener.signature,
        feedback=feedback,
        policy=policy,
        readers=readers,
        log_questions=log_questions,
        draining=draining,
        limit=LIMIT + writing,
    )
    run(app, listener, draining)
    if app.state.desk.working:
        leave(0)


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
