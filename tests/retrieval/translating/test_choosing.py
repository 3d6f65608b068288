"""Of a word's senses, the one is chosen that the passages hold which all words find."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gbaqa.retrieval.translating.choosing import MOST_SENSES, RANK_COST, Held, choose, held
from gbaqa.retrieval.translating.words import Word

FREQUENCIES = {"bank": 3, "river": 2, "open": 1, "traffic": 4, "tax": 9}


def kept(*senses: str, kind: str = "plain") -> list[str]:
    """The texts of the senses that are kept."""
    word = Word("字", senses, "kept" if kind == "kept" else "plain")
    return [one.text for one in held(word, frequency=lambda term: FREQUENCIES.get(term, 0))]


def test_senses_whose_terms_all_occur_are_kept_in_their_order() -> None:
    assert kept("river", "castle", "bank") == ["river", "bank"]


def test_a_sense_counts_without_the_words_that_link() -> None:
    (one,) = held(
        Word("通车", ("open to the traffic",)), frequency=lambda term: FREQUENCIES.get(term, 0)
    )
    assert one == Held("open to the traffic", ("open", "traffic"))


def test_where_no_sense_is_whole_its_held_terms_stay() -> None:
    (one,) = held(
        Word("字", ("traffic jam", "castle")), frequency=lambda term: FREQUENCIES.get(term, 0)
    )
    assert one == Held("traffic jam", ("traffic",))


def test_a_word_that_no_document_holds_is_dropped_and_a_kept_one_is_not() -> None:
    assert kept("castle") == []
    assert kept("castle", kind="kept") == ["castle"]
    assert kept("castle", "bank", kind="kept") == ["bank"]


def test_an_asking_word_stays_though_it_has_no_terms() -> None:
    word = Word("谁", ("who",), "asking")
    assert [one.text for one in held(word, frequency=lambda term: 0)] == ["who"]


def test_no_more_than_the_first_senses_are_looked_at() -> None:
    senses = [f"bank {'tax ' * number}".strip() for number in range(MOST_SENSES + 3)]
    assert kept(*senses) == senses[:MOST_SENSES]


def senses(*texts: str) -> tuple[Held, ...]:
    return tuple(Held(text, tuple(text.split())) for text in texts)


def test_the_sense_that_the_passages_hold_is_chosen() -> None:
    found = [(1.0, frozenset({"river", "water"})), (0.5, frozenset({"river"}))]
    assert choose(senses("bank", "river"), found).text == "river"


def test_without_passages_the_first_sense_is_chosen() -> None:
    assert choose(senses("bank", "river"), []).text == "bank"


def test_a_later_sense_must_be_better_held_by_what_its_rank_costs() -> None:
    def found(share: float) -> list[tuple[float, frozenset[str]]]:
        return [(share, frozenset({"river"}))]

    assert choose(senses("bank", "river"), found(RANK_COST * 0.9)).text == "bank"
    assert choose(senses("bank", "river"), found(RANK_COST * 1.1)).text == "river"


def test_a_sense_of_several_terms_is_held_as_they_are_on_average() -> None:
    found = [(1.0, frozenset({"open"}))] * 4
    assert choose(senses("open traffic", "open"), found).text == "open"
    few = [(1.0, frozenset({"open"})), (0.5, frozenset({"traffic"}))]
    assert choose(senses("open traffic", "open"), few).text == "open traffic"


TERM = st.sampled_from("abc")


@given(
    st.lists(st.lists(TERM, max_size=3).map(" ".join), min_size=1, max_size=5),
    st.lists(st.tuples(st.floats(0, 1), st.frozensets(TERM)), max_size=4),
)
def test_one_of_the_senses_is_chosen(
    texts: list[str], found: list[tuple[float, frozenset[str]]]
) -> None:
    assert choose(senses(*texts), found) in senses(*texts)
