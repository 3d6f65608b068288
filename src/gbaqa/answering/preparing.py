"""Make once what every start would make anew, beside the index."""

from __future__ import annotations

from pathlib import Path

from gbaqa.answering.judge_model import prepare_judge
from gbaqa.keeping import folder_beside
from gbaqa.retrieval.translating.entries import prepare_entries
from gbaqa.text.latin_languages import prepare_languages


def prepare(index: Path) -> None:
    """The judge's graph, the dictionary, and what tells English from Portuguese.

    What is there and whole stays. Without any of it an assistant answers the same, after seconds.
    """
    folder = folder_beside(index)
    prepare_judge(folder)
    prepare_entries(folder)
    prepare_languages(folder)
