"""Names of files made of titles and addresses: safe everywhere, and never one that is taken."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.documents.adding.names import MOST_BYTES, free_name, name_for, safe_name
from gbaqa.documents.metadata import ID


@given(st.text(max_size=300))
def test_any_title_makes_an_id_or_nothing(title: str) -> None:
    name = safe_name(title)

    assert name == "" or ID.fullmatch(name)
    assert PurePosixPath(name or "a").name == (name or "a")
    assert len(name.encode()) <= MOST_BYTES + len("document-")


@pytest.mark.parametrize(
    ("title", "url", "name"),
    [
        ("Card fees", "https://a.example/b", "card-fees"),
        ("", "https://a.example/tax/fees.html?x=1", "a-example-tax-fees"),
        ("", "https://a.example/", "a-example"),
        ("...", "", "document"),
        ("README", "", "document-readme"),
        ("glossary", "", "document-glossary"),
        ("CON", "", "document-con"),
        ("稅務：2024 年", "", "稅務-2024-年"),
        ("a\x00b\n../c", "", "a-b-c"),
    ],
)
def test_names_of_documents(title: str, url: str, name: str) -> None:
    assert name_for(title, url) == name


def test_a_name_that_is_taken_gets_the_next_number_whatever_the_case() -> None:
    assert free_name("fees", {"Fees", "fees-2", "other"}) == "fees-3"
