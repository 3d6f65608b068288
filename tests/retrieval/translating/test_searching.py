"""Documents of a question's language are asked as it is written, the others in English."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.indexing.opening import Generation
from gbaqa.retrieval.fusing import LEXICAL_WEIGHT
from gbaqa.retrieval.opening import searcher
from gbaqa.retrieval.searching import Admission, LexicalSearcher, QuestionEncoder
from gbaqa.retrieval.translating.searching import (
    OWN_WEIGHT,
    RewordedSearcher,
    Wordings,
    family,
)
from gbaqa.text.scripts import converted
from gbaqa.types import LANGUAGES, Filters, Language, Query
from tests.fakes import BagOfWordsEncoder
from tests.retrieval.translating.small import FILES, opened

CANTONESE = "港珠澳大橋幾時通車？"
STANDARD = "港珠澳大橋什麼時候通車？"
ENGLISH = "Hong Kong-Zhuhai-Macao Bridge when open to traffic"


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    folder: Path = tmp_path_factory.mktemp("rewording")
    return opened(folder)


@pytest.fixture(scope="module")
def reworded(generation: Generation) -> RewordedSearcher:
    return searcher(generation, QuestionEncoder(BagOfWordsEncoder()))


@pytest.fixture(scope="module")
def english_alone(tmp_path_factory: pytest.TempPathFactory) -> RewordedSearcher:
    """Over the documents in English."""
    folder: Path = tmp_path_factory.mktemp("english")
    files = {name: text for name, text in FILES.items() if "language: en" in text}
    return searcher(opened(folder, files=files), QuestionEncoder(BagOfWordsEncoder()))


def found(searched: RewordedSearcher, query: Query, *, cutoff: int = 10) -> list[str]:
    return [hit.passage_id for hit in searched.search(query, cutoff=cutoff)]


def test_own_language_documents_and_english_ones_are_merged(reworded: RewordedSearcher) -> None:
    ranking = reworded.search(Query(STANDARD, "zh-Hant"), cutoff=10)
    assert {hit.passage_id for hit in ranking[:2]} == {"bridge#0000", "bridge-zh#0000"}
    assert len(ranking) == len({hit.passage_id for hit in ranking})
    assert list(ranking) == sorted(ranking, key=lambda hit: (-hit.score, hit.passage_id))


def test_the_cutoff_holds_and_takes_the_best(reworded: RewordedSearcher) -> None:
    query = Query(STANDARD, "zh-Hant")
    assert reworded.search(query, cutoff=1) == reworded.search(query, cutoff=10)[:1]


def test_scripts_and_cantonese_find_the_same_english_documents(
    english_alone: RewordedSearcher,
) -> None:
    simplified = Query(converted(STANDARD, "t2s"), "zh-Hans")
    queries = [Query(CANTONESE, "zh-Hant"), Query(STANDARD, "zh-Hant"), simplified]
    rankings = {english_alone.search(query, cutoff=10) for query in queries}
    assert len(rankings) == 1
    assert rankings.pop()[0].passage_id == "bridge#0000"


def test_a_portuguese_question_finds_what_it_asks_for(reworded: RewordedSearcher) -> None:
    query = Query("Quando abriu a Ponte Hong Kong-Zhuhai-Macau?", "pt")
    assert found(reworded, query, cutoff=1) == ["bridge#0000"]


def test_filters_hold_on_both_sides(reworded: RewordedSearcher) -> None:
    def admitted(**fields: str) -> set[str]:
        query = Query(STANDARD, "zh-Hant", filters=Filters(**fields))
        return set(found(reworded, query))

    assert admitted(language="zh-Hant") == {"bridge-zh#0000"}
    assert "bridge-zh#0000" not in admitted(language="en")
    assert admitted(publisher="Bureau") <= {"shops#0000"}
    assert admitted(publisher="Nobody") == set()


def test_an_english_question_is_searched_but_for_typing_errors(
    reworded: RewordedSearcher,
) -> None:
    right, wrong = Query("residents shopping"), Query("residents shoping")
    assert reworded.wordings(right) == Wordings("residents shopping")
    assert found(reworded, right, cutoff=1) == ["shops#0000"]
    assert found(reworded, wrong, cutoff=1) == ["shops#0000"]


def test_wordings_tell_what_was_asked_of_whom(reworded: RewordedSearcher) -> None:
    assert reworded.wordings(Query(CANTONESE, "zh-Hant")) == Wordings(
        CANTONESE, frozenset({"zh-Hant", "zh-Hans"}), ENGLISH
    )
    assert reworded.wordings(Query("的", "zh-Hant")) == Wordings("的")


def test_a_question_that_cannot_be_translated_is_searched_as_it_is(
    reworded: RewordedSearcher, english_alone: RewordedSearcher
) -> None:
    untranslated = Query("的在是", "zh-Hant")
    assert set(found(reworded, untranslated)) <= {"bridge-zh#0000"}
    assert found(english_alone, untranslated) == []


def test_an_own_document_scores_as_it_was_found(generation: Generation) -> None:
    lexical = LexicalSearcher(
        generation.collection, Admission(generation.collection), generation.postings
    )
    reworded = searcher(generation, QuestionEncoder(Mute()))
    only = Query(STANDARD, "zh-Hant", filters=Filters(language="zh-Hant"))
    (hit,), (found_alone,) = (one.search(only, cutoff=10) for one in (reworded, lexical))
    assert hit.passage_id == found_alone.passage_id
    share = LEXICAL_WEIGHT * found_alone.score
    assert hit.score == pytest.approx(OWN_WEIGHT * share)


class Mute(BagOfWordsEncoder):
    """Knows no word of a question: only what is found by words counts."""

    def known_share(self, text: str) -> float:
        return 0.0


@given(st.text() | st.text("橋幾時通車係邊個 HZMBãç?第三十"), st.sampled_from(LANGUAGES))
def test_no_text_fails_and_the_order_is_total(
    reworded: RewordedSearcher, text: str, language: Language
) -> None:
    ranking = reworded.search(Query(text, language), cutoff=3)
    assert len(ranking) <= 3
    assert list(ranking) == sorted(ranking, key=lambda hit: (-hit.score, hit.passage_id))


def test_chinese_of_both_scripts_is_one_family() -> None:
    assert family("zh-Hans") == family("zh-Hant") == ("zh-Hant", "zh-Hans")
    assert family("pt") == ("pt",)
