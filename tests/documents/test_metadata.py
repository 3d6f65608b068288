"""Front matter and sidecars: known fields with checked values, faults named by line and field."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from itertools import product
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.documents.metadata import read_fields, split_front_matter
from gbaqa.errors import DocumentError

FULL = """\
id: cities/001-tax.zh-Hant
title: "Tax: the 15% rate"
publisher: HKSAR
date: 2024-02-29
url: https://www.gov.hk/a?b=c
language: zh-Hant
topics: [tax, "人才"]
note: |
  One
source_language: fil
also: []
translation_of: cities/001-tax
"""


def fault(source: str) -> str:
    with pytest.raises(DocumentError) as caught:
        read_fields(source, name="a.md", first_line=2)
    return str(caught.value)


def accepted(source: str) -> bool:
    try:
        return bool(read_fields(source, name="a.md"))
    except DocumentError:
        return False


def test_every_known_field_is_read() -> None:
    assert read_fields(FULL, name="a.md") == {
        "id": "cities/001-tax.zh-Hant",
        "title": "Tax: the 15% rate",
        "publisher": "HKSAR",
        "date": "2024-02-29",
        "url": "https://www.gov.hk/a?b=c",
        "language": "zh-Hant",
        "topics": ("tax", "人才"),
        "note": "One\n",
        "source_language": "fil",
        "also": (),
        "translation_of": "cities/001-tax",
    }


@pytest.mark.parametrize("source", ["", "\n", "# a comment\n"])
def test_a_source_without_fields_has_none(source: str) -> None:
    assert read_fields(source, name="a.md") == {}


@pytest.mark.parametrize("null", ["", "~", "null", "Null", "NULL", "# a comment"])
@pytest.mark.parametrize("field", ["title", "publisher", "date", "translation_of", "topics"])
def test_a_field_that_is_null_is_left_out(field: str, null: str) -> None:
    assert read_fields(f"{field}: {null}\nnote: A", name="a.md") == {"note": "A"}


def test_null_in_a_list_is_left_out_and_in_quotation_marks_is_text() -> None:
    source = "title: 'null'\npublisher: \"~\"\ntopics: [tax, ~, 'null']"

    assert read_fields(source, name="a.md") == {
        "title": "null",
        "publisher": "~",
        "topics": ("tax", "null"),
    }


KNOWN = "id, title, publisher, date, url, language, note, source_language, translation_of"
WHEN = "YYYY, YYYY-MM or YYYY-MM-DD; leave the field out when the date is unknown"
PARTS = "letters, digits and - _ . in parts between slashes"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("title: A\nid: b\ntitle: C", "a.md:4: field 'title' is given twice; keep one"),
        ("id: b\nx: 1", f"a.md:3: unknown field 'x'; known are {KNOWN}, topics, also"),
        ("<<: {id: a}", f"a.md:2: unknown field '<<'; known are {KNOWN}, topics, also"),
        ("date: 2024-02-30", f"a.md:2: field 'date' is '2024-02-30', expected {WHEN}"),
        ("date: ''", f"a.md:2: field 'date' is '', expected {WHEN}"),
        ("x: null", f"a.md:2: unknown field 'x'; known are {KNOWN}, topics, also"),
        ("id: ~\nid: b", "a.md:3: field 'id' is given twice; keep one"),
        ("title: [a]", "a.md:2: field 'title' must be one value, not a list or mapping"),
        ("note: {a: b}", "a.md:2: field 'note' must be one value, not a list or mapping"),
        ("topics: tax", "a.md:2: field 'topics' must be a list, such as [tax, talent]"),
        ("also: [a, [b]]", "a.md:2: field 'also' must be a list, such as [tax, talent]"),
        ("title: ' '", "a.md:2: field 'title' is ' ', expected a title that is not empty; "
         "leave the field out otherwise"),
        ("id: ../x", f"a.md:2: field 'id' is '../x', expected {PARTS}"),
        ("id: /etc/passwd", f"a.md:2: field 'id' is '/etc/passwd', expected {PARTS}"),
        ("translation_of: a b", f"a.md:2: field 'translation_of' is 'a b', expected {PARTS}"),
        ("url: javascript:alert(1)", "a.md:2: field 'url' is 'javascript:alert(1)', "
         "expected an address with http or https"),
        ("language: fr", "a.md:2: field 'language' is 'fr', "
         "expected one of en, zh-Hant, zh-Hans, pt"),
        ("- a", "a.md:2: front matter must be lines of 'field: value'"),
        ("words", "a.md:2: front matter must be lines of 'field: value'"),
        ("? [a, b]\n: c", "a.md:2: a field's name must be one word, such as title"),
        ('note: a\ntitle: "\\ud800"', "a.md:3: field 'title' holds half a character; write it out"),
        ('topics: ["\\udfff"]', "a.md:2: field 'topics' holds half a character; write it out"),
    ],
)  # fmt: skip
def test_a_fault_names_the_file_the_line_and_the_field(source: str, message: str) -> None:
    assert fault(source) == message


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("id: a\ntitle: b: c", 3),
        ("id: a\ntopics: [b\n", 4),
        ("title: *nobody", 2),
        ("id: a\n\ttitle: b", 3),
        ("id: a\n--- \nid: b", 3),
        ("title: a\x07b", 2),
    ],
)
def test_what_is_not_yaml_is_named_in_one_line(source: str, line: int) -> None:
    message = fault(source)

    assert message.startswith(f"a.md:{line}: not YAML: ")
    assert "\n" not in message


@pytest.fixture
def west_of_all(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine at UTC-12: where the day is furthest ahead, it is always a later day."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "WEST+12")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("west_of_all")
def test_today_is_that_of_the_zone_furthest_ahead_and_tomorrow_is_refused() -> None:
    today = datetime.now(timezone(timedelta(hours=14))).date()
    tomorrow = (today + timedelta(days=1)).isoformat()

    assert read_fields(f"date: {today}", name="a.md") == {"date": today.isoformat()}
    assert fault(f"date: {tomorrow}") == (
        f"a.md:2: field 'date' is '{tomorrow}', expected a date that is not in the future"
    )


@given(st.dates(max_value=date(2025, 1, 1)), st.sampled_from([4, 7, 10]))
def test_a_day_of_the_past_is_accepted_at_every_precision(day: date, length: int) -> None:
    text = day.isoformat()[:length]

    assert read_fields(f"date: {text}", name="a.md") == {"date": text}


@given(st.integers(1900, 2024), st.integers(0, 15), st.integers(0, 35))
def test_a_date_is_accepted_when_the_calendar_has_it(year: int, month: int, day: int) -> None:
    try:
        known = bool(date(year, month, day))
    except ValueError:
        known = False

    assert accepted(f"date: {year}-{month:02}-{day:02}") is known


@pytest.mark.parametrize(
    "text",
    ["24", "2024-1-1", "20240101", "２０２４", "2024-02-", "0000", "2024-01-01T00:00", "yes"],
)
def test_another_way_to_write_a_date_is_refused(text: str) -> None:
    assert not accepted(f"date: '{text}'")


def test_an_id_of_any_five_signs_stays_below_its_folder() -> None:
    ids = ["".join(signs) for signs in product("a/.-", repeat=5)]
    taken = [text for text in ids if accepted(f"id: '{text}'")]
    astray = [text for text in taken if PurePosixPath(text).is_absolute() or ".." in text]

    assert {"aaaaa", "a/a-a", "a.a/a"} <= set(taken)
    assert astray == []
    assert [text for text in taken if re.search(r"(^|/)([./-]|$)", text)] == []


@pytest.mark.parametrize("text", ["001-a", "城市/深圳", "a_b.c-d", "a/b/c", "001.zh-Hant"])
def test_letters_digits_and_folders_serve_as_an_id(text: str) -> None:
    assert read_fields(f"id: {text}", name="a.md") == {"id": text}


@pytest.mark.parametrize("text", ["", "a b", "a#0001", "a\\b", "a:b", "a\nb", "c:/x", "a?b", "<a>"])
def test_other_signs_do_not_serve_as_an_id(text: str) -> None:
    assert not accepted(f"id: {text!r}".replace("\\\\", "\\"))


@pytest.mark.parametrize("url", ["https://a.hk", "http://a.hk/河套?b=c#d", ""])
def test_an_address_of_the_web_is_accepted(url: str) -> None:
    assert read_fields(f"url: '{url}'", name="a.md") == {"url": url}


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,a", "//a.hk", "https://", "https://a b", "ftp://a",
            "JavaScript:alert(1)//https://a.hk", 'https://a"onclick=b', "https://a<b"],
)  # fmt: skip
def test_another_address_is_refused(url: str) -> None:
    assert not accepted(f"url: '{url}'")


def bomb(opening: str) -> str:
    """Nine levels of ten aliases each: a thousand million words, were they written out."""
    levels = [f"  - &x{level} [{', '.join([f'*x{level - 1}'] * 10)}]" for level in range(1, 10)]
    return "\n".join([opening, "  - &x0 [lol]", *levels])


def test_aliases_of_aliases_are_refused_unopened() -> None:
    assert fault(bomb("topics:")) == (
        "a.md:2: field 'topics' must be a list, such as [tax, talent]"
    )
    assert fault(bomb("?") + "\n: a") == ("a.md:3: a field's name must be one word, such as title")


def test_an_alias_of_itself_and_a_deep_nest_are_refused() -> None:
    assert fault("topics: &x [*x]") == (
        "a.md:2: field 'topics' must be a list, such as [tax, talent]"
    )
    assert fault("topics: " + "[" * 1000) == (
        "a.md:2: lists within lists, too deep to read; write 'field: value'"
    )


def test_a_tag_makes_nothing_but_text() -> None:
    source = "title: !!python/object/apply:os.getcwd []"

    assert fault(source) == "a.md:2: field 'title' must be one value, not a list or mapping"
    assert read_fields("title: !!int '7'\nnote: yes", name="a.md") == {"title": "7", "note": "yes"}


LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@given(st.lists(st.text("abc: 河😀-", max_size=6), max_size=3), st.text(max_size=20), LINE_ENDS)
def test_text_begins_right_behind_the_front_matter(
    lines: list[str], body: str, line_end: str
) -> None:
    lines = [line for line in lines if line.rstrip() != "---"]
    body = body.lstrip("\n")  # with a fence's carriage return it would end one line, not two
    source = "".join(line + line_end for line in lines)
    raw = f"---{line_end}{source}---{line_end}{body}"

    found, begin = split_front_matter(raw, name="a.md")

    assert (found, raw[begin:]) == (source, body)


@pytest.mark.parametrize(
    "raw", ["", "text", "----\n", " ---\nid: a\n---\n", "# A\n---\nid: a\n---\n"]
)
def test_a_text_without_front_matter_begins_at_its_start(raw: str) -> None:
    assert split_front_matter(raw, name="a.md") == ("", 0)


def test_a_fence_may_carry_white_space_and_end_the_file() -> None:
    assert split_front_matter("--- \nid: a\n---\t", name="a.md") == ("id: a\n", 15)
