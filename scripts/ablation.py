"""Leave out each step of the retrieval by itself, and see what it was worth: make ablation.

    python -m scripts.ablation DATASET[:SPLIT] [DATASET:SPLIT ...] [--only=PATTERN]

For every dataset and language one table: nDCG@10, right document first and in the first five, of
the whole and of the whole without one step, with the paired difference in nDCG@10, its 95%
interval and the p-value of a randomization test, adjusted by Holm over the table. Questions that
the weights were trained on are left out. Environment: GBAQA_INDEX, GBAQA_ENCODER, as for gbaqa.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from unittest.mock import patch

import numpy as np
from scripts.training.examples import in_training_half

from gbaqa.answering.asking import Assistant
from gbaqa.errors import GbaqaError
from gbaqa.evaluation.baselines import opener, public
from gbaqa.evaluation.comparing import holm, randomization
from gbaqa.evaluation.datasets import Dataset, read_dataset
from gbaqa.evaluation.intervals import mean
from gbaqa.evaluation.retrieving import score_retrieval
from gbaqa.retrieval.translating.translation import Translation

ONLY = "--only="
MEASURES = ("nDCG@10", "P@1", "success@5")
HELD_OUT: Mapping[str, Callable[[Dataset, str], bool]] = {
    "scifact": lambda _, query: not in_training_half(query),
    "squad2": lambda dataset, query: not in_training_half(_title(dataset, query)),
}


@dataclass(frozen=True, slots=True)
class Without:
    """A step left out, by putting other things in its place; `asks` picks who notices."""

    name: str
    patches: tuple[tuple[str, object], ...]
    translated: bool = False  # touches questions of other languages alone


def _first(senses: Sequence[object], *_: object, **__: object) -> object:
    return senses[0]


def _same(text: str, *_: object, **__: object) -> str:
    return text


STEPS = (
    Without(
        "dense side",
        (("gbaqa.retrieval.searching.DenseSearcher.search", lambda *_, **__: ()),),
    ),
    Without("lexical side", (("gbaqa.retrieval.fusing.LEXICAL_WEIGHT", 0.0),)),
    Without("title and headings as a field", (("gbaqa.indexing.postings.TITLE_WEIGHT", 0.0),)),
    Without(
        "compounds whole and in parts",
        (
            ("gbaqa.text.alternatives.HYPHENATED", re.compile("(?!)")),
            ("gbaqa.text.alternatives.MIXED", re.compile("(?!)")),
            ("gbaqa.text.alternatives._with_joined", lambda found, known: found),
        ),
    ),
    Without("spelling", (("gbaqa.retrieval.opening.corrected", _same),)),
    Without("second stage", (("gbaqa.retrieval.reranking.INTERACTION_WEIGHT", 0.0),)),
    Without("rarity in the second stage", (("gbaqa.indexing.tokens.TokenIndex.rarity",
            lambda _, ids: np.ones(len(ids), dtype="float32")),)),
    Without("single ideographs", (("gbaqa.text.alternatives.characters", lambda _: []),), True),
    Without("English words for other languages",
            (("gbaqa.retrieval.opening.Translator.translate",
              lambda *_, **__: Translation("", ())),),
            True),
    Without("choice of senses by the corpus",
            (("gbaqa.retrieval.translating.translation.choose", _first),), True),
    Without("glossary", (("gbaqa.retrieval.translating.glossary.chinese", lambda _: {}),
                         ("gbaqa.retrieval.translating.glossary.latin", lambda _: {})), True),
    Without("names by their sound",
            (("gbaqa.retrieval.translating.translation.spelt", lambda words, **_: words),), True),
    Without("Cantonese", (("gbaqa.retrieval.translating.chinese.standard", _same),), True),
    Without("numerals", (("gbaqa.retrieval.translating.chinese.arabic", _same),), True),
)  # fmt: skip

Values = Mapping[str, Mapping[str, float]]  # query -> measure -> value


def values_of(
    dataset: Dataset, assistant: Assistant, patches: Sequence[tuple[str, object]]
) -> Values:
    """Every measure of every query, with those things put in place of others."""
    with ExitStack() as stack:
        for name, value in patches:
            stack.enter_context(patch(name, value))
        fresh = Assistant(assistant.opened)  # nothing remembered
        return score_retrieval(
            dataset.queries, dataset.qrels, fresh, questions=dataset.questions
        ).measures


def table(whole: Values, parts: Mapping[str, Values], queries: Sequence[str]) -> Iterator[str]:
    """The rows of one language."""
    differences = {
        name: np.array([values[query]["nDCG@10"] - whole[query]["nDCG@10"] for query in queries])
        for name, values in parts.items()
    }
    adjusted = dict(
        zip(differences, holm([randomization(one) for one in differences.values()]), strict=True)
    )
    yield f"| {'all steps':40} | {_figures(whole, queries)} | | |"
    for name, values in parts.items():
        found = mean("of", differences[name].tolist())
        low, high = found["of_ci"] if isinstance(found["of_ci"], list) else (0.0, 0.0)
        change = f"{100 * differences[name].mean():+.1f} [{100 * low:+.1f}, {100 * high:+.1f}]"
        figures = _figures(values, queries)
        yield f"| {'without ' + name:40} | {figures} | {change} | {adjusted[name]:.3f} |"


def _figures(values: Values, queries: Sequence[str]) -> str:
    means = (np.mean([values[query][name] for query in queries]) for name in MEASURES)
    return " | ".join(f"{100 * one:.1f}" for one in means)


def _title(dataset: Dataset, query: str) -> str:
    titles = (
        {read.document.doc_id: read.document.title for read in dataset.corpus.reads}
        if dataset.corpus
        else {}
    )
    return titles[min(dataset.qrels[query])]


def held_out(dataset: Dataset) -> Dataset:
    """The queries that nothing was trained on."""
    kept = HELD_OUT.get(dataset.name)
    if kept is None:
        return dataset
    queries = {name: text for name, text in dataset.queries.items() if kept(dataset, name)}
    qrels = {name: dataset.qrels[name] for name in queries}
    return replace(dataset, queries=queries, qrels=qrels, questions=(), dialogues=())


def main(arguments: Sequence[str]) -> int:
    """Prints the tables; returns the exit code."""
    pattern = next((one.removeprefix(ONLY) for one in arguments if one.startswith(ONLY)), "")
    names = [one for one in arguments if not one.startswith(ONLY)]
    if not names:
        print(__doc__, file=sys.stderr)
        return 2
    open_ = opener()
    try:
        for name in names:
            folder, split = public(name)
            dataset = held_out(read_dataset(folder, split=split))
            _report(dataset, open_(dataset), [one for one in STEPS if re.search(pattern, one.name)])
    except GbaqaError as error:
        print(f"ablation: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def _report(dataset: Dataset, assistant: Assistant, steps: Sequence[Without]) -> None:
    scores = score_retrieval(
        dataset.queries, dataset.qrels, Assistant(assistant.opened), questions=dataset.questions
    )
    english = set(scores.languages.values()) == {"en"}
    parts = {
        one.name: values_of(dataset, assistant, one.patches)
        for one in steps
        if not (one.translated and english)
    }
    for language in sorted(set(scores.languages.values())):
        queries = [query for query, one in scores.languages.items() if one == language]
        print(f"\n{dataset.name} {dataset.split}, {language}, {len(queries)} queries\n")
        print(f"| | {' | '.join(MEASURES)} | change of nDCG@10 | p |")
        print("| --- | --- | --- | --- | --- | --- |")
        print("\n".join(table(scores.measures, parts, queries)), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
