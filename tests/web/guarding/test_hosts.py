"""By which names the server may be called, and whose pages may ask it."""

from __future__ import annotations

from typing import Any

import pytest

from gbaqa.web.guarding.hosts import known_host, own_page_or_program

HOSTS = ("localhost", "*.localhost", "gba.example.org", "*.example.net")


def scope(method: str = "GET", **headers: str) -> dict[str, Any]:
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": method, "headers": pairs}


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("localhost:7860", True),
        ("LOCALHOST.", True),
        ("a.localhost", True),
        ("gba.example.org:443", True),
        ("a.b.example.net", True),
        ("127.0.0.1:7860", True),
        ("[::1]:7860", True),
        ("192.168.1.5", True),  # in digits: no name that could lead elsewhere tomorrow
        ("example.net", False),
        ("evil.example", False),
        ("gba.example.org.evil.example", False),
        ("notgba.example.org", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("localhost@evil.example", False),
        ("[::1", False),
        ("", False),
    ],
)
def test_a_name_that_was_not_set_is_not_known(host: str, known: bool) -> None:
    assert known_host(scope(host=host), HOSTS) is known
    assert known_host(scope(host="localhost", x_forwarded_host=host), HOSTS) is known


def test_any_name_is_known_where_none_is_set_and_none_is_needed() -> None:
    assert known_host(scope(host="evil.example"), None)
    assert known_host(scope(), HOSTS)  # HTTP/1.0, which no browser speaks


@pytest.mark.parametrize(
    ("headers", "may"),
    [
        ({}, True),  # a program
        ({"origin": "http://localhost:7860"}, True),
        ({"origin": "https://localhost:7860"}, True),  # TLS ends at a proxy
        ({"origin": "https://a.example"}, True),  # listed
        ({"origin": "https://evil.example"}, False),
        ({"origin": "http://localhost:3000"}, False),  # another server of this machine
        ({"origin": "null"}, False),
        ({"origin": "http://["}, False),
        ({"origin": ""}, False),
        ({"origin": "null", "sec_fetch_site": "cross-site"}, False),
        ({"origin": "https://proxy.example", "sec_fetch_site": "same-origin"}, True),
    ],
)
def test_another_sites_page_may_not_ask(headers: dict[str, str], may: bool) -> None:
    asked = scope("POST", host="localhost:7860", **headers)
    assert own_page_or_program(asked, ["https://a.example"]) is may
    assert own_page_or_program({**asked, "method": "GET"}, [])  # it cannot read what comes


def test_a_proxy_may_leave_the_port_out() -> None:
    asked = scope("POST", host="gba.example.org", origin="https://gba.example.org:8443")
    assert own_page_or_program(asked, [])
