"""A figure, its interval and what it is compared with stand side by side."""

from __future__ import annotations

from gbaqa.evaluation.reporting import table
from tests.evaluation.results import result

EXPECTED = """\
gba, split dev: 3 documents, 12 passages, encoder all-MiniLM-L6-v2, index 0123abcd

retrieval (n = 4)              95% interval  of passages      95% interval
  nDCG@10          0.7500  [0.6000, 0.9000]            -                 -
  RR               0.5000  [0.4000, 0.6000]       0.2500  [0.1000, 0.4000]

answers, answerable (n = 4)              95% interval  top passage      95% interval
  key_facts                  0.7500  [0.5000, 1.0000]       0.8000  [0.6000, 1.0000]

answers, unanswerable (n = 3)              95% interval  top passage      95% interval
  false_answers                0.0000  [0.0000, 0.7076]       1.0000  [0.2924, 1.0000]

confidence (n = 7)              95% interval
  auroc             0.8750                 -
  aurc              0.2500  [0.1000, 0.4000]

answers, en, answerable (n = 2)              95% interval
  key_facts                      1.0000  [1.0000, 1.0000]

answers, en, unanswerable (n = 3)              95% interval
  false_answers                    0.0000  [0.0000, 0.7076]

answers, zh-Hant, answerable (n = 2)              95% interval
  key_facts                           0.5000  [0.0000, 1.0000]

dialogues (n = 2)              95% interval  standalone question  95% interval
  key_facts        0.2500  [0.0000, 0.5000]               1.0000             -"""


def test_whole_result_as_text() -> None:
    assert table(result()) == EXPECTED


def test_one_language_is_not_shown_twice() -> None:
    alone = result()
    del alone["answers"]["by_language"]["zh-Hant"]
    assert "answers, en" not in table(alone)


def test_documents_that_are_not_in_the_index_are_named() -> None:
    lacking = result()
    lacking["config"]["missing_documents"] = ["a", "b", "c", "d"]
    last = "4 documents that should answer are not in the index: a, b, c, ..."
    assert table(lacking).endswith("\n\n" + last)


def test_dataset_that_holds_only_questions() -> None:
    bare = result()
    del bare["retrieval"], bare["dialogues"]
    text = table(bare)
    assert "retrieval" not in text
    assert "dialogues" not in text


def test_what_an_answer_is_compared_with_stands_beside_it() -> None:
    compared = result()
    compared["answers"]["trial"] = {
        "answerable": {"n": 4, "key_facts": 0.5, "key_facts_ci": None, "key_facts@1": 0.25},
        "auroc": 0.625,
    }
    text = table(compared)
    assert (
        "answers, answerable (n = 4)              95% interval  top passage"
        "      95% interval   trial  95% interval\n"
        "  key_facts                  0.7500  [0.5000, 1.0000]       0.8000"
        "  [0.6000, 1.0000]  0.5000             -\n"
        "  key_facts@1                     -                 -            -"
        "                 -  0.2500             -"
    ) in text
    assert "  auroc             0.8750                 -  0.6250             -" in text


def test_parts_of_the_answers_have_tables_of_their_own() -> None:
    parts = result()
    parts["answers"]["notices"] = {
        "n": 3,
        "answers_with": {"undated": 2},
        "false_conflicts": 0.0,
        "false_conflicts_ci": [0.0, 0.75],
    }
    parts["dialogues"]["follow_ups"] = {"n": 2, "dialogues": 1, "share_of_gold": 0.5}
    assert (
        "answers, notices (n = 3)              95% interval\n"
        "  undated                      2                 -\n"
        "  false_conflicts         0.0000  [0.0000, 0.7500]"
    ) in table(parts)
    assert (
        "dialogues, follow-ups (n = 2)          95% interval\n"
        "  share_of_gold                0.5000             -"
    ) in table(parts)


def test_types_are_rows_of_one_table_and_targets_of_the_last() -> None:
    typed = result()
    typed["answers"]["by_type"] = {
        "when": {
            "n": 2,
            "key_facts": 1.0,
            "citation_precision": 0.5,
            "unanswerable": {"n": 3, "false_answers": 0.0},
            "trial": {"answerable": {"n": 2, "key_facts": 0.25}},
        }
    }
    typed["latency_ms"] = {"n": 7, "p50": 80.0, "p95": 200.0}
    text = table(typed)
    (row,) = [line.split() for line in text.splitlines() if line.startswith("when")]
    assert row == "when 2 1.0000 - - - 0.2500 - 0.5000 - - - 3 0.0000 -".split()
    assert text.splitlines()[-1].split() == (
        "p95 of an answer (ms) at most 300 200.0000 - yes - - - -".split()
    )


def test_the_risk_that_the_model_states_is_told() -> None:
    stated = result()
    stated["config"]["risk"] = {"0.10": {"threshold": 0.6, "bound": 0.098}}
    assert table(stated).endswith("\n\nstated risk 0.10: threshold 0.6, bound 0.098")
