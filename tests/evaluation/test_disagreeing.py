"""Of values that differ the newest comes first, and another is disclosed."""

from __future__ import annotations

import pytest

from gbaqa.evaluation.disagreeing import Disagreement, disagreement, disagreement_figures, newest
from gbaqa.evaluation.intervals import rate
from gbaqa.evaluation.questions import Question, Value
from gbaqa.evaluation.scores import scored_question
from gbaqa.evaluation.shown import Shown, ask
from gbaqa.types import Notice
from tests.evaluation.folders import ScriptedAssistant, collection

TEXTS = {
    "old": "The fund has HK$100 million.",
    "new": "The fund has HK$130 million.",
    "new.zh-Hant": "基金有1.3億港元。",
    "none": "The fund is popular.",
    "undated": "The fund has HK$90 million.",
}
KEYS = (("HK$130 million", "1.3億港元"),)
VALUES = (
    Value("old", "HK$100 million", "2020-12-15"),
    Value("new", "HK$130 million", "2021-02"),
)
CONFLICT = Question("c", "en", "how much", True, ("new", "old"), KEYS, (), "conflict", VALUES)
SUPERSEDED = Question("s", "en", "how much", True, ("new",), KEYS, (), "superseded", VALUES)
BOTH = Notice("conflict", "The sources differ.", (1, 2))
DOCUMENTS = collection(TEXTS, twins={"new.zh-Hant": "new"})


def shown(*documents: str, notices: tuple[Notice, ...] = ()) -> Shown:
    """An answer that quotes these documents in this order."""
    assistant = ScriptedAssistant(
        DOCUMENTS,
        replies={"how much": [(doc_id, TEXTS[doc_id]) for doc_id in documents]},
        notices={"how much": notices},
    )
    return ask(assistant, "how much")


@pytest.mark.parametrize("question", [CONFLICT, SUPERSEDED])
@pytest.mark.parametrize(
    ("documents", "notices", "expected"),
    [
        (("new", "old"), (BOTH,), Disagreement(newest_first=True, disclosed=True)),
        (("old", "new"), (BOTH,), Disagreement(newest_first=False, disclosed=True)),
        (("new", "old"), (), Disagreement(newest_first=True, disclosed=False)),
        # a notice of something else, or of one of the two alone, discloses nothing
        (
            ("new", "old"),
            (Notice("undated", "No date.", (1, 2)), Notice("superseded", "Newer.", (1,))),
            Disagreement(newest_first=True, disclosed=False),
        ),
        (
            ("new", "old"),
            (Notice("superseded", "Newer.", (2,)),),
            Disagreement(newest_first=True, disclosed=False),
        ),
        (("old",), (BOTH,), Disagreement(newest_first=False, disclosed=False)),
        # what states no value comes before both, and its marker is not theirs
        (
            ("none", "new", "old"),
            (Notice("superseded", "Newer.", (2, 3)),),
            Disagreement(newest_first=True, disclosed=True),
        ),
        # the same value twice is no disagreement
        (("new", "new.zh-Hant"), (BOTH,), Disagreement(newest_first=True, disclosed=False)),
        (("new.zh-Hant", "old"), (BOTH,), Disagreement(newest_first=True, disclosed=True)),
    ],
)
def test_worked_answers(
    question: Question,
    documents: tuple[str, ...],
    notices: tuple[Notice, ...],
    expected: Disagreement,
) -> None:
    assert disagreement(question, shown(*documents, notices=notices), DOCUMENTS) == expected


def test_an_answer_that_states_no_value_handles_none() -> None:
    assert disagreement(CONFLICT, shown("none"), DOCUMENTS) is None
    assert disagreement(CONFLICT, shown(), DOCUMENTS) is None


def test_a_key_fact_in_another_language_states_the_only_value_of_its_document() -> None:
    texts = {"hub": "It is in Guangzhou.", "hub.zh-Hant": "它在廣州。", "port": "It is in Macao."}
    documents = collection(texts, twins={"hub.zh-Hant": "hub"})
    replies = {"where": [("hub.zh-Hant", texts["hub.zh-Hant"]), ("port", texts["port"])]}
    notices = {"where": (BOTH,)}
    answer = ask(ScriptedAssistant(documents, replies=replies, notices=notices), "where")
    values = (Value("hub", "Guangzhou", "2024"), Value("port", "Macao", "2020"))
    keys = (("Guangzhou", "廣州", "Macao"),)
    asked = Question("c", "en", "where", True, ("hub", "port"), keys, (), "conflict", values)
    assert disagreement(asked, answer, documents) == Disagreement(True, True)
    # where the document has two values, the key fact does not tell which
    two = (*values, Value("hub", "Foshan", "2024"))
    asked = Question("c", "en", "where", True, ("hub", "port"), keys, (), "conflict", two)
    assert disagreement(asked, answer, documents) == Disagreement(False, False)


def test_a_value_without_a_date_is_never_the_newest() -> None:
    values = (*VALUES, Value("undated", "HK$90 million"))
    question = Question("c", "en", "how much", True, ("new",), KEYS, (), "conflict", values)
    assert newest(question, DOCUMENTS) == (VALUES[1],)


def test_dates_are_compared_at_the_coarser_precision() -> None:
    values = (Value("old", "HK$100 million", "2021"), Value("new", "HK$130 million", "2021-02"))
    question = Question("c", "en", "how much", True, ("new",), KEYS, (), "conflict", values)
    assert newest(question, DOCUMENTS) == values


def test_where_nothing_is_dated_nothing_is_newest() -> None:
    values = tuple(Value(one.doc_id, one.text) for one in VALUES)
    question = Question("c", "en", "how much", True, ("new",), KEYS, (), "conflict", values)
    found = disagreement(question, shown("old", "new", notices=(BOTH,)), DOCUMENTS)
    assert found == Disagreement(newest_first=None, disclosed=True)


def test_a_replaced_value_is_newest_by_the_dataset_whatever_its_date() -> None:
    values = (Value("new", "HK$130 million"), Value("new", "HK$70 million"), VALUES[0])
    question = Question("s", "en", "how much", True, ("new",), KEYS, (), "superseded", values)
    assert newest(question, DOCUMENTS) == values[:1]


def test_a_newest_value_from_an_older_source_does_not_come_before_a_later_one() -> None:
    # "old" states what "new" does; what lies between them in time says something else
    values = (
        Value("old", "HK$100 million", "2020"),
        Value("undated", "HK$90 million", "2021"),
        Value("new", "HK$100 million", "2022"),
    )
    keys = (("HK$100 million",),)
    question = Question("c", "en", "how much", True, ("new",), keys, (), "conflict", values)
    first_old = disagreement(question, shown("old", "undated"), DOCUMENTS)
    assert first_old == Disagreement(newest_first=False, disclosed=False)
    assert disagreement(question, shown("old"), DOCUMENTS) == Disagreement(True, False)


def test_figures_are_over_the_answers_that_state_a_value() -> None:
    answers = [shown("new", "old", notices=(BOTH,)), shown("old"), shown("none"), shown()]
    questions = [CONFLICT, SUPERSEDED, CONFLICT, SUPERSEDED]
    other = Question("o", "en", "how much", True, ("new",), KEYS, (), "how-much", VALUES)
    pairs = [
        (question, scored_question(question, answer, DOCUMENTS))
        for question, answer in zip([*questions, other], [*answers, answers[0]], strict=True)
    ]
    assert disagreement_figures(pairs, DOCUMENTS) == {
        "n": 4,
        **rate("stated", [True, True, False, False]),
        **rate("newest_first", [True, False]),
        **rate("disclosed", [True, False]),
    }
