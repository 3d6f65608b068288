"""Filters come before the cutoff: what is found is admitted, and nothing admitted is lost."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.indexing.opening import Generation, open_generation
from gbaqa.retrieval.opening import searcher
from gbaqa.retrieval.searching import Admission, DenseSearcher, LexicalSearcher, QuestionEncoder
from gbaqa.types import ANY, Filters, Query, Searcher
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, build_index, write_files

WORDS = ("tax", "park", "bridge")
DATES = ("", "2023", "2024-05", "2024-05-20")
PUBLISHERS = ("HKSAR Government (info.gov.hk)", "Macao SAR Government", "")


def brief(number: int, word: str, date: str, publisher: str) -> str:
    """Every language and topic comes round, and every text has the words in another measure."""
    fields = {
        "title": "Brief",
        "date": f'"{date}"' if date else "",
        "publisher": f'"{publisher}"' if publisher else "",
        "language": ("en", "zh-Hant", "pt")[number % 3],
        "topics": ("[finance]", "[finance, Elderly Care]", "[]", "[people]")[number % 4],
    }
    head = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
    return f"---\n{head}---\n\n{word} {'tax ' * (number % 5)}{'hall ' * (number % 7)}ends.\n"


FILES = {
    f"d{number:02}.md": brief(number, *parts)
    for number, parts in enumerate(product(WORDS, DATES, PUBLISHERS))
}
FILTERS = st.builds(
    Filters,
    language=st.sampled_from(["", "en", "zh-Hant", "zh-Hans", "pt"]),
    publisher=st.sampled_from(["", "GOVERNMENT", "macao", "hksar  government", "Nobody"]),
    topic=st.sampled_from(["", "finance", "ELDERLY care", "elderly"]),
    since=st.sampled_from(["", "2023", "2024", "2024-05-20", "2024-06"]),
    until=st.sampled_from(["", "2022", "2023-06", "2024", "2024-05-19"]),
)
QUESTIONS = st.sampled_from(["tax", "park tax", "bridge hall", "ferry"])
CUTOFFS = st.integers(1, len(FILES) + 1)


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    folder = tmp_path_factory.mktemp("filters")
    counts = build_index(write_files(folder / "corpus", FILES), folder / "index")
    assert (counts.passages, counts.skipped) == (36, ())
    return open_generation(
        folder / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
    )


@pytest.fixture(scope="module")
def sides(generation: Generation) -> dict[str, Searcher]:
    encoder = QuestionEncoder(BagOfWordsEncoder())
    collection, admission = generation.collection, Admission(generation.collection)
    return {
        "dense": DenseSearcher(collection, admission, generation.vectors, encoder),
        "lexical": LexicalSearcher(collection, admission, generation.postings),
        "whole": searcher(generation, encoder),
    }


def admitted(generation: Generation, filters: Filters) -> set[str]:
    passages = generation.collection.passages
    return {one for one in passages if filters.admits(generation.collection.document_of(one))}


@given(text=QUESTIONS, filters=FILTERS, cutoff=CUTOFFS)
def test_every_hit_is_admitted_and_the_cutoff_is_filled_while_enough_are(
    generation: Generation, sides: dict[str, Searcher], text: str, filters: Filters, cutoff: int
) -> None:
    allowed = admitted(generation, filters)
    for name in ("dense", "whole"):
        found = [
            one.passage_id for one in sides[name].search(Query(text, "en", filters), cutoff=cutoff)
        ]
        assert set(found) <= allowed
        assert len(found) == len(set(found)) == min(cutoff, len(allowed))


@given(text=QUESTIONS, filters=FILTERS, cutoff=CUTOFFS)
def test_each_side_finds_what_sifting_its_whole_ranking_finds(
    generation: Generation, sides: dict[str, Searcher], text: str, filters: Filters, cutoff: int
) -> None:
    allowed = admitted(generation, filters)
    for name in ("dense", "lexical"):
        whole = sides[name].search(Query(text, "en", ANY), cutoff=len(FILES))
        sifted = tuple(hit for hit in whole if hit.passage_id in allowed)[:cutoff]
        assert sides[name].search(Query(text, "en", filters), cutoff=cutoff) == sifted


def test_the_filters_of_this_test_admit_few_and_many(generation: Generation) -> None:
    sizes = {
        len(admitted(generation, Filters(language=language, publisher=publisher, since=since)))
        for language in ("", "en")
        for publisher in ("", "macao")
        for since in ("", "2024")
    }
    assert (min(sizes), max(sizes)) == (0, 36)
