"""Every sentence of the ranked passages is measured, the best are judged, and all are ordered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gbaqa.answering.evidence import Candidate, Wording
from gbaqa.answering.gathering import JUDGED, Gatherer
from gbaqa.answering.judging import Line
from gbaqa.answering.weighing import rank_logit
from gbaqa.indexing.opening import Generation, open_generation
from gbaqa.types import Filters, Hit, Language, Query, Ranking
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, WordsJudge, build_index, write_files

FILES = {
    "alliance.md": (
        "---\ntitle: Productivity alliance\n---\n\n## Members\n\n"
        "It has 37 members. A fee is due.\n\n- Hong Kong\n- Macao\n"
    ),
    "park.md": "---\ntitle: Park\n---\n\nThe park has members too.\n",
    "port.md": "---\ntitle: Port\n---\n\nThe port opened.\n",
    "bridge.md": "---\ntitle: Bridge\n---\n\nThe bridge is 55 km long. Its toll is HK$150.\n",
    "bridge.zh-Hant.md": (
        "---\ntitle: 大橋\nlanguage: zh-Hant\ntranslation_of: bridge\n---\n\n"
        "大橋全長55公里。收費為150港元。\n"
    ),
}
QUESTION = "How many members does the alliance have?"  # asks for: member, allianc


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    folder: Path = tmp_path_factory.mktemp("gathering")
    build_index(write_files(folder / "corpus", FILES), folder / "index")
    return open_generation(
        folder / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
    )


def worded(text: str, *languages: Language, language: Language = "en") -> Wording:
    vector = BagOfWordsEncoder().encode([text])[0]
    return Wording(text, vector, frozenset(languages), language)


def ranking(*passage_ids: str) -> Ranking:
    return tuple(Hit(name, 1.0 - place / 10) for place, name in enumerate(passage_ids))


def gathered(
    generation: Generation, *passage_ids: str, judge: WordsJudge | None = None
) -> list[Candidate]:
    gatherer = Gatherer(generation, judge)
    return gatherer.candidates(Query(QUESTION), [worded(QUESTION)], ranking(*passage_ids))


def test_every_sentence_and_list_item_of_the_ranked_passages_is_a_candidate(
    generation: Generation,
) -> None:
    found = gathered(generation, "park#0000", "alliance#0000")
    assert sorted(one.text for one in found) == [
        "A fee is due.",
        "Hong Kong",
        "It has 37 members.",
        "Macao",
        "The park has members too.",
    ]
    assert gathered(generation) == []


def test_a_candidates_measures_are_those_worked_out_by_hand(generation: Generation) -> None:
    found = {one.text: one for one in gathered(generation, "park#0000", "alliance#0000")}
    one, two = found["It has 37 members."], found["The park has members too."]
    vectors = BagOfWordsEncoder().encode([QUESTION, "It has 37 members."])
    assert one.cosine == pytest.approx(float(vectors[0] @ vectors[1]))
    assert one.vector.tolist() == vectors[1].tolist()
    # without token vectors the cosine stands in for them
    assert one.terms_met == one.wider_met == one.least_met == one.cosine
    assert one.lead_coverage == pytest.approx(1)  # its title names the alliance
    assert one.coverage == two.coverage == two.lead_coverage < 1
    assert (one.missing, two.missing) == ((), ("allianc",))
    assert (one.kind_met, two.kind_met) == (True, False)
    assert [one.behind, two.behind] == pytest.approx([0.1, 0.0])
    assert (one.first, two.first) == (False, True)  # a heading stands before it
    assert (one.read.text, one.read.headings) == ("It has 37 members.", ("Members",))


def test_candidates_are_in_one_total_order_whatever_the_order_of_equals(
    generation: Generation,
) -> None:
    names = ["port#0000", "park#0000", "alliance#0000"]
    level = [tuple(Hit(name, 1.0) for name in order) for order in (names, names[::-1])]
    gatherer = Gatherer(generation, None)
    first, second = (gatherer.candidates(Query(QUESTION), [worded(QUESTION)], one) for one in level)
    assert [one.evidence for one in first] == [one.evidence for one in second]
    keys = [(-one.evidence.score, one.evidence.passage_id, one.evidence.span) for one in first]
    assert keys == sorted(keys)
    assert [one.evidence.score for one in first] == [rank_logit(one) for one in first]


def test_the_judge_is_asked_of_the_best_with_title_and_headings(generation: Generation) -> None:
    judge = WordsJudge()
    found = gathered(generation, "alliance#0000", "port#0000", judge=judge)
    [(question, lines)] = judge.asked
    assert question == QUESTION
    assert Line("Productivity alliance > Members", "It has 37 members.") in lines
    assert all(one.is_judged for one in found)
    assert {one.text: one.judged for one in found}["It has 37 members."] == 0.0  # one of two terms


def test_what_was_not_judged_comes_after_what_was(tmp_path: Path) -> None:
    text = " ".join(f"Member number {number} pays." for number in range(JUDGED + 5))
    build_index(write_files(tmp_path / "corpus", {"a.txt": text}), tmp_path / "index")
    generation = open_generation(
        tmp_path / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
    )
    found = gathered(generation, *generation.collection.passages, judge=WordsJudge())
    assert [one.is_judged for one in found] == [True] * JUDGED + [False] * 5
    looks = [rank_logit(replace(one, is_judged=False)) for one in found]
    assert min(looks[:JUDGED]) >= max(looks[JUDGED:])
    scores = [one.evidence.score for one in found]
    assert scores == sorted(scores, reverse=True)


CHINESE = "大橋有幾長？"


def chinese(generation: Generation, filters: Filters, *passage_ids: str) -> list[str]:
    wordings = [
        worded(CHINESE, "zh-Hant", "zh-Hans", language="zh-Hant"),
        worded("bridge how long"),
    ]
    query = Query(CHINESE, "zh-Hant", filters)
    found = Gatherer(generation, WordsJudge()).candidates(query, wordings, ranking(*passage_ids))
    return [one.text for one in found]


def test_of_a_sentence_and_its_twin_the_one_in_the_questions_language_is_quoted(
    generation: Generation,
) -> None:
    sentences = ["大橋全長55公里。", "收費為150港元。"]
    assert sorted(chinese(generation, Filters(), "bridge#0000")) == sorted(sentences)
    both = chinese(generation, Filters(), "bridge.zh-Hant#0000", "bridge#0000")
    assert sorted(both) == sorted(sentences)
    english = Gatherer(generation, None).candidates(
        Query("How long is the bridge?"),
        [worded("How long is the bridge?")],
        ranking("bridge.zh-Hant#0000"),
    )
    assert {one.text for one in english} == {"The bridge is 55 km long.", "Its toll is HK$150."}


def test_a_twin_is_measured_as_the_sentence_of_its_original(generation: Generation) -> None:
    found = Gatherer(generation, WordsJudge()).candidates(
        Query(CHINESE, "zh-Hant"),
        [worded(CHINESE, "zh-Hant", language="zh-Hant"), worded("bridge how long")],
        ranking("bridge.zh-Hant#0000"),
    )
    assert {one.text: one.read.text for one in found} == {
        "大橋全長55公里。": "The bridge is 55 km long.",
        "收費為150港元。": "Its toll is HK$150.",
    }
    assert found[0].text == "大橋全長55公里。"
    assert found[0].document.doc_id == "bridge.zh-Hant"


def test_what_the_filters_refuse_is_not_quoted_though_it_says_the_same(
    generation: Generation,
) -> None:
    only = Filters(language="en")
    assert set(chinese(generation, only, "bridge#0000")) == {
        "The bridge is 55 km long.",
        "Its toll is HK$150.",
    }


def test_a_document_is_held_against_the_first_wording_that_is_for_its_language(
    generation: Generation,
) -> None:
    own = worded("port opened", "en")
    whole = worded("nothing of it")
    gatherer = Gatherer(generation, None)
    for wordings, cosine in (([own, whole], own), ([whole, own], whole)):
        [one] = gatherer.candidates(Query("port"), wordings, ranking("port#0000"))
        expected = float(cosine.vector @ BagOfWordsEncoder().encode(["The port opened."])[0])
        assert one.cosine == pytest.approx(expected)
    # what no wording is for is no evidence
    assert gatherer.candidates(Query("port"), [worded("port", "pt")], ranking("port#0000")) == []


def test_a_question_that_was_half_read_counts_half(generation: Generation) -> None:
    half = worded(QUESTION)
    half = replace(half, vector=half.vector * np.float32(0.5))
    whole = gathered(generation, "park#0000")[0]
    [one] = Gatherer(generation, None).candidates(Query(QUESTION), [half], ranking("park#0000"))
    assert one.unread == pytest.approx(0.5)
    assert one.cosine == pytest.approx(whole.cosine / 2)


def test_a_twin_is_measured_itself_where_its_original_is_asked_in_no_wording(
    generation: Generation,
) -> None:
    found = Gatherer(generation, None).candidates(
        Query(CHINESE, "zh-Hant"),
        [worded(CHINESE, "zh-Hant", language="zh-Hant")],
        ranking("bridge.zh-Hant#0000", "bridge#0000"),
    )
    assert {one.text: one.read.text for one in found} == {
        one: one for one in ("大橋全長55公里。", "收費為150港元。")
    }
