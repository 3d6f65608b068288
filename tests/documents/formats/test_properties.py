"""What a file says of itself becomes fields where it is credible, and nothing where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.documents.formats.packages import open_package
from gbaqa.documents.formats.properties import fields_of, office_fields
from gbaqa.documents.metadata import CHECKS
from tests.documents.formats import office

CORE = """<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc" xmlns:dcterms="urn:t">
<dc:title>Tax in Hengqin</dc:title><dc:creator>A. Person</dc:creator>
<dcterms:created>2020-01-02T00:00:00Z</dcterms:created>
<dcterms:modified>2024-05-03T00:00:00Z</dcterms:modified><dc:language>zh-CN</dc:language>
</cp:coreProperties>"""
APP = "<Properties xmlns='urn:p'><Company>Finance Bureau</Company></Properties>"


def test_fields_are_those_of_the_file() -> None:
    targets = {"r1": ("core-properties", "c.xml"), "r2": ("extended-properties", "a.xml")}
    parts = {"_rels/.rels": office.relations(targets), "c.xml": CORE, "a.xml": APP}
    package = open_package(office.packed(parts), name="a.docx", kind="DOCX")

    assert office_fields(package) == {
        "title": "Tax in Hengqin",
        "date": "2024-05-03",
        "language": "zh-Hans",
        "publisher": "Finance Bureau",
    }


@pytest.mark.parametrize(
    "title",
    [
        *("PowerPoint Presentation", "Microsoft Word - fees.doc", "Untitled", "untitled 2"),
        *("Document1", "Book 1", "fees_v2.DOCX", "Normal.dotm", "無標題", "演示文稿1", "12-3", "x"),
        *("Sem título 1", "Apresentação do PowerPoint", "PowerPoint 簡報", " ", "y" * 301),
    ],
)
def test_a_title_that_nobody_gave_is_none(title: str) -> None:
    assert fields_of(title=title) == {}


@pytest.mark.parametrize(
    "title",
    ["Tax", "Documents for visas", "Book of fees 2024", "稅務", "How to use PowerPoint well"],
)
def test_a_title_that_somebody_gave_is_one(title: str) -> None:
    assert fields_of(title=title) == {"title": title}


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        *(("en-GB", "en"), ("pt_BR", "pt"), ("zh-HK", "zh-Hant"), ("zh-TW", "zh-Hant")),
        *(("zh-MO", "zh-Hant"), ("zh-CN", "zh-Hans"), ("zh-SG", "zh-Hans"), ("zh", "")),
        *(("zh-Hant-HK", "zh-Hant"), ("fr", ""), ("", ""), ("english", "")),
    ],
)
def test_a_language_is_one_of_the_product_or_left_out(tag: str, language: str) -> None:
    assert fields_of(language=tag).get("language", "") == language


@pytest.mark.parametrize(
    ("changed", "made", "date"),
    [
        ("2024-05-03T10:00:00Z", "2020-01-01", "2024-05-03"),
        ("", "2020-01-01T00:00:00Z", "2020-01-01"),
        ("9999-01-01", "2020-01-01", "2020-01-01"),  # still to come
        ("2013-12-23T23:15:00Z", "", ""),  # of the empty file that python-docx begins with
        ("May 2024", "", ""),
    ],
)
def test_the_date_is_that_of_the_last_change(changed: str, made: str, date: str) -> None:
    assert fields_of(changed=changed, made=made).get("date", "") == date


@pytest.mark.parametrize("company", ["Microsoft", "Hewlett-Packard Company", "Home", "-", "HP Inc"])
def test_a_maker_of_machines_is_no_publisher(company: str) -> None:
    assert fields_of(company=company) == {}


@given(st.text(max_size=30), st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_whatever_a_file_says_passes_the_checks(
    title: str, changed: str, language: str, company: str
) -> None:
    found = fields_of(title=title, changed=changed, language=language, company=company)

    assert all(not CHECKS[field](str(text)) for field, text in found.items() if field in CHECKS)
