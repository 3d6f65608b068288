"""Progress is a bar on a terminal and a line a step in a log."""

from __future__ import annotations

from io import StringIO

from gbaqa.progress import bars


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_log_gets_one_line_when_a_step_ends() -> None:
    log = StringIO()
    report = bars(log)

    for done in range(4):
        report("embedding", done, 3)
        report("writing", 0, 2)
    report("reading", 0, 0)

    assert log.getvalue() == "embedding: 3 done\nreading: 0 done\n"


def test_a_terminal_gets_a_bar_a_step_that_ends_at_its_total() -> None:
    terminal = Terminal()
    report = bars(terminal)

    for step in ("reading", "embedding"):
        for done in (0, 2, 5):
            report(step, done, 5)
    first, second = terminal.getvalue().rstrip("\n").split("\n")

    assert first.rpartition("\r")[2].startswith("reading: 100%")
    assert second.rpartition("\r")[2].startswith("embedding: 100%")
    assert ("5/5" in first, "5/5" in second) == (True, True)


def test_a_step_may_be_run_again() -> None:
    terminal = Terminal()
    report = bars(terminal)

    for _ in range(2):
        report("embedding", 1, 2)
        report("embedding", 2, 2)

    assert terminal.getvalue().count("embedding: 100%") == 2
