"""What a page shows beside an answer: quotes in their passages, and where to read on."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.answering.citing import cite
from gbaqa.answering.exporting import as_markdown
from gbaqa.answering.receipts import as_json
from gbaqa.types import Collection, Document, Evidence, Passage, Span
from gbaqa.web.chat.showing import (
    Pieces,
    assurance,
    original_address,
    shown,
    shown_citation,
    source_address,
    web_address,
)
from tests.web.scripted import COLLECTION, HOSTILE, KEY, QUOTE, SECOND, ScriptedAssistant

TEXT = "港珠澳大橋全長55公里。資訊科技很重要。"


def bridge(language: str = "zh-Hant") -> Collection:
    """One Chinese document of one passage."""
    document = Document("bridge", "大橋", TEXT, language=language, sha256="c" * 64)  # type: ignore[arg-type]
    passage = Passage("bridge#0000", "bridge", Span(0, len(TEXT)), ("長度",), document.language)
    return Collection({"bridge": document}, {"bridge#0000": passage})


def test_an_answers_quotes_stand_in_their_passages() -> None:
    exchange = ScriptedAssistant().ask("How many?")
    page = shown(exchange, COLLECTION)
    first, second, third = page["passages"]
    assert first == {
        "marker": 1,
        "passage_id": "people/alliance#0000",
        "headings": (),
        "language": "en",
        "pieces": {
            "before": f"Before [1] it: {HOSTILE}\n\n",
            "opening": "The alliance has ",
            "key": KEY,
            "closing": " < 5.",
            "after": f" {SECOND}\n\n- Macao\n- Zhuhai\n",
        },
        "simplified": None,
        "document": source_address("people/alliance", exchange.reply.citations[0].span),  # type: ignore[union-attr]
        "original": original_address("https://example.org/alliance?a=1&b=2", QUOTE, KEY),
    }
    assert second["pieces"]["opening"] == SECOND
    assert (second["pieces"]["key"], second["pieces"]["closing"]) == ("", "")
    assert (third["original"], page["assurance"]) == ("", "sure")
    assert page["markdown"] == as_markdown(as_json(exchange))


def test_without_an_answer_the_nearest_passages_stand_and_no_assurance() -> None:
    page = shown(ScriptedAssistant().ask("Any unicorn?"), COLLECTION)
    assert [one["pieces"]["opening"] for one in page["passages"]] == ["It rained."]
    assert page["assurance"] is None


@pytest.mark.parametrize(
    ("confidence", "level"),
    [(1.0, "sure"), (0.65, "sure"), (0.6499, "likely"), (0.6, "likely"), (0.5999, "unsure")],
)
def test_confidence_is_a_level(confidence: float, level: str) -> None:
    assert assurance(confidence) == level


def test_a_traditional_quote_comes_in_simplified_too_with_its_key() -> None:
    collection = bridge()
    (citation,) = cite([Evidence("bridge#0000", Span(0, 12), 1.0)], collection, keys=[Span(7, 11)])
    told = shown_citation(citation, collection)
    assert told.pieces == Pieces("", "港珠澳大橋全長", "55公里", "。", "資訊科技很重要。")
    assert told.simplified == Pieces("", "港珠澳大桥全长", "55公里", "。", "资讯科技很重要。")
    assert (told.language, told.headings) == ("zh-Hant", ("長度",))


def test_no_other_language_is_converted() -> None:
    collection = bridge("zh-Hans")
    (citation,) = cite([Evidence("bridge#0000", Span(0, 12), 1.0)], collection)
    assert shown_citation(citation, collection).simplified is None


@given(st.integers(0, 18), st.integers(1, 19), st.integers(0, 5), st.integers(1, 6))
def test_the_pieces_joined_are_the_passage(start: int, length: int, lead: int, key: int) -> None:
    collection = bridge()
    end = min(start + length, len(TEXT))
    found = Span(start, end)
    of_key = Span(start + lead, start + lead + key) if start + lead + key <= end else None
    (citation,) = cite([Evidence("bridge#0000", found, 1.0)], collection, keys=[of_key])
    pieces = shown_citation(citation, collection).pieces
    assert (
        "".join((pieces.before, pieces.opening, pieces.key, pieces.closing, pieces.after)) == TEXT
    )
    assert pieces.opening + pieces.key + pieces.closing == found.of(TEXT)
    assert pieces.key == (of_key.of(TEXT) if of_key else "")


def test_an_address_of_a_source_holds_any_id() -> None:
    assert source_address('a/b c?"<é', Span(3, 9)) == "source/a/b%20c%3F%22%3C%C3%A9?start=3&end=9"


@pytest.mark.parametrize(
    ("url", "quote", "expected"),
    [
        ("https://e.org/a", "", "https://e.org/a"),
        ("https://e.org/a#b", "It is so.", "https://e.org/a#b:~:text=It%20is%20so."),
        ("https://e.org/", "a-b, c&d", "https://e.org/#:~:text=a%2Db%2C%20c%26d"),
        (
            "https://e.org/",
            "one two three four five 6 7 8 9 10 eleven twelve thirteen fourteen fifteen sixteen",
            "https://e.org/#:~:text=one%20two%20three%20four%20five,"
            "twelve%20thirteen%20fourteen%20fifteen%20sixteen",
        ),
        ("javascript:alert(1)", "It is so.", ""),
        ("", "It is so.", ""),
    ],
)
def test_an_original_is_opened_at_the_quote(url: str, quote: str, expected: str) -> None:
    assert original_address(url, quote) == expected


def test_a_long_chinese_quote_is_found_by_its_ends() -> None:
    quote = "港珠澳大橋全長五十五公里連接香港珠海和澳門於二零一八年十月二十四日正式通車營運。"
    address = unquote(original_address("https://e.org/", quote))
    assert address == "https://e.org/#:~:text=港珠澳大橋全長五十五,十四日正式通車營運。"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a?b=1", "https://example.org/a?b=1"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_the_web_are_links(url: str, address: str) -> None:
    assert web_address(url) == address
