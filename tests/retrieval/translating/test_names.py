"""A Chinese name is spelt by its sound where the documents know the spelling, and only there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gbaqa.retrieval.translating.names import LONGEST, pinyin, spelt
from gbaqa.retrieval.translating.words import Word

HELD = frozenset({"qu", "xiaojie", "li", "jiachao", "he", "shijiazhuang", "zai", "de", "dezai"})


def lone(text: str) -> list[Word]:
    """Each ideograph as a word, as a reader leaves a name that no list holds."""
    return [Word(sign, () if sign in "的在家" else (f"sense of {sign}",)) for sign in text]


def spellings(*words: Word) -> list[tuple[str, ...]]:
    return [word.senses for word in spelt(words, is_held=HELD.__contains__)]


def test_a_name_that_is_held_is_spelt_with_its_surname() -> None:
    assert spelt(lone("屈晓杰"), is_held=HELD.__contains__) == (
        Word("屈", ("qu",), "spelt"),
        Word("晓杰", ("xiaojie",), "spelt"),
    )


def test_a_given_name_may_hold_a_word_that_joins() -> None:
    assert spellings(*lone("李家超")) == [("li",), ("jiachao",)]


def test_a_surname_that_is_not_held_keeps_its_senses() -> None:
    assert spellings(*lone("王晓杰")) == [("sense of 王",), ("xiaojie",)]


def test_what_is_not_held_is_unchanged() -> None:
    words = lone("天地人")
    assert spelt(words, is_held=HELD.__contains__) == tuple(words)


def test_one_ideograph_is_never_spelt() -> None:
    assert spellings(*lone("河")) == [("sense of 河",)]
    assert spellings(*lone("河"), Word("晓杰", ("x",)), *lone("李")) == [
        ("sense of 河",),
        ("x",),
        ("sense of 李",),
    ]


def test_words_that_only_join_make_no_name() -> None:
    assert spellings(*lone("的在")) == [(), ()]
    assert spellings(*lone("在晓杰")) == [(), ("xiaojie",)]


def test_the_longest_spelling_is_taken() -> None:
    assert spellings(*lone("石家庄")) == [("shijiazhuang",)]
    assert len("石家庄") <= LONGEST


def test_named_asking_and_kept_words_part_a_run() -> None:
    for other in (Word("名", ("x",), "named"), Word("谁", ("who",), "asking"), Word("A", ("A",))):
        words = (*lone("晓"), other, *lone("杰"))
        assert spelt(words, is_held=HELD.__contains__) == words


@given(st.text("屈晓杰李家超石庄的在A", max_size=9))
def test_no_ideograph_is_lost(text: str) -> None:
    found = spelt(lone(text), is_held=HELD.__contains__)
    assert "".join(word.written for word in found) == text
    assert all(set(word.senses) <= HELD for word in found if word.kind == "spelt")


def test_each_ideograph_has_a_sound() -> None:
    assert pinyin("横琴") == ("heng", "qin")
