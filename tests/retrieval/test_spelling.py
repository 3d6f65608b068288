"""A typing error becomes the word of the documents that was meant; all else stays as it is."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaqa.indexing.vocabulary import Vocabulary
from gbaqa.retrieval.spelling import corrected
from gbaqa.text.terms import terms

HELD = Vocabulary(
    {
        "aeroporto": 7,
        "commerce": 5,
        "education": 9,
        "government": 30,
        "guangzhou": 40,
        "hengqin": 20,
        "hubei": 1,
        "informatisation": 1,
        "kitchen": 9,
        "macao": 50,
        "receive": 2,
        "residents": 8,
        "resource": 2,
        "shops": 6,
        "short": 3,
        "slabs": 1,
        "statutory": 8,
        "sub": 1,
    }
)
LETTERS = "abcd"
WORD = st.text(LETTERS, min_size=5, max_size=9)


def asked(text: str, *, ordinary: Container[str] = frozenset()) -> str:
    """The text, corrected by HELD: terms are known as the stems of its words."""
    stems = {stem for word in HELD.frequencies for stem in terms(word)}
    return corrected(text, HELD, known=stems.__contains__, ordinary=ordinary)


def osa(a: str, b: str) -> int:
    """Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours."""
    table = {(i, -1): i + 1 for i in range(-1, len(a))} | {(-1, j): j + 1 for j in range(len(b))}
    for i in range(len(a)):
        for j in range(len(b)):
            table[i, j] = min(
                table[i - 1, j] + 1,
                table[i, j - 1] + 1,
                table[i - 1, j - 1] + (a[i] != b[j]),
            )
            if i and j and a[i] == b[j - 1] and a[i - 1] == b[j]:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(a) - 1, len(b) - 1]


def brute_force(word: str, held: Mapping[str, int]) -> str:
    """The nearest, most frequent, first: one error off, or from 8 letters two of its own ones."""
    found = [
        (osa(word, other), -frequency, other)
        for other, frequency in held.items()
        if other[0] == word[0] or other[:2] == word[1::-1]
    ]
    allowed = [
        choice
        for choice in found
        if choice[0] <= 1 or (choice[0] == 2 and len(word) >= 8 and set(word) == set(choice[2]))
    ]
    return min(allowed, default=(0, 0, word))[2]


@settings(max_examples=300, deadline=None)
@given(WORD, st.dictionaries(st.text(LETTERS, min_size=4, max_size=11), st.integers(5, 9)))
def test_the_choice_is_that_of_a_search_of_all_words(word: str, held: dict[str, int]) -> None:
    vocabulary = Vocabulary(held)
    assert corrected(word, vocabulary, known=lambda term: False) == brute_force(word, held)


@settings(max_examples=300, deadline=None)
@given(st.data(), WORD)
def test_the_choice_among_words_near_to_one_is_that_of_a_search(
    data: st.DataObject, word: str
) -> None:
    near = st.lists(st.integers(0, len(word)), max_size=2).flatmap(
        lambda places: st.text(LETTERS, min_size=len(places), max_size=len(places)).map(
            lambda letters: changed(word, places, letters)
        )
    )
    held = data.draw(st.dictionaries(near, st.integers(5, 9), max_size=8))
    held.pop(word, None)
    assert corrected(word, Vocabulary(held), known=lambda term: False) == brute_force(word, held)


def changed(word: str, places: Sequence[int], letters: str) -> str:
    """The word with letters swapped, dropped, put in or put instead, by the letter given."""
    for at, letter in zip(places, letters, strict=True):
        before, after = word[:at], word[at:]
        word = {
            "a": before + after[1:2] + after[:1] + after[2:],
            "b": before + after[1:],
            "c": before + LETTERS[at % 4] + after,
            "d": before + LETTERS[at % 4] + after[1:],
        }[letter]
    return word


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*HELD.frequencies, "which", "橫琴", "MPF", "2,024", "—"])))
def test_a_text_of_known_words_is_unchanged(words: list[str]) -> None:
    for text in (" ".join(words), "-".join(words), " ".join(words).title(), "，".join(words)):
        assert asked(text) == text


@settings(max_examples=300, deadline=None)
@given(st.text() | st.text("goverment-'’.@\u0301ﬁＡ 澳"))
def test_any_text_is_read_and_one_without_latin_words_unchanged(text: str) -> None:
    assert isinstance(asked(text), str)
    without = "".join(letter for letter in text if not letter.isalpha() or letter == "澳")
    assert asked(without) == without


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("the goverment", "the government"),  # a letter missing
        ("the governmentt", "the government"),  # one too many
        ("the govermnent", "the government"),  # two errors, of its own letters
        ("ogvernment", "government"),  # the first two swapped
        ("does Hengqing levy tax?", "does Hengqin levy tax?"),
        ("in Guangzou", "in Guangzhou"),
        ("recieve", "receive"),
        ("informatization", "informatisation"),
        ("Goverment's plan", "Government's plan"),
        ("goverment-led e-comerce", "government-led e-commerce"),
        ("Hengqing在哪里？", "Hengqin在哪里？"),
        ("(goverment), Macoa!", "(government), Macao!"),
    ],
)
def test_a_typing_error_becomes_the_word_that_was_meant(written: str, meant: str) -> None:
    assert asked(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "shps",  # four letters have too many neighbours
        "GOVERMENT",
        "GovermentNet",
        "goverment2 2goverment",
        "www.goverment.hk https://gov.hk/goverment goverment@gov.hk goverment.hk",
        "n'goverment goverment'x",
        "hovernment",  # another first letter
        "gvrnmnt",  # three errors
        "shorted",  # known by its stem
        "橫琴在哪裏？ Где Хэнцинь?",
        "",
    ],
)
def test_what_is_no_clear_error_stays(text: str) -> None:
    assert asked(text) == text


def test_a_compound_whose_joined_form_is_held_stays() -> None:
    assert asked("e-comerce") == "e-commerce"
    assert corrected("e-comerce", HELD, known={"ecomerc"}.__contains__) == "e-comerce"


def test_an_ordinary_word_is_never_an_error() -> None:
    assert asked("a kitchan") == "a kitchen"
    assert asked("a kitchan", ordinary={"kitchan"}) == "a kitchan"


@pytest.mark.parametrize("word", ["kitched", "kitchs", "kitchly", "kitching", "kitchies"])
def test_an_inflection_of_an_ordinary_word_is_no_error(word: str) -> None:
    held = Vocabulary({"kitchen": 9, word[:-1] + "x": 9})
    ordinary = {"kitch", "kitchy"} if word.endswith("ies") else {"kitch"}
    assert corrected(word, held, known=lambda term: False) != word
    assert corrected(word, held, known=lambda term: False, ordinary=ordinary) == word


def test_inflections_drop_an_e_and_double_a_letter() -> None:
    held = Vocabulary({"shippinx": 9, "statinx": 9})
    for word, ordinary in (("shipping", "ship"), ("stating", "state")):
        assert corrected(word, held, known=lambda term: False) == word[:-1] + "x"
        assert corrected(word, held, known=lambda term: False, ordinary={ordinary}) == word


def test_a_third_s_is_no_ending() -> None:
    held = Vocabulary({"businesx": 9})
    assert corrected("business", held, known=lambda term: False, ordinary={"busines"}) == "businesx"


def test_a_word_of_two_ordinary_ones_is_no_error() -> None:
    held = Vocabulary({"undermined": 9})
    assert corrected("underlined", held, known=lambda term: False) == "undermined"
    ordinary = {"under", "lined"}
    assert corrected("underlined", held, known=lambda term: False, ordinary=ordinary) == (
        "underlined"
    )


@pytest.mark.parametrize(
    "rival", ["swabs", "slwab", "slwasb", "slwabss", "slowabs", "slwaby", "lswabs", "stwabs"]
)
def test_a_rare_word_yields_to_one_that_the_documents_do_not_hold(rival: str) -> None:
    assert asked("slwabs") == "slabs"
    assert asked("slwabs", ordinary={rival}) == "slwabs"


def test_a_word_does_not_yield_to_one_that_starts_otherwise_or_is_itself_held() -> None:
    assert asked("slwabs", ordinary={"elwabs", "slabs"}) == "slabs"


def test_a_word_that_many_texts_hold_does_not_yield() -> None:
    assert asked("kitchhen", ordinary={"kitcheen"}) == "kitchen"


def test_asking_words_and_inflections_of_held_words_are_no_errors() -> None:
    held = Vocabulary({"whitch": 9, "parkes": 9, "park": 9})
    assert corrected("which parked", held, known=lambda term: False) == "which parked"


def test_swapped_letters_are_an_error_even_of_a_rare_word() -> None:
    assert asked("recieve", ordinary={"relieve"}) == "receive"
    assert asked("receeve", ordinary={"reeve", "receede"}) == "receeve"


def test_two_errors_need_a_word_that_many_texts_hold() -> None:
    assert asked("recourse") == "recourse"
    assert asked("educatation") == "education"
    assert asked("educatation", ordinary={"educatatios"}) == "educatation"


def test_two_other_letters_make_another_word() -> None:
    assert asked("statuarory") == "statutory"
    assert asked("stamutery") == "stamutery"


def test_a_short_name_inside_a_sentence_is_not_made_a_rare_word() -> None:
    assert asked("Who governs Hebei?") == "Who governs Hebei?"
    assert asked("Hebei?") == "Hubei?"
    assert asked("Yes. Hebei") == "Yes. Hubei"
    assert asked("hebei") == "hubei"


def test_of_equally_near_words_the_most_frequent_is_meant_and_then_the_first() -> None:
    def nearest(**frequencies: int) -> str:
        return corrected("ports", Vocabulary(frequencies), known=lambda term: False)

    assert nearest(sorts=99, parts=8, posts=9) == "posts"
    assert nearest(parts=9, posts=9) == "parts"
    assert nearest(ports=1, parts=9) == "ports"


def test_a_question_in_a_language_that_is_not_held_stays() -> None:
    assert asked("governmento macaoo educationo") == "government macao education"
    foreign = "governmento hubeyo educationo macaoo"
    assert asked(foreign) == foreign
    assert asked(foreign + " hengqin") == foreign + " hengqin"
    mostly = " hengqin government education commerce kitchen"
    assert asked(foreign + mostly) == "government hubeyo education macao" + mostly
