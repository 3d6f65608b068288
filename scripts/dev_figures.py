"""Print the retrieval figures of many data sets, with one configuration, as one table.

    python -m scripts.dev_figures DATASET[:SPLIT] [DATASET:SPLIT ...]

Of SciFact and SQuAD 2.0 only the queries that nothing was trained on. Of sets that hold no folder
here one line says so. Environment: GBAQA_INDEX, GBAQA_ENCODER, as for gbaqa.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace

from scripts.ablation import held_out

from gbaqa.errors import GbaqaError
from gbaqa.evaluation.baselines import opener, public
from gbaqa.evaluation.datasets import read_dataset
from gbaqa.evaluation.retrieving import score_retrieval

MEASURES = ("nDCG@10", "P@1", "success@5")


def main(names: Sequence[str]) -> int:
    """Prints a row for each data set, and for each language of one that has several."""
    if not names:
        print(__doc__, file=sys.stderr)
        return 2
    open_ = opener()
    print("| set | language | queries | nDCG@10 [95%] | first | in first 5 |")
    print("| --- | --- | --- | --- | --- | --- |", flush=True)
    try:
        for name in names:
            folder, split = public(name)
            if not folder.is_dir():
                print(f"| {folder.name} | | not there | | | |")
                continue
            # of what is asked for answers only the searching is scored: no sentences are embedded
            dataset = held_out(read_dataset(folder, split=split))
            plain = replace(dataset, questions=(), dialogues=())
            found = score_retrieval(
                plain.queries, plain.qrels, open_(plain if plain.corpus else dataset),
                questions=dataset.questions,
            ).as_json()  # fmt: skip
            for language, part in found["by_language"].items():
                print(_row(f"{dataset.name} {split}", language, part), flush=True)
    except GbaqaError as error:
        print(f"dev_figures: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def _row(name: str, language: str, part: dict[str, dict[str, float]]) -> str:
    measures = part["measures"]
    interval = measures["nDCG@10_ci"]
    low, high = interval if isinstance(interval, list) else (0.0, 0.0)
    ndcg, first, five = (100 * measures[one] for one in MEASURES)
    return (
        f"| {name} | {language} | {part['queries']} | {ndcg:.1f} [{100 * low:.1f}, "
        f"{100 * high:.1f}] | {first:.1f} | {five:.1f} |"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
