"""What may be set of visitors, and how a wrong setting is told."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from gbaqa.errors import SettingError
from gbaqa.settings import Settings
from gbaqa.web.guarding.policy import DEFAULT_RATE, Policy, read_policy
from gbaqa.web.guarding.rates import Rates


def test_with_nothing_set_local_names_are_known_and_every_client_is_counted() -> None:
    assert read_policy({}) == Policy(
        hosts=("localhost", "*.localhost"), origins=(), rate="600/minute", proxies=()
    )
    assert Settings.read({}).policy == read_policy({})


def test_all_that_can_be_set() -> None:
    read = read_policy(
        {
            "GBAQA_HOSTS": "GBA.example.org, *.example.net",
            "GBAQA_CORS_ORIGINS": "https://a.example http://localhost:3000,http://[::1]:80",
            "GBAQA_RATE": "5/Second",
            "GBAQA_TRUSTED_PROXIES": "127.0.0.1 10.1.0.0/16, fd00::/8",
        }
    )
    assert read == Policy(
        hosts=("localhost", "*.localhost", "gba.example.org", "*.example.net"),
        origins=("https://a.example", "http://localhost:3000", "http://[::1]:80"),
        rate="5/second",
        proxies=(ip_network("127.0.0.1"), ip_network("10.1.0.0/16"), ip_network("fd00::/8")),
    )


def test_a_sign_lets_in_any_host_and_a_word_stops_the_counting() -> None:
    read = read_policy({"GBAQA_HOSTS": "a.example,*", "GBAQA_RATE": "Off"})
    assert (read.hosts, read.rate) == (None, "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GBAQA_HOSTS", "https://example.org"),
        ("GBAQA_HOSTS", "example.org:8080"),
        ("GBAQA_HOSTS", "*.*.org"),
        ("GBAQA_CORS_ORIGINS", "*"),
        ("GBAQA_CORS_ORIGINS", "https://*.example.org"),
        ("GBAQA_CORS_ORIGINS", "http://example.org"),
        ("GBAQA_CORS_ORIGINS", "https://example.org/"),
        ("GBAQA_CORS_ORIGINS", "https://user@example.org"),
        ("GBAQA_CORS_ORIGINS", "https://[::1"),
        ("GBAQA_CORS_ORIGINS", "null"),
        ("GBAQA_CORS_ORIGINS", "javascript:alert(1)"),
        ("GBAQA_RATE", "0/minute"),
        ("GBAQA_RATE", "many"),
        ("GBAQA_RATE", "60"),
        ("GBAQA_TRUSTED_PROXIES", "proxy.example"),
        ("GBAQA_TRUSTED_PROXIES", "10.1.0.1/16"),
    ],
)
def test_what_cannot_be_meant_is_one_line_that_names_setting_and_value(
    name: str, value: str
) -> None:
    with pytest.raises(SettingError) as told:
        Settings.read({name: value})
    assert name in str(told.value)
    assert value in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("rate", [DEFAULT_RATE, "1/second", "9999999 / day", "3 /hour"])
def test_every_rate_that_may_be_set_can_be_counted(rate: str) -> None:
    assert Rates(read_policy({"GBAQA_RATE": rate}).rate).wait("203.0.113.7") == 0
