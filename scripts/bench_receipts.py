"""Forge answers over the real index by the thousand and see that each forgery is caught.

    python -m scripts.bench_receipts [DATASET] [--honest=1000] [--forged=1000]

asks the dataset's dev questions and dialogues, with and without filters, and verifies each answer:
none may be refused. Then forges answers, kind by kind, and verifies these: none may pass, also with
a digest made anew where the documents tell. Exit code 1 otherwise.
Environment: GBAQA_CORPUS, GBAQA_INDEX, as for gbaqa.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from tests.answering.forging import Case, case
from tests.answering.mutating import DIGEST_ALONE, FORGERS, forgeries, passed

from gbaqa.answering.asking import Assistant, open_assistant
from gbaqa.answering.receipts import as_json
from gbaqa.answering.replaying import generation_of
from gbaqa.documents.reading import Corpus, read_corpus
from gbaqa.errors import GbaqaError
from gbaqa.evaluation.datasets import Dataset, read_dataset
from gbaqa.settings import Settings
from gbaqa.types import Filters, Turn

FILTERS = (
    Filters(),
    Filters(language="en"),
    Filters(language="zh-Hant"),
    Filters(since="2024"),
    Filters(until="2023-12"),
    Filters(until="1990"),
)
SEED = 1


def main(arguments: Sequence[str]) -> int:
    """Prints what was asked, refused, forged and missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("dataset", nargs="?", type=Path, default=Path("eval/gba"))
    parser.add_argument("--honest", type=int, default=1000)
    parser.add_argument("--forged", type=int, default=1000)
    wanted = parser.parse_args(arguments)
    settings = Settings.read(os.environ)
    try:
        dataset = read_dataset(wanted.dataset, split="dev")
        corpus = read_corpus(settings.corpus)
        assistant = open_assistant(
            settings.index, encoder_name=settings.encoder, dimension=settings.dimension
        )
        honest = list(islice(cases(assistant, dataset, corpus, settings), wanted.honest))
    except GbaqaError as error:
        print(f"bench_receipts: {error}", file=sys.stderr)
        return error.exit_code
    wrong = _honest(honest) + _forged(honest, count=wanted.forged)
    return 1 if wrong or len(honest) < wanted.honest else 0


def cases(
    assistant: Assistant, dataset: Dataset, corpus: Corpus, settings: Settings
) -> Iterator[Case]:
    """Answers beside the documents as they lie in the corpus folder, and their generation."""
    documents = {read.document.doc_id: read.document for read in corpus.reads}
    generation = generation_of(corpus, encoder_name=settings.encoder, dimension=settings.dimension)
    for question, history, filters in asked(dataset):
        answer = as_json(assistant.ask(question, history=history, filters=filters))
        found = case(answer, documents)
        yield Case(found.answer, documents, generation or found.generation)


def asked(dataset: Dataset) -> Iterator[tuple[str, tuple[Turn, ...], Filters]]:
    """Every question, then every turn of a dialogue, then all again through each filter."""
    for filters in FILTERS:
        for one in dataset.questions:
            yield one.text, (), filters
        for dialogue in dataset.dialogues:
            earlier: tuple[Turn, ...] = ()
            for turn in dialogue.turns:
                yield turn.user, earlier, filters
                earlier = (*earlier, Turn(turn.user))


def _honest(honest: Sequence[Case]) -> int:
    refused = [(one.answer["question"], told) for one in honest if (told := one.faults())]
    by_status = Counter(one.answer["status"] for one in honest)
    languages = Counter(one.answer["language"] for one in honest)
    print(
        f"honest answers {len(honest)}: {_counts(by_status)}; {_counts(languages)}; "
        f"refused {len(refused)}"
    )
    for question, told in refused[:10]:
        print(f"  refused: {question!r}: {told[0]}")
    return len(refused)


def _forged(honest: Sequence[Case], *, count: int) -> int:
    forged = list(forgeries(honest, count=count, seed=SEED))
    missed = passed(forged)
    kinds = Counter(one.kind for one in forged)
    resealed = sum(number for kind, number in kinds.items() if kind not in DIGEST_ALONE)
    print(
        f"forged answers {len(forged)} of {len(kinds)} kinds: missed {len(missed)}; "
        f"{resealed} of them verified with a digest made anew as well"
    )
    print(f"  told by the digest alone: {', '.join(sorted(DIGEST_ALONE))}")
    print(f"  not to be had from these answers: {', '.join(sorted(FORGERS.keys() - kinds)) or '-'}")
    for one in missed[:10]:
        print(f"  missed: {one.kind}: {one.case.answer['question']!r}")
    return len(missed) + max(0, count - len(forged))


def _counts(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counted.items()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
