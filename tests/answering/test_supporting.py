"""A sentence is supported when its quotes have its numbers, names, denials and most words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaqa.answering.writing.splitting import sentences
from gbaqa.answering.writing.supporting import Support
from gbaqa.answering.writing.writing import faults_of_written
from gbaqa.documents.reading import read_corpus
from gbaqa.types import Citation, Language, Sentence, Span, Term
from tests.answering.supported import CORPUS, language, pairs, restated, swapped
from tests.fakes import BagOfWordsEncoder

if TYPE_CHECKING:
    from gbaqa.types import Vectors

NAMES = (
    Term("Hong Kong", "香港", "香港", "Hong Kong", ("HKSAR",), "place"),
    Term("Macao", "澳門", "澳门", "Macau", ("Macau",), "place"),
    Term("Zhuhai", "珠海", "珠海", "Zhuhai", (), "place"),
    Term("Shenzhen", "深圳", "深圳", "Shenzhen", (), "place"),
    Term("Hengqin", "橫琴", "横琴", "Hengqin", (), "zone"),
    Term("Greater Bay Area", "大灣區", "大湾区", "Grande Baía", ("GBA",), "zone"),
    Term(
        "Hong Kong-Zhuhai-Macao Bridge",
        "港珠澳大橋",
        "港珠澳大桥",
        "Ponte Hong Kong-Zhuhai-Macau",
        ("HZMB",),
        "transport",
    ),
)
SUPPORT = Support(NAMES)
BRIDGE = "The Hong Kong-Zhuhai-Macao Bridge opened to traffic on 24 October 2018 and is 55 km long."
BRIDGE_ZH = "港珠澳大橋於2018年10月24日通車，全長55公里。"
STAY = "A Guangdong vehicle may stay in Hong Kong for up to three days and does not need a permit."
LANES = "The road has six lanes in Hong Kong and four lanes in Macao, said Mary Chan in May 2023."
FEW = "too few of its words are in its quotes"
GDP = "The GDP of the Greater Bay Area was over 14 trillion yuan in 2023, up 5 per cent."


def unheld(name: str) -> str:
    return f"the name {name} is in none of its quotes"


@pytest.mark.parametrize(
    ("text", "quote", "language"),
    [
        ("The Hong Kong-Zhuhai-Macao Bridge opened to traffic in October 2018.", BRIDGE, "en"),
        ("The HZMB is 55 kilometres long.", BRIDGE, "en"),
        ("The Hong Kong-Zhuhai-Macao Bridge opened in 2018.", BRIDGE_ZH, "en"),
        ("港珠澳大橋全長55公里。", BRIDGE_ZH, "zh-Hant"),
        ("港珠澳大桥于2018年10月24日通车。", BRIDGE_ZH, "zh-Hans"),
        ("港珠澳大橋於2018年10月開通，長55公里。", BRIDGE, "zh-Hant"),
        ("A Ponte Hong Kong-Zhuhai-Macau abriu ao tráfego em Outubro de 2018.", BRIDGE, "pt"),
        ("A vehicle may stay in Hong Kong for up to 3 days.", STAY, "en"),
        ("A Guangdong vehicle does not need a permit.", STAY, "en"),
        ("The road has 4 lanes in Macao.", LANES, "en"),
        ("Mary Chan said that the road has six lanes in Hong Kong.", LANES, "en"),
        ("The GDP of the GBA was over 14 trillion yuan in 2023.", GDP, "en"),
    ],
)
def test_what_a_quote_says_is_supported(text: str, quote: str, language: Language) -> None:
    assert SUPPORT.unsupported(text, [quote], language) is None


@pytest.mark.parametrize(
    ("text", "quote", "language", "reason"),
    [
        ("The HZMB is 50 km long.", BRIDGE, "en", "the number 50 km is in none of its quotes"),
        (
            "The HZMB opened to traffic on 24 November 2018.",
            BRIDGE,
            "en",
            "the number 24 November 2018 is in none of its quotes",
        ),
        (
            "港珠澳大橋全長五十六公里。",
            BRIDGE,
            "zh-Hant",
            "the number 五十六公里 is in none of its quotes",
        ),
        (
            "A Ponte Hong Kong-Zhuhai-Macau abriu em Maio de 2018.",
            BRIDGE,
            "pt",
            "the number Maio de 2018 is in none of its quotes",
        ),
        (
            "The GDP of the GBA was 14 trillion yuan in 2023.",
            "The GDP of the GBA was over 14 trillion yuan in 2023.",
            "en",
            "the number 14 trillion yuan is in none of its quotes",
        ),
        (
            "The GDP of the GBA was 14 trillion yuan in 2023.",
            "The GDP of the GBA was 14.79 trillion yuan in 2023.",
            "en",
            "the number 14 trillion yuan is in none of its quotes",
        ),
        (
            "A HZMB tem 1.300 km.",
            "The HZMB is 1.3 km long.",
            "pt",
            "the number 1.300 km is in none of its quotes",
        ),
        ("It links Shenzhen and Macao.", BRIDGE, "en", unheld("shenzhen")),
        ("The bridge is in shenzhen.", BRIDGE, "en", unheld("shenzhen")),
        ("Peter Chan said the road has six lanes.", LANES, "en", unheld("peter chan")),
        ("KPMG said the road has six lanes.", LANES, "en", unheld("kpmg")),
        ("深圳大橋全長55公里。", BRIDGE_ZH, "zh-Hant", unheld("深圳")),
        ("A ponte fica em Lisboa.", BRIDGE, "pt", unheld("lisboa")),
        (
            "The road has four lanes in Hong Kong and six lanes in Macao.",
            LANES,
            "en",
            "its quotes say four of something else",
        ),
        ("A Guangdong vehicle needs a permit.", STAY, "en", "its quotes deny that"),
        (
            "A Guangdong vehicle may not stay in Hong Kong.",
            STAY,
            "en",
            "its quotes do not deny that",
        ),
        (
            "The road (the HZMB) is not 55 km.",
            "The road (the HZMB) is 55 km.",
            "en",
            "its quotes do not deny that",
        ),
        ("港珠澳大橋沒有通車。", BRIDGE_ZH, "zh-Hant", "its quotes do not deny that"),
        ("A Ponte Hong Kong-Zhuhai-Macau não abriu.", BRIDGE, "pt", "its quotes do not deny that"),
        ("The bridge closed in 2018.", BRIDGE, "en", 'its quotes say the opposite of "closed"'),
        ("The bridge was painted green by happy students.", BRIDGE, "en", FEW),
        ("It is.", BRIDGE, "en", FEW),
    ],
)
def test_what_no_quote_says_is_told_in_plain_words(
    text: str, quote: str, language: Language, reason: str
) -> None:
    assert SUPPORT.unsupported(text, [quote], language) == reason


def test_a_number_and_a_name_of_different_quotes_make_no_claim() -> None:
    quotes = ["The Shenzhen port has a new hall.", "The Zhuhai port has 14 gates."]
    assert SUPPORT.unsupported("The Zhuhai port has 14 gates.", quotes, "en") is None
    assert SUPPORT.unsupported("The Shenzhen port has 14 gates.", quotes, "en") == (
        "its quotes say 14 of something else"
    )


@pytest.mark.parametrize(
    ("text", "quote", "number"),
    [
        ("The north has 5 parks and the south has 5 parks.",
         "The north has 5 parks and the south has 7 parks.", "5"),
        ("It has two parts: (2) parks and (2) schools.",
         "It has two parts: (1) parks and (2) schools.", "2"),
        ("It has parts: (9) parks and (2) schools, as of 9 May 2024.",
         "It has parts: (1) parks and (2) schools, as of 9 May 2024.", "9"),
        ("It covers 56,000 square kilometres.", "It covers 55,950 square kilometres.",
         "56,000 square kilometres"),
        ("It was open in 2022-26.", "It was open in 2022-23.", "2022-26"),
        ("It was open on 0 May 2024.", "It was open on 9 May 2024.", "0 May 2024"),
    ],
)  # fmt: skip
def test_a_number_is_there_as_often_and_as_exactly(text: str, quote: str, number: str) -> None:
    reason = SUPPORT.unsupported(text, [quote], "en")
    assert reason == f"the number {number} is in none of its quotes"
    assert SUPPORT.unsupported(quote, [quote], "en") is None


def test_without_words_in_common_an_encoder_refuses_what_counting_lets_pass() -> None:
    quote = "The road with lanes was long and the hall with gates was wide."
    far = Support(NAMES, _Opposite())
    assert SUPPORT.unsupported("The road was long.", [quote], "en") is None
    assert far.unsupported("The road was long.", [quote], "en") == (
        "its quotes speak of something else"
    )
    assert Support(NAMES, BagOfWordsEncoder()).unsupported(quote, [quote], "en") is None


class _Opposite(BagOfWordsEncoder):
    """Tells that the first text is like none of the others."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = super().encode(texts)
        vectors[0] *= -1
        return vectors


@given(st.integers(0, 99_999), st.integers(0, 99_999))
@settings(max_examples=60, deadline=None)
def test_a_number_passes_only_where_the_quote_has_it(said: int, held: int) -> None:
    quote = f"The port in Zhuhai has {held:,} gates."
    reason = SUPPORT.unsupported(f"The port in Zhuhai has {said:,} gates.", [quote], "en")
    assert (reason is None) == (said == held)


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_whatever_is_written_is_judged_and_never_raises(text: str) -> None:
    for one in sentences(text + " [1]", "en"):
        reason = SUPPORT.unsupported(one.text, [BRIDGE, BRIDGE_ZH], "en")
        if reason is None:
            assert not re.search(r"[<>`]", one.text)


@pytest.fixture(scope="module")
def dev() -> Support:
    return Support(read_corpus(CORPUS).glossary)


def test_no_changed_number_unit_or_name_of_the_dev_evidence_passes(dev: Support) -> None:
    few = [
        case
        for case in swapped(pairs()[::24], read_corpus(CORPUS).glossary)
        if case.kind.startswith(("a number", "a unit", "a name"))
    ]
    passed = [one for one in few if not dev.unsupported(one.text, one.quotes, language(one.text))]
    assert len(few) > 50
    assert passed == []


def test_the_dev_evidence_supports_itself(dev: Support) -> None:
    few = [case for case in restated(pairs()) if case.kind.startswith("the same")][::20]
    assert len(few) > 20
    assert {dev.unsupported(one.text, one.quotes, language(one.text)) for one in few} == {None}


def citation(marker: int, quote: str) -> Citation:
    return Citation(marker, "d", "d#0001", Span(0, len(quote)), quote, "0" * 64, "T", "P", "", "")


def test_a_written_answer_is_replayed_without_an_encoder() -> None:
    cited = (citation(1, BRIDGE), citation(2, LANES))
    good = {"text": "The HZMB is 55 km long.", "markers": [1]}
    bad = {"text": "The HZMB is 56 km long.", "markers": [1]}
    other = {"text": "The HZMB is 55 km long.", "markers": [2]}
    unknown = {"text": "The HZMB is 55 km long.", "markers": [3]}

    def faults(*told: object) -> list[str]:
        written = {"model": "small", "sentences": [*told], "dropped": []}
        return faults_of_written(written, cited, language="en", support=SUPPORT)

    assert faults(good) == []
    assert faults(good, bad, other, unknown) == [
        "written sentence 2: the number 56 km is in none of its quotes",
        "written sentence 3: the number 55 km is in none of its quotes",
        "written sentence 4: marker [3] was not offered",
    ]


@pytest.mark.parametrize(
    "written",
    [
        None,
        [],
        {"model": "small"},
        {"model": "small", "sentences": ["It is."], "dropped": []},
        {"model": "small", "sentences": [{"text": "It.", "markers": [True]}], "dropped": []},
        {"model": "small", "sentences": [{"text": 1, "markers": [1]}], "dropped": []},
        {"model": "small", "sentences": [], "dropped": [{"text": "It."}]},
    ],
)
def test_what_is_no_written_answer_is_one_fault(written: object) -> None:
    assert faults_of_written(written, (), language="en", support=SUPPORT) == [
        "written must be an object of model, sentences and dropped, as gbaqa ask prints it"
    ]


@pytest.mark.parametrize(
    ("written", "language", "expected"),
    [
        ("A [1]. B [2][3].", "en", (Sentence("A.", (1,)), Sentence("B.", (2, 3)))),
        ("It is. [1] It was. [2]", "en", (Sentence("It is.", (1,)), Sentence("It was.", (2,)))),
        ("它在。[1]它走【2】。", "zh-Hant", (Sentence("它在。", (1,)), Sentence("它走。", (2,)))),
        ("1. It is [1, 2].", "en", (Sentence("It is.", (1, 2)),)),
        ("A is 5 [1] and B is 6 [2].", "en", (Sentence("A is 5 and B is 6.", (1, 2)),)),
        ("Nothing here", "en", (Sentence("Nothing here", ()),)),
        ("...\n--", "en", ()),
    ],
)
def test_a_text_is_cut_into_sentences_with_their_markers(
    written: str, language: Language, expected: tuple[Sentence, ...]
) -> None:
    assert sentences(written, language) == expected
