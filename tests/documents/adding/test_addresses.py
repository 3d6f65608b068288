"""No notation of an address, no name and no wrapping leads to a machine that is not public."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.documents.adding.addresses import Address, Place, checked, is_public, place_of
from gbaqa.documents.adding.fetching import Rules, fetch
from gbaqa.errors import DocumentError

PRIVATE = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.254
169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.0.1
198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1
255.255.255.255 168.63.129.16
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:127.0.0.1 64:ff9b::7f00:1
64:ff9b::a9fe:a9fe 64:ff9b:1::808:808 100::1 2001::1 2001:0:7f00:1:: 2001:2::1 2001:10::1
2001:20::1 2001:db8::1
2002:7f00:1:: 2002:a00:1:: 2002:a9fe:a9fe:: 2002:c0a8:1:: 3fff::1 3ffe::1 5f00::1 fc00::1
fd12:3456::1 fe80::1 fec0::1 ff02::1 4000::1
""".split()
PUBLIC = """
8.8.8.8 1.1.1.1 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.167.255.255 198.17.0.1
223.255.255.255 2606:4700::1111 2a00:1450::1 2002:808:808:: 64:ff9b::808:808 2400:cb00::1
""".split()


@pytest.mark.parametrize("text", PRIVATE)
def test_addresses_that_are_not_public(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_addresses_that_are_public(text: str) -> None:
    assert is_public(ip_address(text))


@given(st.ip_addresses())
def test_what_the_standard_library_knows_is_not_global_is_not_public(address: Address) -> None:
    nat64 = address in ip_network("64:ff9b::/96") if isinstance(address, IPv6Address) else False
    tunnel = isinstance(address, IPv6Address) and address.sixtofour is not None

    if is_public(address) and not (nat64 or tunnel):
        assert address.is_global
        assert not address.is_multicast


# Some resolvers read these as 127.0.0.1, 169.254.169.254 or 10.0.0.1; some parsers see another host
TRICKS = [
    *("http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://017700000001/"),
    *("http://0177.0.0.1/", "http://0x7f.0.0.1/", "http://127.1/", "http://127.0.1/", "http://0/"),
    *("http://127.0.0.1./", "http://127.000.000.001/", "http://1.2.3.4.5/", "http://256.1.1.1/"),
    *(
        "http://①②⑦.⓪.⓪.①/",
        "http://１２７.0.0.1/",
        "http://127%2E0%2E0%2E1/",
    ),
    *(
        "http://localhost/",
        "http://localhost./",
        "http://intranet/",
        "http://a..b/",
        "http://.a.b/",
    ),
    *("http://[::1/", "http://[fe80::1%25eth0]/", "http://[::ffff:127.0.0.1%251]/", "http://::1/"),
    *("http://user@example.org/", "http://a:b@example.org/", "http://@example.org/"),
    *(
        "http://example.org@127.0.0.1/",
        "http://example.org%40127.0.0.1/",
        "http://example.org\\@a.b/",
    ),
    *("http:\\\\127.0.0.1/", "http://example.org\\.evil.org/", "http:///127.0.0.1/", "http:/a.b"),
    *("http://example.org\n.evil.org/", "http://exa\tmple.org/", "http://example.org\r\nHost: x/"),
    *(" http://example.org/", "http://example.org/\u2028", "http://example.org/\x00", "http://"),
    *(
        "file:///etc/passwd",
        "ftp://a.b/",
        "data:text/html,x",
        "javascript:alert(1)",
        "gopher://a.b/",
    ),
    *("//example.org/", "httpx://a.b/", "http:a.b", "dict://a.b:11211/", "jar:http://a.b!/", ""),
    *("http://example.org:22/", "http://example.org:0/", "http://example.org:99999/"),
    *("http://example.org:6379/", "http://example.org:8a/", "http://example.org:-80/"),
    "http://example.org/" + "a" * 2000,
]


@pytest.mark.parametrize("text", TRICKS, ids=range(len(TRICKS)))
def test_what_is_no_plain_web_address_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(DocumentError) as caught:
        place_of(text)

    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("http://example.org", Place("http", "example.org", 80, "/")),
        (
            "HTTPS://EXAMPLE.org./a b".replace(" ", "%20"),
            Place("https", "example.org.", 443, "/a%20b"),
        ),
        ("https://example.org:8443/?q=@a", Place("https", "example.org", 8443, "/?q=@a")),
        ("http://8.8.8.8/x#y", Place("http", "8.8.8.8", 80, "/x")),
        ("http://[2606:4700:0::1111]/", Place("http", "2606:4700::1111", 80, "/")),
        ("http://bücher.example/", Place("http", "xn--bcher-kva.example", 80, "/")),
        ("http://gооgle.example/", Place("http", "xn--ggle-55da.example", 80, "/")),  # Cyrillic
        ("http://香港.example/稅", Place("http", "xn--j6w193g.example", 80, "/%E7%A8%85")),
    ],
)
def test_plain_web_addresses_in_their_parts(text: str, place: Place) -> None:
    assert place_of(text) == place


def test_one_address_that_is_not_public_is_enough_to_refuse_a_name() -> None:
    place = place_of("http://rebinding.example/")
    found = [ip_address("8.8.8.8"), ip_address("10.0.0.1")]

    with pytest.raises(DocumentError, match=r"10\.0\.0\.1 is not on the public internet"):
        checked(place, found, is_public)


@pytest.mark.parametrize(
    "host",
    [
        "metadata.google.internal",
        "127.0.0.1.nip.example",
        "[::ffff:7f00:1]",
        "169.254.169.254",
        "127。0。0。1",
    ],
)
def test_names_and_numbers_that_lead_inside_are_not_asked(host: str) -> None:
    def resolve(name: str, port: int) -> Sequence[Address]:
        inside = {
            "metadata.google.internal": "169.254.169.254",
            "127.0.0.1.nip.example": "127.0.0.1",
        }
        return [ip_address(inside.get(name, name))]

    with pytest.raises(DocumentError, match="is not on the public internet; save the document"):
        fetch(f"http://{host}/", Rules(resolve=resolve))


def test_a_name_that_does_not_exist_is_told() -> None:
    def resolve(name: str, port: int) -> Sequence[Address]:
        raise socket.gaierror("no such name")

    with pytest.raises(DocumentError, match="no machine has this name; check the address"):
        fetch("http://nowhere.example/", Rules(resolve=resolve))
