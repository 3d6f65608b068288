"""The address of whoever asks: the connection's, or what a trusted proxy says of it."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.web.guarding.proxies import told_by_proxies

TRUSTED = (ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
VISITOR = "203.0.113.7"


def asked(peer: str, *headers: tuple[str, str], scheme: str = "http") -> tuple[str, str, list[str]]:
    """Client, scheme, and the names of the headers that are left."""
    given_ones = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
    scope = {"type": "http", "client": (peer, 5), "scheme": scheme, "headers": given_ones}
    told = told_by_proxies(scope, TRUSTED)
    assert scope["headers"] == given_ones  # another's scope is left as it is
    return told["client"][0], told["scheme"], [name.decode() for name, _ in told["headers"]]


def client(peer: str, forwarded_for: str) -> str:
    return asked(peer, ("X-Forwarded-For", forwarded_for))[0]


def test_the_rightmost_hop_that_is_no_proxy_is_the_client() -> None:
    assert client("127.0.0.1", VISITOR) == VISITOR
    assert client("127.0.0.1", f"1.1.1.1, {VISITOR}") == VISITOR
    assert client("127.0.0.1", f"1.1.1.1, {VISITOR}, 10.2.3.4") == VISITOR
    assert client("10.9.9.9", f"[2001:db8::1]:443, {VISITOR}:8080") == VISITOR
    assert client("fd00::1", "2001:db8::17") == "2001:db8::17"
    assert client("::ffff:127.0.0.1", VISITOR) == VISITOR  # a socket that takes both


def test_hops_in_headers_of_their_own_are_one_list() -> None:
    headers = [("X-Forwarded-For", "1.1.1.1"), ("X-Forwarded-For", VISITOR)]
    assert asked("127.0.0.1", *headers)[0] == VISITOR


def test_where_all_hops_are_proxies_the_first_is_the_client() -> None:
    assert client("127.0.0.1", "10.0.0.1, 10.0.0.2") == "10.0.0.1"
    assert client("127.0.0.1", "") == "127.0.0.1"


@pytest.mark.parametrize(
    "garbage", ["unknown", "a.b.c.d", "127.0.0.1; rm", "1.2.3.4.5", "[::1", "é"]
)
def test_garbage_ends_the_search_and_is_never_a_client(garbage: str) -> None:
    assert client("127.0.0.1", f"{VISITOR}, {garbage}") == "127.0.0.1"
    assert client("127.0.0.1", f"{VISITOR}, {garbage}, 10.0.0.1") == "10.0.0.1"


def test_nobody_else_is_believed_and_nothing_of_it_reaches_the_app() -> None:
    claims = [
        ("X-Forwarded-For", "127.0.0.1"),
        ("Forwarded", "for=127.0.0.1"),
        ("X-Real-IP", "127.0.0.1"),
        ("X-Forwarded-Host", "evil.example"),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Prefix", "/evil"),
        ("X-Gradio-Server", "https://evil.example"),
        ("Accept", "*/*"),
    ]
    assert asked(VISITOR, *claims) == (VISITOR, "http", ["accept"])


def test_of_what_a_proxy_says_the_last_word_counts() -> None:
    says = [
        ("X-Forwarded-For", VISITOR),
        ("X-Forwarded-Proto", "http, HTTPS"),
        ("X-Forwarded-Host", "evil.example, gba.example.org"),
        ("X-Gradio-Server", "https://evil.example"),
    ]
    given_ones = [(name.lower().encode(), value.encode()) for name, value in says]
    scope = {"client": ("127.0.0.1", 5), "scheme": "http", "headers": given_ones}
    told = told_by_proxies(scope, TRUSTED)
    assert told["scheme"] == "https"
    assert told["headers"] == [
        (b"x-forwarded-proto", b"https"),
        (b"x-forwarded-host", b"gba.example.org"),
    ]


def test_a_scheme_that_is_none_is_not_taken() -> None:
    headers = [("X-Forwarded-Proto", "javascript")]
    assert asked("127.0.0.1", *headers) == ("127.0.0.1", "http", [])


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        (f"for={VISITOR}", VISITOR),
        (f'for="[2001:db8::17]:4711";proto=https, for={VISITOR};by=10.0.0.1', VISITOR),
        ('For="[2001:db8::17]:4711"', "2001:db8::17"),
        ("for=unknown", "127.0.0.1"),
        ("by=10.0.0.1", "127.0.0.1"),
        ("for=_hidden", "127.0.0.1"),
    ],
)
def test_the_formal_header_is_read_too(forwarded: str, expected: str) -> None:
    assert asked("127.0.0.1", ("Forwarded", forwarded))[0] == expected


def test_of_two_headers_that_differ_one_is_the_visitors_own() -> None:
    invented = [("X-Forwarded-For", VISITOR), ("Forwarded", "for=1.1.1.1")]
    assert asked("127.0.0.1", *invented)[0] == "127.0.0.1"
    agreeing = [("X-Forwarded-For", VISITOR), ("Forwarded", f"for={VISITOR}")]
    assert asked("127.0.0.1", *agreeing)[0] == VISITOR


def test_a_connection_without_an_address_is_nobodys() -> None:
    told = told_by_proxies({"client": None, "headers": [(b"x-forwarded-for", b"1.1.1.1")]}, TRUSTED)
    assert (told["client"], told["headers"]) == (None, [])


ADDRESSES = st.one_of(
    st.ip_addresses().map(str),
    st.sampled_from(["127.0.0.1", "10.1.2.3", "fd00::7"]),
    st.text(st.characters(max_codepoint=255, exclude_characters=","), max_size=12),
)


@given(st.lists(ADDRESSES, max_size=6), st.ip_addresses().map(str))
def test_what_a_visitor_writes_before_the_proxys_own_word_changes_nothing(
    written: list[str], visitor: str
) -> None:
    """The proxy appends the address that it sees; everything before was sent by the visitor."""
    if any(ip_address(visitor) in network for network in TRUSTED):
        return
    mapped = getattr(ip_address(visitor), "ipv4_mapped", None)
    expected = str(mapped or ip_address(visitor))
    assert client("127.0.0.1", ", ".join([*written, visitor])) == expected
