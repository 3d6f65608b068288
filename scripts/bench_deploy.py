"""Measure the deployment of docs/deploy.md.

    python -m scripts.bench_deploy [CHATS]

Two real replicas behind Debian's nginx on loopback: chats of four kinds, a replica killed under
load, and a rolling restart.
"""

from __future__ import annotations

import asyncio
import csv
import json
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from scripts.deploying import Load, asked, deployed

CHATS = 20
CLIENTS = 8
SECONDS = 8.0
CHROMIUM = "/usr/bin/chromium"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")


def main(chats: int) -> None:
    """Prints one line of JSON for each part."""
    with Path("corpus/questions.csv").open(encoding="utf-8", newline="") as rows:
        questions = [row["question"] for row in csv.DictReader(rows)]

    def question(place: int) -> str:
        return f"{questions[place % len(questions)]}{' ' * (place // len(questions) % 3)}"

    with tempfile.TemporaryDirectory() as scratch, deployed(Path(scratch)) as (url, replicas):
        for name, chat in (
            ("page", page_chats),
            ("gradio_client", gradio_chats),
            ("stream", stream_chats),
            ("mcp", mcp_chats),
        ):
            worked = chat(url, chats, question)
            say(part="chats", kind=name, worked=worked, of=chats)
        with Load(url, CLIENTS, lambda place: f"{question(place)} {place}") as load:
            time.sleep(SECONDS / 2)
            in_flight = load.open
            replicas[0].stop(signal.SIGKILL)
            time.sleep(SECONDS)
        say(
            part="killed",
            asked=load.done,
            in_flight=in_flight,
            lost=len(load.lost),
            as_=load.lost[:3],
        )
        replicas[0].start()
        replicas[0].wait()
        with Load(url, CLIENTS, lambda place: f"{question(place)} {place} again") as load:
            for replica in replicas:
                time.sleep(SECONDS / 4)
                code = replica.stop(signal.SIGTERM)
                replica.start()
                replica.wait()
        say(part="rolling", asked=load.done, lost=len(load.lost), exit_code=code, how=load.lost[:3])
        used = (Path(scratch) / "gbaqa.log").read_text()
        counts = [used.count(f" 127.0.0.1:{one.port}\n") for one in replicas]
        say(part="replicas", requests=counts)


def say(**told: object) -> None:
    """One line of what was found."""
    print(json.dumps(told, ensure_ascii=False), flush=True)


def page_chats(url: str, chats: int, question: Callable[[int], str]) -> int:
    """A new visitor each time, in a browser."""
    from playwright.sync_api import Error, sync_playwright

    worked = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for place in range(chats):
            context = browser.new_context(user_agent=f"reader/{place}")
            try:
                page = context.new_page()
                page.goto(url)
                for asking in (question(place), question(place + 1)):  # and a follow-up
                    page.get_by_test_id("textbox").fill(asking)
                    page.get_by_test_id("textbox").press("Enter")
                    page.locator("[data-testid=bot]").last.and_(
                        page.locator("[data-state=done]")
                    ).wait_for()
                cookies = [one for one in context.cookies() if one["name"] == "gbaqa_replica"]
                worked += len(cookies) == 1 and cookies[0]["value"] in ("1", "2")
            except Error as error:
                print(error, file=sys.stderr)
            finally:
                context.close()
        browser.close()
    return worked


def gradio_chats(url: str, chats: int, question: Callable[[int], str]) -> int:
    """A new client each time, which joins the queue with one request and reads with another."""
    from gradio_client import Client

    worked = 0
    for place in range(chats):
        client = Client(url, verbose=False, headers={"User-Agent": f"gradio/{place}"})
        try:
            worked += "sha256" in client.predict(question(place), api_name="/ask")
        finally:
            client.close()
    return worked


def stream_chats(url: str, chats: int, question: Callable[[int], str]) -> int:
    """The page's own way, without a page."""
    with httpx.Client(timeout=60) as client:
        faults = [asked(client, url, question(place), streamed=True) for place in range(chats)]
    return faults.count("")


def mcp_chats(url: str, chats: int, question: Callable[[int], str]) -> int:
    """A new session each time: list the tools, call one."""
    from mcp import Client

    async def chat(place: int) -> bool:
        async with Client(f"{url}/gradio_api/mcp") as client:
            tools = await client.list_tools()
            result = await client.call_tool("ask", {"question": question(place)})
            return len(tools.tools) == 3 and not result.is_error

    async def all_of_them() -> int:
        return sum([await chat(place) for place in range(chats)])

    return asyncio.run(all_of_them())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CHATS)
