"""Fetching from real servers on loopback: what is refused, what is followed, what bounds it."""

from __future__ import annotations

import gzip
import socket
import ssl
import subprocess
import time
import tracemalloc
import zlib
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path

import pytest

from gbaqa import __version__
from gbaqa.documents.adding.addresses import Address
from gbaqa.documents.adding.fetching import Fetched, Rules, fetch
from gbaqa.errors import DocumentError
from tests.documents.adding.servers import LOOPBACK, answer, dripping, moved, serving

HTML = "Content-Type: Text/HTML; charset=utf-8"
GZIP = "Content-Encoding: gzip"
MEGABYTE = 1_000_000


def refused(url: str, rules: Rules) -> str:
    with pytest.raises(DocumentError) as caught:
        fetch(url, rules)
    line = str(caught.value)
    assert line.isprintable()
    return line.partition(": ")[2]


def test_a_document_comes_as_it_was_sent_asked_for_by_its_own_name() -> None:
    with serving() as server:
        server.answers["/a?b=1"] = answer(b"<p>x\xff", HTML)

        fetched = fetch(server.url("/a?b=1#part"), server.rules())

    assert fetched == Fetched(server.url("/a?b=1"), b"<p>x\xff", "text/html")
    head, *lines = server.asked[0].decode().strip().split("\r\n")
    assert head == "GET /a?b=1 HTTP/1.1"
    assert sorted(lines) == [
        "Accept-Encoding: gzip",
        "Accept: text/html, application/pdf, text/*;q=0.9, */*;q=0.5",
        f"Host: site.example:{server.port}",
        f"User-Agent: gbaqa/{__version__}",
    ]


def test_the_environment_has_no_say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with serving() as server:
        server.answers["/"] = answer(b"x")

        assert fetch(server.url("/"), server.rules()).raw == b"x"

    assert b"authorization" not in server.asked[0].lower()


def test_redirects_are_followed_without_cookies_five_times() -> None:
    with serving() as server:
        server.answers |= {f"/{place}": moved(f"/{place + 1}") for place in range(9)}
        server.answers["/4"] = answer(b"", "Location: 5", "Set-Cookie: a=b", status="308 Moved")
        server.answers["/5"] = answer(b"there")

        assert fetch(server.url("/0"), server.rules()).url == server.url("/5")
        assert not any(b"cookie" in request.lower() for request in server.asked)
        del server.answers["/5"]
        server.answers["/5"] = moved("/6")
        line = refused(server.url("/0"), server.rules())

    assert line == "more than 5 redirects; add the last address"


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("file:///etc/passwd", "is no web address; use one with http:// or https://"),
        ("data:text/html,x", "is no web address; use one with http:// or https://"),
        ("javascript:alert(1)", "is no web address; use one with http:// or https://"),
        ("http://a:b@site.example/", "holds a user name or password; leave it out"),
        ("http://site.example:22/", "port 22 is not one of the web's"),
        ("http://0x7f000001/", "is no web address; write it as browsers show it"),
        ("//localhost/", "is no web address; write it as browsers show it"),
    ],
)
def test_a_redirect_is_checked_like_an_address_that_was_typed(to: str, reason: str) -> None:
    with serving() as server:
        server.answers["/"] = moved(to)

        line = refused(server.url("/"), server.rules())

    assert line.startswith("leads elsewhere: ")
    assert reason in line


def test_a_redirect_to_a_machine_inside_is_not_followed() -> None:
    def resolve(host: str, port: int) -> Sequence[Address]:
        return [LOOPBACK if host == "site.example" else ip_address("10.1.2.3")]

    with serving() as server:
        server.answers["/"] = moved(f"http://inside.example:{server.port}/")

        line = refused(server.url("/"), server.rules(resolve=resolve))

    assert "10.1.2.3 is not on the public internet" in line


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    asked: list[str] = []

    def rebinding(host: str, port: int) -> Sequence[Address]:
        asked.append(host)
        return [LOOPBACK if len(asked) == 1 else ip_address("10.1.2.3")]

    with serving() as server:
        server.answers["/"] = answer(b"x")

        assert fetch(server.url("/"), server.rules(resolve=rebinding)).raw == b"x"

    assert asked == ["site.example"]


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    two = [ip_address("127.0.0.2"), LOOPBACK]  # on the first nobody listens
    with serving() as server:
        server.answers["/"] = answer(b"x")
        rules = server.rules(resolve=lambda host, port: two, allowed=lambda address: True)

        assert fetch(server.url("/"), rules).raw == b"x"


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (answer(b"", status="404 Not Found"), "answered 404; check the address"),
        (answer(b"x", status="206 Partial"), "answered 206; check the address"),
        (answer(b"x" * (MEGABYTE + 1)), "is larger than 1 MB; split the document"),
        (answer(b"", length=10**12), "is larger than 1 MB; split the document"),
        (answer(gzip.compress(b"\0" * 20 * MEGABYTE), GZIP), "is larger than 1 MB; split"),
        (answer(gzip.compress(b"abc")[:-9], GZIP), "ends before its last byte; try again"),
        (answer(b"not packed", GZIP), "is not packed as it says; try again"),
        (answer(gzip.compress(b"a") * 2, GZIP), "goes on behind its end"),
        (answer(b"x", "Content-Encoding: br"), "is packed as 'br'; save it and add the file"),
        (answer(b"x", "Content-Encoding: gzip, gzip"), "is packed as 'gzip, gzip'"),
        (answer(b"x", length=9), "cannot be fetched"),
        (b"HTTP/1.1 200 OK\r\nA: " + b"x" * 200_000, "cannot be fetched"),
        (b"SSH-2.0-OpenSSH_9\r\n", "cannot be fetched"),
        (b"", "cannot be fetched"),
    ],
    ids=range(14),
)
def test_answers_that_are_refused(sent: bytes, reason: str) -> None:
    with serving() as server:
        server.answers["/"] = sent

        assert refused(server.url("/"), server.rules(most_bytes=MEGABYTE)).startswith(reason)


def test_of_a_bomb_little_more_than_the_limit_is_ever_held() -> None:
    with serving() as server:
        server.answers["/"] = answer(gzip.compress(b"\0" * 40 * MEGABYTE), GZIP)
        tracemalloc.start()
        try:
            refused(server.url("/"), server.rules(most_bytes=MEGABYTE))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak < 10 * MEGABYTE


def test_a_packed_document_is_unpacked() -> None:
    with serving() as server:
        server.answers["/a"] = answer(gzip.compress(b"a" * MEGABYTE), GZIP)
        server.answers["/b"] = answer(zlib.compress(b"b"), GZIP)
        rules = server.rules(most_bytes=MEGABYTE)

        assert fetch(server.url("/a"), rules).raw == b"a" * MEGABYTE
        assert fetch(server.url("/b"), rules).raw == b"b"


@pytest.mark.parametrize(
    "pieces",
    [
        [b"HTTP/1.1 200 OK\r\n", *[b"A: b\r\n"] * 500],
        [answer(b"", length=1000), *[b"x"] * 500],
        [b""] * 500,
    ],
    ids=["head", "body", "silence"],
)
def test_a_slow_drip_ends_with_the_time_that_the_whole_may_take(pieces: list[bytes]) -> None:
    with serving() as server:
        server.answers["/"] = dripping(pieces, 0.05)
        begin = time.monotonic()

        line = refused(server.url("/"), server.rules(whole=0.4))

    assert line == "took more than 0.4 s; try again, or save it and add the file"
    assert time.monotonic() - begin < 5


def test_a_resolver_that_hangs_is_left_behind() -> None:
    def hang(host: str, port: int) -> Sequence[Address]:
        time.sleep(3)
        return [LOOPBACK]

    begin = time.monotonic()

    assert refused("http://slow.example/", Rules(resolve=hang, whole=0.3)).startswith("took more")
    assert time.monotonic() - begin < 2.5


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate of site.example in one file."""
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    made = subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", "/CN=site.example", "-keyout", str(path)),
            *("-addext", "subjectAltName=DNS:site.example", "-out", f"{path}.crt"),
        ],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("openssl makes no certificate here")
    path.write_text(path.read_text() + Path(f"{path}.crt").read_text())
    return path


def test_certificates_are_those_of_the_name_though_the_address_is_connected_to(
    certificate: Path,
) -> None:
    serving_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving_side.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=str(certificate))
    with serving(serving_side) as server:
        server.answers |= {"/": answer(b"x"), "/down": moved(server.url("/"))}
        rules = server.rules(context=trusting)
        url = server.url("/").replace("http:", "https:")

        assert fetch(url, rules).raw == b"x"
        other = refused(url.replace("site", "other"), rules)
        stranger = refused(url, server.rules())
        down = refused(f"{url}down", rules)

    assert "certificate" in other.lower()
    assert "certificate" in stranger.lower()
    assert down.endswith("which is not encrypted; add that")


def test_nobody_listening_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    rules = Rules(
        ports=frozenset([port]), allowed=lambda one: True, resolve=lambda host, number: [LOOPBACK]
    )

    assert refused(f"http://site.example:{port}/", rules).startswith("cannot be fetched")
