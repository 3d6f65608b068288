"""The README shows what the program prints: its examples, and the figures of the baseline."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from gbaqa.answering.asking import Assistant
from gbaqa.answering.printing import as_text

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r'^\$ gbaqa ask "([^"]+)"$', README, re.MULTILINE)
FIGURES = re.findall(r"^\| (\w[\w@ ,-]*?) \| ([\d.]+) \|", README, re.MULTILINE)


@pytest.mark.model
@pytest.mark.parametrize("question", EXAMPLES)
def test_an_example_is_printed_as_the_readme_shows_it(
    real_assistant: Assistant, question: str
) -> None:
    printed = as_text(real_assistant.ask(question))
    print(f'$ gbaqa ask "{question}"\n{printed}\n')
    assert f'$ gbaqa ask "{question}"\n{printed}\n' in README


def test_there_are_five_examples() -> None:
    assert len(set(EXAMPLES)) == 5


def test_the_figures_are_those_of_the_committed_baseline() -> None:
    baseline = json.loads((ROOT / "eval/baselines/gba-dev.json").read_text(encoding="utf-8"))
    answers, retrieval = baseline["answers"], baseline["retrieval"]["measures"]
    expected = {
        "nDCG@10": retrieval["nDCG@10"],
        "success@5": retrieval["success@5"],
        "answered, of the answerable": answers["answerable"]["answered"],
        "key facts found": answers["answerable"]["key_facts"],
        "citation precision": answers["answerable"]["citation_precision"],
        "words an answer": answers["answerable"]["words"],
        "false answers, of the unanswerable": answers["unanswerable"]["false_answers"],
    }
    assert dict(FIGURES) == {name: f"{value:.2f}" for name, value in expected.items()}
