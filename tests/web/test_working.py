"""Work that fails or hangs ends in time for who waits, and what works again is told so."""

from __future__ import annotations

import asyncio
import threading

import pytest

from gbaqa.errors import Broken, EncoderUnusable, QuestionRefused
from gbaqa.web.working import BROKEN, FAILED, HANGING, Workers

LIMIT = 0.3  # seconds for what takes none, or for ever


def raising(error: BaseException) -> None:
    raise error


async def failing(workers: Workers, error: Exception) -> Exception:
    with pytest.raises(Exception) as raised:  # noqa: PT011  # which it is is what the caller looks at
        await workers.run(lambda: raising(error))
    return raised.value


@pytest.mark.parametrize(
    "error", [RuntimeError("secret"), MemoryError(), TimeoutError("of the work itself")]
)
def test_any_failure_is_told_without_its_inner_parts_and_logged(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    told = asyncio.run(failing(Workers(1), error))
    assert (type(told), str(told)) == (Broken, FAILED)
    assert type(told.__cause__) is type(error)
    assert type(error).__name__ in caplog.text


def test_what_the_asker_can_mend_is_told_as_it_is_and_is_no_trouble() -> None:
    async def run() -> None:
        workers = Workers(1)
        for _ in range(5):
            told = await failing(workers, QuestionRefused("the question is empty"))
            assert str(told) == "the question is empty"
        assert workers.trouble == ""

    asyncio.run(run())


def test_three_failures_in_a_row_are_trouble_until_something_works() -> None:
    async def run() -> None:
        workers = Workers(1)
        for error in (RuntimeError(), EncoderUnusable("weights")):
            await failing(workers, error)
        assert workers.trouble == ""
        await failing(workers, MemoryError())
        assert workers.trouble == BROKEN.format(count=3)
        assert await workers.run(lambda: 7) == 7
        assert workers.trouble == ""

    asyncio.run(run())


def test_work_that_hangs_is_given_up_and_takes_no_place_from_the_next() -> None:
    let_go = threading.Event()

    async def run() -> None:
        workers = Workers(2, limit=LIMIT)
        with pytest.raises(Broken, match=r"took longer than 0\.3 seconds"):
            await workers.run(let_go.wait)
        assert workers.trouble == ""
        both = threading.Barrier(2, timeout=10)  # as many at once as before
        await asyncio.gather(*(workers.run(both.wait) for _ in range(2)))
        with pytest.raises(Broken, match=r"took longer than 0\.3 seconds"):
            await workers.run(let_go.wait)
        assert workers.trouble == HANGING
        with pytest.raises(Broken, match="hangs"):  # at once, and nothing more is begun
            await workers.run(lambda: 7)
        assert workers.working
        let_go.set()
        while workers.working:
            await asyncio.sleep(0.001)
        assert workers.trouble == ""
        assert await workers.run(lambda: 7) == 7

    try:
        asyncio.run(run())
    finally:
        let_go.set()


def test_work_that_nobody_waits_for_is_not_begun() -> None:
    let_go, begun = threading.Event(), threading.Event()

    async def run() -> None:
        workers = Workers(1)
        first = asyncio.create_task(workers.run(let_go.wait))
        second = asyncio.create_task(workers.run(begun.set))
        await asyncio.sleep(0.02)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        let_go.set()
        await first
        assert await workers.run(lambda: 7) == 7

    asyncio.run(run())
    assert not begun.is_set()
