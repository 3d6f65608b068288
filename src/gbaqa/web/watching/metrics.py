"""Count what happens, for Prometheus: requests, answers, their times, and the state of the server.

No label holds what anybody asked or who they are; each has a bounded set of values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from gbaqa.types import NoAnswer
from gbaqa.web.warming import Failed, Loading, Ready
from gbaqa.web.watching.watch import Watch

if TYPE_CHECKING:
    from gbaqa.answering.exchanges import Exchange
    from gbaqa.web.desk import Desk
    from gbaqa.web.draining import Draining
    from gbaqa.web.watching.requests import Served

# seconds; a remembered answer takes a millisecond, one that waits for many others a minute
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
MILLISECONDS = 1000
STAGES = ("retrieve", "answer", "total")  # of an exchange's timings, beside waiting
# a series for each of the others, which nobody reads
disable_created_metrics()  # type: ignore[no-untyped-call]  # they wrote none there
STATES = (Loading.name, Ready.name, Failed.name, "draining")


class Metrics(Watch):
    """Figures of one server, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = kept = CollectorRegistry()
        self._requests = Counter(
            "gbaqa_requests",
            "Requests that have ended.",
            ("method", "route", "status"),
            registry=kept,
        )
        self._times = Histogram(
            "gbaqa_request_seconds",
            "From a request to the end of its reply.",
            ("route",),
            buckets=BOUNDS,
            registry=kept,
        )
        self._sent = Counter("gbaqa_sent_bytes", "Bytes of replies.", registry=kept)
        self._stages = Histogram(
            "gbaqa_stage_seconds",
            "Waiting of any work for its turn; retrieve, answer and total of each question that "
            "was worked out.",
            ("stage",),
            buckets=BOUNDS,
            registry=kept,
        )
        self._answers = Counter(
            "gbaqa_answers",
            "Questions that were answered, or told that the documents do not say, and why.",
            ("status", "reason"),
            registry=kept,
        )
        self._remembered = Counter(
            "gbaqa_answers_remembered", "Of the answers, those not worked out anew.", registry=kept
        )
        self._busy = Counter("gbaqa_busy", "Questions told that the server is busy.", registry=kept)
        ProcessCollector(registry=kept)

    def watch(self, desk: Desk, draining: Draining) -> None:
        """Tells from now on how things stand there, when it is asked."""
        self._registry.register(_Standing(desk, draining))

    def served(self, request: Served) -> None:
        """A request has ended."""
        self._requests.labels(request.method, request.route, str(request.status)).inc()
        self._times.labels(request.route).observe(request.seconds)
        self._sent.inc(request.sent)

    def waited(self, seconds: float) -> None:
        self._stages.labels("waiting").observe(seconds)

    def answered(self, exchange: Exchange, *, remembered: bool) -> None:
        reply = exchange.reply
        refused = isinstance(reply, NoAnswer)
        reason = reply.reason.kind if isinstance(reply, NoAnswer) else ""
        self._answers.labels("not_found" if refused else "answered", reason).inc()
        if remembered:
            self._remembered.inc()
            return
        for stage in STAGES:
            if stage in exchange.timings_ms:
                self._stages.labels(stage).observe(exchange.timings_ms[stage] / MILLISECONDS)

    def turned_away(self) -> None:
        self._busy.inc()

    def text(self) -> bytes:
        """All figures as Prometheus reads them."""
        return generate_latest(self._registry)


class _Standing(Collector):
    """What is looked up when it is asked for."""

    def __init__(self, desk: Desk, draining: Draining) -> None:
        self._desk = desk
        self._draining = draining

    def collect(self) -> Iterator[Metric]:
        yield _gauges(
            "gbaqa_state",
            "1 for the state that the server is in.",
            "state",
            ((state, float(state == self._state())) for state in STATES),
        )
        yield _gauge("gbaqa_waiting", "Questions that wait for their turn.", self._desk.waiting)
        state = self._desk.state
        if isinstance(state, Ready):
            assistant = state.assistant
            index = {"generation": assistant.generation, "encoder": assistant.encoder}
            yield InfoMetricFamily("gbaqa_index", "The index in use.", value=index)
            held = assistant.collection
            yield _gauge("gbaqa_documents", "Documents of the index.", len(held.documents))
            yield _gauge("gbaqa_passages", "Passages of the index.", len(held.passages))

    def describe(self) -> Iterable[Metric]:
        return ()  # nothing to look up yet

    def _state(self) -> str:
        if self._draining.begun:
            return "draining"
        return Failed.name if self._desk.trouble else self._desk.state.name


def _gauge(name: str, described: str, value: float) -> Metric:
    return GaugeMetricFamily(name, described, value=value)


def _gauges(name: str, described: str, label: str, values: Iterable[tuple[str, float]]) -> Metric:
    family = GaugeMetricFamily(name, described, labels=[label])
    for labelled, value in values:
        family.add_metric([labelled], value)
    return family
