"""A reader that hangs, swells, crashes, lies or reaches out costs its own file one line."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gbaqa.documents.formats import markdown
from gbaqa.documents.isolating import IsolatedReader
from gbaqa.documents.isolation.limits import MIB, Limits
from gbaqa.errors import DocumentError

PROJECT = Path(__file__).parents[2]
PROGRAM = "tests.documents.isolation.misbehaving"
LIMITS = Limits(computing=1, waiting=60, memory=256 * MIB)
ADVICE = "split it, save it anew in a simpler form, or remove it"
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="held by Linux alone")


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[IsolatedReader]:
    monkeypatch.setenv("PYTHONPATH", str(PROJECT))
    with IsolatedReader(LIMITS, program=PROGRAM) as opened:
        yield opened


def outcome(reader: IsolatedReader, order: str) -> str:
    """The text that came of it, or the line."""
    try:
        return reader.read(order.encode(), name="x.bin").text
    except DocumentError as error:
        return str(error)


def is_gone(process: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize(
    ("order", "line"),
    [
        ("spin", f"x.bin: took more than 1 s to read; {ADVICE}"),
        ("announce 1000000000000", "x.bin: its reader answered more than it may; remove the file"),
        ("swell", f"x.bin: needs more than 256 MB of memory to read; {ADVICE}"),
        ("swell_in_c", "x.bin: its reader crashed (signal 6); save the file anew or remove it"),
        ("crash", "x.bin: its reader crashed (signal 11); save the file anew or remove it"),
        ("leave 0", "x.bin: its reader crashed (exit 0); save the file anew or remove it"),
        ("refuse x.bin: is locked; unlock it", "x.bin: is locked; unlock it"),
        ("refuse two\nlines \x1b[31m\u202e", r"two lines \x1b[31m\u202e"),
        ("refuse " + "x" * 5000, "x" * 1999 + "…"),
        ("fail what", "x.bin: cannot be read (ValueError: what); save it anew or remove it"),
        ("nest", "x.bin: parts within parts, too deep to read; save it anew in a simpler form"),
    ],
)
def test_what_a_file_does_to_its_reader_is_one_line_and_the_next_file_is_read(
    reader: IsolatedReader, order: str, line: str
) -> None:
    assert outcome(reader, order) == line
    assert outcome(reader, "need 1") == "Done 1."


@pytest.mark.parametrize("order", ["sleep", "trickle"])
def test_a_reader_that_only_waits_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(PROJECT))
    with IsolatedReader(Limits(waiting=1), program=PROGRAM) as reader:
        line = outcome(reader, order)
        assert reader.process_id is None

    assert line == f"x.bin: took more than 60 s to read; {ADVICE}"


def test_one_process_reads_file_after_file_and_ends_with_the_last(reader: IsolatedReader) -> None:
    assert reader.process_id is None
    processes: set[int | None] = set()
    for order in ("need 1", "refuse no", "fail so", "need 2"):
        outcome(reader, order)
        processes.add(reader.process_id)
    reader.close()
    (process,) = processes

    assert process
    assert is_gone(process)
    assert outcome(reader, "need 1") == "Done 1."


def test_what_an_earlier_file_left_behind_decides_nothing(reader: IsolatedReader) -> None:
    assert outcome(reader, "stay") == "Done ."
    assert outcome(reader, "need 150") == "Done 150."


def test_each_file_has_the_whole_time_to_itself(reader: IsolatedReader) -> None:
    for _ in range(3):  # together more than one may take, which is rounded up
        assert outcome(reader, "compute 0.7") == "Done 0.7."


@ON_LINUX
def test_everything_that_linux_can_hold_holds_here(reader: IsolatedReader) -> None:
    outcome(reader, "need 1")
    assert set(reader.held) >= {"limits", "hook", "parent"}
    if set(reader.held) != {"limits", "hook", "parent", "network", "files"}:
        pytest.skip(f"this machine holds {' '.join(reader.held)} alone")


def test_a_reader_writes_reads_and_runs_nothing(reader: IsolatedReader, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    told = {
        order: outcome(reader, order)
        for order in (f"write {tmp_path / 'made'}", "temporary", "run /bin/true", f"read {secret}")
    }

    assert list(tmp_path.iterdir()) == [secret]
    for order, line in told.items():
        if not order.startswith("read") or "files" in reader.held:
            assert re.match(r"x\.bin: cannot be read \((Permission|FileNotFound)Error: ", line), (
                order
            )


def test_native_code_writes_runs_and_signals_nothing(
    reader: IsolatedReader, tmp_path: Path
) -> None:
    outcome(reader, "need 1")
    if "files" not in reader.held:
        pytest.skip("this kernel shuts no process out of the file system")
    for order in (
        f"write_in_c {tmp_path / 'made'}",
        f"run_in_c echo > {tmp_path / 'made'}",
        f"signal_in_c {os.getpid()}",
    ):
        assert outcome(reader, order).startswith("x.bin: cannot be read (PermissionError: "), order
    assert list(tmp_path.iterdir()) == []


def test_a_reader_reaches_nobody(reader: IsolatedReader) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        asked = outcome(reader, f"fetch http://127.0.0.1:{port}/")
        by_c = outcome(reader, f"connect_in_c {port}")
        listener.settimeout(0.1)
        reached = True
        try:
            listener.accept()[0].close()
        except TimeoutError:
            reached = False

    assert asked.startswith("x.bin: cannot be read (PermissionError: ")
    assert not reached or not {"network", "files"} & set(reader.held)
    assert by_c != "Done." or reached


def test_keys_of_the_program_are_not_handed_on(
    reader: IsolatedReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GBAQA_API_KEY", "secret")

    assert "unknown" in outcome(reader, "environment GBAQA_API_KEY")


def test_what_a_library_prints_goes_nowhere(
    reader: IsolatedReader, capfd: pytest.CaptureFixture[str]
) -> None:
    assert outcome(reader, "speak") == "Done ."
    assert capfd.readouterr() == ("", "")


def test_an_answer_that_is_no_document_is_not_believed(reader: IsolatedReader) -> None:
    line = outcome(reader, "answer " + "|".join(part.hex() for part in (b"{}", b"[]", b"", b"")))

    assert line == "x.bin: its reader answered something that is not an object; remove the file"
    assert outcome(reader, "need 1") == "Done 1."


def test_long_text_comes_out_of_a_worker_as_it_would_here() -> None:
    raw = ("# A\n\nOne. Two 🌾.\n\n- x\n\n## B\n\n河。\n" * 1800).encode()
    with IsolatedReader() as reader:
        found = reader.read(raw, name="a.md")
        assert reader.process_id

    assert found == markdown.read(raw, name="a.md")


def test_short_text_needs_no_process() -> None:
    with IsolatedReader() as reader:
        assert reader.read(b"One.", name="a.md").text == "One."
        assert reader.process_id is None


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"a" * 300_000, "a.txt: its text has more than 200,000 characters; "),
        (b"a\n\n" * 100_000, "a.txt: its text has more than 1,000 paragraphs; "),
    ],
)
def test_more_text_than_one_document_may_hold_is_refused(raw: bytes, line: str) -> None:
    limits = Limits(characters=200_000 if b"a\n" not in raw else 10**6, blocks=1000)
    with IsolatedReader(limits) as reader, pytest.raises(DocumentError) as caught:
        reader.read(raw, name="a.txt")

    assert str(caught.value) == line + ADVICE


PARENT = """
    import signal
    # a shell that starts the tests in the background has their children ignore it
    signal.signal(signal.SIGINT, signal.default_int_handler)
    from gbaqa.documents.isolating import IsolatedReader
    with IsolatedReader(program="{program}") as reader:
        reader.read(b"need 1", name="x.bin")
        print(reader.process_id, flush=True)
        reader.read(b"sleep", name="x.bin")
"""


@ON_LINUX
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupt_and_the_end_of_the_parent_end_the_worker(sent: signal.Signals) -> None:
    code = textwrap.dedent(PARENT.format(program=PROGRAM))
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        text=True,
    ) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        parent.send_signal(sent)
        assert parent.wait(60) != 0

    assert is_gone(worker)


def test_a_module_in_the_current_folder_is_never_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "socket.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    with IsolatedReader() as reader:
        reader.read(b"a" * 100_000, name="a.md")

    assert not (tmp_path / "ran").exists()


def test_a_worker_that_cannot_start_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        IsolatedReader(program="json.nonesuch") as reader,
        pytest.raises(DocumentError) as caught,
    ):
        reader.read(b"a", name="x.bin")

    assert str(caught.value) == (
        "x.bin: the process that reads it did not start; install the program anew"
    )
