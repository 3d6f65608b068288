"""What is too long, too many or too deep is told before it is parsed."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message

from gbaqa.web.guarding.limits import (
    ADDRESS_BYTES,
    BODY_LIMIT,
    DEEPEST,
    HEADER_BYTES,
    MOST_FIELDS,
    MOST_HEADERS,
    QUERY_BYTES,
    Excess,
    depth,
    excess_of_head,
    read_body,
)


def head(**parts: Any) -> dict[str, Any]:
    return {"path": "/", "query_string": b"", "headers": [], **parts}


@pytest.mark.parametrize(
    ("scope", "excess"),
    [
        (head(), None),
        (head(path="/" * ADDRESS_BYTES, query_string=b"q" * QUERY_BYTES), None),
        (head(raw_path=b"/" * (ADDRESS_BYTES + 1)), Excess("head", ADDRESS_BYTES, 414)),
        (head(path="é" * ADDRESS_BYTES), Excess("head", ADDRESS_BYTES, 414)),
        (head(query_string=b"q" * (QUERY_BYTES + 1)), Excess("head", QUERY_BYTES, 414)),
        (head(query_string=b"a&" * MOST_FIELDS), Excess("count", MOST_FIELDS, 414)),
        (head(headers=[(b"a", b"b")] * MOST_HEADERS), None),
        (head(headers=[(b"a", b"b")] * (MOST_HEADERS + 1)), Excess("count", MOST_HEADERS, 431)),
        (head(headers=[(b"a", b"b" * HEADER_BYTES)]), Excess("head", HEADER_BYTES, 431)),
    ],
)
def test_an_address_or_head_that_is_too_much(scope: dict[str, Any], excess: Excess | None) -> None:
    assert excess_of_head(scope) == excess


def test_the_longest_search_fits() -> None:
    """2,000 characters of Chinese beside five filters of 200 fit where they are percent-encoded."""
    assert QUERY_BYTES > 1000 * 9  # asking.MAX_QUESTION


def read(chunks: list[bytes], *, length: str = "", path: str = "/api/ask") -> bytes | Excess:
    incoming: list[Message] = [
        {"type": "http.request", "body": chunk, "more_body": number < len(chunks)}
        for number, chunk in enumerate(chunks, start=1)
    ]

    async def receive() -> Message:
        return incoming.pop(0) if incoming else {"type": "http.disconnect"}

    headers = [(b"content-length", length.encode())] if length else []
    return asyncio.run(read_body({"headers": headers}, receive, path, seconds=5))


TOO_LONG = Excess("detail", BODY_LIMIT, 413)


@pytest.mark.parametrize(
    ("chunks", "length", "expected"),
    [
        ([b"one ", b"two"], "", b"one two"),
        ([b"x" * BODY_LIMIT], "", b"x" * BODY_LIMIT),
        ([b"x" * BODY_LIMIT, b"x"], "", TOO_LONG),  # chunked
        ([b"x" * (BODY_LIMIT + 1)], "5", TOO_LONG),  # it claims to be short
        ([], str(BODY_LIMIT + 1), TOO_LONG),  # unread
        ([b"x"], "nonsense", b"x"),
        ([], "", TOO_LONG),  # cut off
        ([b"[" * (DEEPEST + 1)], "", Excess("depth", DEEPEST, 413)),
    ],
)
def test_a_body_is_read_up_to_its_limit_whatever_it_claims(
    chunks: list[bytes], length: str, expected: bytes | Excess
) -> None:
    assert read(chunks, length=length) == expected


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async def receive() -> Message:
        await asyncio.sleep(30)
        raise AssertionError

    with pytest.raises(TimeoutError):
        asyncio.run(read_body({"headers": []}, receive, "/", seconds=0.01))


JSONS = st.recursive(
    st.none() | st.text() | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=60,
)


def depth_of(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    container = isinstance(value, dict | list)
    return (1 if container else 0) + max(map(depth_of, inner), default=0)


@given(JSONS, st.integers(0, 60))
def test_the_depth_is_that_of_the_parsed_object(value: Any, more: int) -> None:
    for _ in range(more):
        value = [value, ']}[{"\\']
    for ascii_only in (True, False):
        raw = json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
        found = depth(raw)
        assert found in (depth_of(value), 0)
        assert found or raw.count(b"[") + raw.count(b"{") <= DEEPEST


def test_a_long_body_of_broken_strings_is_looked_at_in_no_time() -> None:
    import time

    began = time.process_time()
    depth((b'"\\' * 130_000 + b"[" * 260_000)[:500_000])
    depth(b'"' + b"[" * 500_000)
    assert time.process_time() - began < 1
