"""The reason for "not found" is of one kind, and said in the question's own words."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.answering.evidence import Candidate
from gbaqa.answering.refusing import Refusal, refusal
from gbaqa.answering.refusing.typed import Typed
from gbaqa.answering.refusing.wordings import SENTENCES, say
from gbaqa.retrieval.translating.words import Word
from gbaqa.text.scripts import language_of
from gbaqa.text.terms import asked_terms
from gbaqa.types import (
    LANGUAGES,
    Collection,
    Document,
    Language,
    Passage,
    Query,
    Reason,
    Span,
    Term,
)
from gbaqa.types import Evidence as Found
from tests.answering.candidates import candidate

EXAM = "The first Harbour Law Examination was held in July 2021."
FEES = "The Academy charges a fee of 100 dollars."
SPEND = "Nansha tax revenue was 20 million yuan in 2021."
SPEND_LATER = "Nansha tax revenue was 30 million yuan in 2023."
NETWORK = "Macao joined the air quality network in September 2014."
ALLIANCES = (
    Term("Harbour Building Alliance", "海港建築聯盟", "海港建筑联盟", "", kind="body"),
    Term("Bay Logistics Alliance", "海灣物流聯盟", "海湾物流联盟", "", kind="body"),
    Term("Inner Lake Alliance", kind="body"),
    Term("alliance", "聯盟", "联盟", "aliança", kind="term"),
)
BUILDING = "The Harbour Building Alliance was set up in May."
LOGISTICS = "The Bay Logistics Alliance was set up in June."


def told(
    question: str,
    *quotes: str,
    cosine: float = 0.7,
    language: Language | None = None,
    wording: str = "",
    words: Sequence[Word] = (),
    glossary: Sequence[Term] = (),
    confidence: float = 0.0,
) -> Refusal:
    """The refusal of a question, each quote being the whole of one English document."""
    documents = {f"d{place}": Document(f"d{place}", "", text) for place, text in enumerate(quotes)}
    passages = {
        f"{name}#0000": Passage(f"{name}#0000", name, Span(0, len(one.text)), (), "en")
        for name, one in documents.items()
    }
    text = wording or question
    return refusal(
        Query(question, language or language_of(question)),
        candidates_of(documents, cosine),
        Collection(documents, passages),
        wanted=dict.fromkeys(asked_terms(text), 2.0),
        wording=text,
        words=words,
        glossary=tuple(glossary),
        confidence=confidence,
    )


def candidates_of(documents: Mapping[str, Document], cosine: float) -> list[Candidate]:
    return [
        candidate(
            Found(f"{name}#0000", Span(0, len(one.text)), 1.0 - place / 10),
            document=one,
            cosine=cosine,
            kind_met=True,
        )
        for place, (name, one) in enumerate(documents.items())
    ]


def first(found: Refusal) -> str:
    return found.nearest[0].passage_id


@pytest.mark.parametrize(
    ("question", "language", "text"),
    [
        ("Who painted the Mona Lisa?", "en", "Nothing about this was found in the documents."),
        ("誰畫了蒙娜麗莎？", "zh-Hant", "在文件中找不到與此有關的內容。"),
        ("谁画了蒙娜丽莎？", "zh-Hans", "在文件中找不到与此有关的内容。"),
        ("Quem pintou a Mona Lisa?", "pt", "Nada se encontrou sobre isto nos documentos."),
    ],
)
def test_a_question_that_nothing_comes_near_is_told_so_in_its_language(
    question: str, language: Language, text: str
) -> None:
    found = told(question, EXAM, cosine=0.2, language=language)
    assert found.reason == Reason("nothing-near", text)
    assert [one.passage_id for one in found.nearest] == ["d0#0000"]


def test_no_candidate_at_all_is_nothing_near() -> None:
    assert told("Who painted it?") == Refusal(
        Reason("nothing-near", "Nothing about this was found in the documents."), ()
    )


def test_a_passage_with_most_of_the_words_is_near_whatever_its_cosine() -> None:
    assert told("Harbour Law Examination fee", EXAM, cosine=0.1).reason.kind == "attribute"


def test_what_is_spoken_of_and_what_is_missing_are_the_words_as_typed() -> None:
    found = told("How much does it COST to enter the harbour law examinations?", EXAM)
    assert found.reason == Reason(
        "attribute",
        "The nearest passage [1] speaks of “harbour law examinations”, but no match for "
        "“COST to enter” was found in it.",
        markers=(1,),
    )


def test_a_word_that_another_of_the_nearest_holds_is_missed_less() -> None:
    question = "examination fee or deadline"
    assert "for “fee or deadline”" not in told(question, EXAM).reason.text
    assert "no match for “fee”" in told(question, EXAM).reason.text
    assert "no match for “deadline”" in told(question, EXAM, FEES).reason.text


def test_a_passage_with_every_word_may_still_not_answer() -> None:
    assert told("Harbour Law Examination held?", EXAM).reason.text == (
        "The nearest passage [1] speaks of “Harbour Law Examination held”, but it is not certain "
        "that it answers the question."
    )


def test_words_far_apart_in_the_passage_are_no_phrase_of_it() -> None:
    apart = "The examination is old, and as everybody in this whole town can tell, law changes."
    assert "speaks of “law”, but" in told("law examination fee", apart).reason.text
    assert "speaks of “law examination”, but" in told("law examination fee", EXAM).reason.text


def test_a_misspelt_word_is_shown_as_it_was_typed() -> None:
    right = "the penalty at the Law Examination"
    found = told(right.replace("penalty", "pennalty"), EXAM, wording=right)
    assert "no match for “pennalty”" in found.reason.text


def test_only_the_sentence_that_asks_tells_what_is_missing() -> None:
    found = told("I am a German engineer in Lisbon. What is the Law Examination fee?", EXAM)
    assert "no match for “fee”" in found.reason.text


def test_another_name_in_the_glossary_says_the_same() -> None:
    hlex = Term("Harbour Law Examination", aliases=("HLEX",), kind="scheme")
    assert "“HLEX”, but no match for “fee”" in told("HLEX fee", EXAM, glossary=[hlex]).reason.text
    assert "for “HLEX fee”" in told("HLEX fee", EXAM).reason.text


def test_a_chinese_question_is_answered_in_its_own_words_and_script() -> None:
    words = (Word("律师考试", ("law examination",), "named"), Word("费用", ("fee", "cost")))
    found = told("律師考試 費用", EXAM, words=words, wording="law examination fee")
    assert found.reason.text == (
        "最接近的段落 [1] 提到「律師考試」，但當中未找到與「費用」對應的字句。"
    )
    priced = EXAM.replace("was held", "cost was set")
    costs = told("律師考試 費用", priced, words=words, wording="law examination fee")
    assert costs.reason.text == (
        "最接近的段落 [1] 提到「律師考試 費用」，但未能確定它回答了這個問題。"
    )


def test_a_word_that_could_not_be_read_is_not_called_missing() -> None:
    words = (Word("律师考试", ("law examination",), "named"), Word("蛤蜊", ()))
    found = told("律師考試蛤蜊", EXAM, words=words, wording="law examination")
    assert found.reason.text == "最接近的段落 [1] 提到「律師考試」，但未能確定它回答了這個問題。"


def test_a_portuguese_question_keeps_its_accents_and_hyphens() -> None:
    words = (
        Word("secretário geral", ("secretary-general",)),
        Word("Exame de Direito", ("Law Examination",), "named"),
    )
    question, wording = "secretário-geral do Exame de Direito", "secretary-general law examination"
    found = told(question, EXAM, language="pt", words=words, wording=wording)
    assert found.reason.text == (
        "A passagem mais próxima [1] fala de «Exame de Direito», mas nela não se encontrou "
        "correspondência para «secretário-geral»."
    )


def test_without_the_words_of_a_translation_nothing_is_claimed_of_them() -> None:
    found = told("律師考試費用", EXAM, wording="law examination fee")
    assert found.reason.text == "最接近的段落是 [1]，但未能確定它回答了這個問題。"


def test_the_nearest_other_year_is_told_and_its_passage_comes_first() -> None:
    found = told("Nansha tax revenue in 2024?", EXAM, SPEND, SPEND_LATER)
    assert found.reason == Reason(
        "another-year",
        "The nearest passage [1] speaks of “2023”; none was found that tells this for “2024”.",
        markers=(1,),
    )
    assert [one.passage_id for one in found.nearest] == ["d2#0000", "d0#0000", "d1#0000"]


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("Nansha tax revenue in 2021?", (SPEND, SPEND_LATER)),  # the nearest has the year
        ("Nansha tax revenue in 2023?", (SPEND, SPEND_LATER)),  # another one has it
        ("Why did Nansha tax revenue rise in 2024?", (SPEND,)),  # a reason is asked for
        ("Nansha tax revenue in 2024 and 2025?", (SPEND,)),  # two years
        ("Nansha tax on yachts and sailing boats in 2024?", (SPEND,)),  # another attribute
        ("Nansha tax revenue in 2024?", ("Nansha tax revenue rose, as stated in 2021.",)),
    ],
)
def test_no_other_year_is_told_where_that_is_not_what_is_missing(
    question: str, quotes: tuple[str, ...]
) -> None:
    assert told(question, *quotes).reason.kind == "attribute"


def test_another_edition_is_told_with_what_it_counts() -> None:
    meetings = [f"The {one} meeting of the Expert Group was in May." for one in ("3rd", "20th")]
    found = told("When is the 21st meeting of the Expert Group?", *meetings)
    assert found.reason.text == (
        "The nearest passage [1] speaks of “20th meeting”; none was found that tells this for "
        "“21st meeting”."
    )
    assert first(found) == "d1#0000"
    other = told("When is the 21st meeting of the Expert Group?", "The Expert Group's 5th floor.")
    assert other.reason.kind == "attribute"


def test_a_passage_that_says_the_opposite_comes_first() -> None:
    found = told("Why did Macao leave the air quality network?", EXAM, NETWORK)
    assert found.reason == Reason(
        "false-premise",
        "The question takes something for granted that the nearest passage [1] seems to "
        "contradict.",
        markers=(1,),
    )
    assert [one.passage_id for one in found.nearest] == ["d1#0000", "d0#0000"]


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Did Macao leave the air quality network?", NETWORK),  # takes nothing for granted
        (
            "Why did Macao leave the air quality network?",
            "Macao joined the air quality network, then left it.",
        ),
        ("Why did Macao leave the water board of Kowloon?", NETWORK),  # of something else
        ("Why did Macao join the air quality network?", NETWORK),
    ],
)
def test_a_premise_is_called_false_only_where_a_passage_says_the_opposite(
    question: str, quote: str
) -> None:
    assert told(question, quote).reason.kind == "attribute"


def test_a_short_question_that_fits_two_things_is_offered_with_the_name_of_each() -> None:
    found = told("When was the alliance set up?", BUILDING, EXAM, LOGISTICS, glossary=ALLIANCES)
    assert found.reason == Reason(
        "ambiguous",
        "The question fits several subjects. Which one is meant?",
        choices=(
            "When was the Harbour Building Alliance set up?",
            "When was the Bay Logistics Alliance set up?",
        ),
        markers=(1, 2),
    )
    assert [one.passage_id for one in found.nearest] == ["d0#0000", "d2#0000", "d1#0000"]


def test_the_choices_are_in_the_language_of_the_question() -> None:
    words = (Word("联盟", ("alliance",), "named"), Word("成立", ("set up",)))
    question, wording = "該聯盟何時成立？", "alliance set up"
    found = told(question, BUILDING, LOGISTICS, words=words, wording=wording, glossary=ALLIANCES)
    assert found.reason.choices == ("海港建築聯盟何時成立？", "海灣物流聯盟何時成立？")


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("When was the alliance set up?", (BUILDING, EXAM)),  # one thing alone
        ("When was the Bay Logistics Alliance set up?", (BUILDING, LOGISTICS)),
        ("Which alliance was set up?", (BUILDING, LOGISTICS)),
        ("When was the pottery alliance set up?", (BUILDING, LOGISTICS)),
        ("When was the alliance set up in 2024?", (BUILDING, LOGISTICS)),
    ],
)
def test_a_question_that_says_which_is_not_ambiguous(
    question: str, quotes: tuple[str, ...]
) -> None:
    assert told(question, *quotes, glossary=ALLIANCES).reason.choices == ()


def blanks_of(sentence: str) -> list[str]:
    return sorted(field for _, field, _, _ in string.Formatter().parse(sentence) if field)


def test_every_sentence_is_there_in_four_languages_with_the_same_blanks() -> None:
    blanks = {name: [blanks_of(one) for one in each] for name, each in SENTENCES.items()}
    assert all(len(each) == len(LANGUAGES) for each in SENTENCES.values())
    assert all(one == each[0] for each in blanks.values() for one in each)
    assert say("missing", "en", missing="{0}") == (
        "No match for “{0}” was found in the nearest passage [1]."
    )


WORDS = "fee harbour law examination why did macao leave the 2021 2024 3rd of alliance".split()


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join))
def test_what_is_quoted_stands_in_the_question_or_the_first_passage(question: str) -> None:
    quotes = (EXAM, NETWORK, SPEND, BUILDING, LOGISTICS)
    found = told(question, *quotes, language="en", glossary=ALLIANCES)
    quoted = re.findall("“(.*?)”", found.reason.text)
    passage = quotes[int(first(found)[1])]
    assert all(one in question or one in passage for one in quoted)
    assert all(0 < marker <= len(found.nearest) for marker in found.reason.markers)
    assert len({one.passage_id for one in found.nearest}) == len(found.nearest) == 3


def test_an_ordinal_in_figures_and_in_words_is_one() -> None:
    ninth = Typed(Span(0, 3), (frozenset({"9th"}),), 1.0)
    assert ninth.share(frozenset({"ninth", "meet"})) == 1.0
    assert ninth.share(frozenset({"tenth", "meet"})) == 0.0
    assert Typed(Span(0, 5), (frozenset({"ninth"}),), 1.0).share(frozenset({"9th"})) == 1.0


def test_where_the_passage_may_well_answer_no_word_is_called_missing() -> None:
    question = "How much does it COST to enter the harbour law examinations?"
    assert "no match for" in told(question, EXAM, confidence=0.39).reason.text
    assert told(question, EXAM, confidence=0.4).reason == Reason(
        "attribute",
        "The nearest passage [1] speaks of “harbour law examinations”, but it is not certain that "
        "it answers the question.",
        markers=(1,),
    )
