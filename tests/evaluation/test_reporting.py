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
