"""Check the questions and dialogues of eval/gba against the briefs in corpus/.

    python -m tests.check_questions [ID ...]

prints one line a fault and exits 1 when there is one:
- a key fact of which no accepted form stands in the briefs that are said to answer;
- a brief that is said to answer and holds none of the key facts;
- evidence that is not, word for word, in one of these briefs or its twin, or that leaves out a key;
- a question that counts as unanswerable, though a sentence holds one of the terms of each of its
  groups in `absent`: what an answer would have to name.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from gbaqa.evaluation.matching import holds
from tests import check_briefs

ROOT = Path(__file__).resolve().parent.parent
DATASET = ROOT / "eval" / "gba"
CORPUS = ROOT / "corpus"

Row = dict[str, Any]


def read_jsonl(name: str) -> list[Row]:
    """The rows of a file of the dataset."""
    lines = (DATASET / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def briefs() -> dict[str, str]:
    """Briefs and twins by id, with their front matter."""
    return {path.stem: path.read_text(encoding="utf-8") for path in CORPUS.glob("*/*.md")}


def originals() -> list[str]:
    """The ids of briefs that are no twins."""
    return [doc_id for doc_id in briefs() if "." not in doc_id]


def brief_text(doc_id: str) -> str:
    """The title and the text of a brief; dates and topics of its front matter prove nothing."""
    return "\n".join([_title(briefs()[doc_id]), check_briefs.body(briefs()[doc_id])])


@cache
def searchable() -> tuple[str, ...]:
    """Every sentence of the English briefs with the title above it, in lower case."""
    return tuple(
        f"{_title(text)}\n{sentence}".lower()
        for text in map(briefs().__getitem__, originals())
        for sentence in check_briefs.sentences(text)
    )


def keyed() -> list[tuple[str, Row]]:
    """Everything that has key facts: answerable questions and the turns of dialogues."""
    questions = [(row["id"], row) for row in read_jsonl("questions.jsonl") if row["answerable"]]
    turns = [
        (f"{dialogue['id']}#{number}", turn)
        for dialogue in read_jsonl("dialogues.jsonl")
        for number, turn in enumerate(dialogue["turns"], start=1)
    ]
    return questions + turns


def key_faults(row: Row) -> Iterator[str]:
    """Keys that no brief named holds, and briefs named that hold no key."""
    texts = {doc_id: brief_text(doc_id) for doc_id in row["docs"]}
    for forms in row["answer_keys"]:
        if not any(holds(text, form) for text in texts.values() for form in forms):
            yield f"none of {forms} in {row['docs']}"
    for doc_id, text in texts.items():
        if not any(holds(text, form) for form in chain(*row["answer_keys"])):
            yield f"no key in {doc_id}"


def evidence_faults(row: Row) -> Iterator[str]:
    """Evidence that is not in the briefs named, and keys that none of it states."""
    texts = [
        briefs()[name]
        for doc_id in row["docs"]
        for name in (doc_id, f"{doc_id}.zh-Hant")
        if name in briefs()
    ]
    if not row["evidence"] or not all(row["evidence"]):
        yield "no evidence, or an empty piece of it"
    for wording in chain(*row["evidence"]):
        if not any(wording in text for text in texts):
            yield f"not in {row['docs']}: {wording}"
    told = "\n".join(chain(*row["evidence"]))
    for forms in row["answer_keys"]:
        if not any(holds(told, form) for form in forms):
            yield f"no evidence states {forms}"


def absent_faults(row: Row) -> Iterator[str]:
    """Sentences that hold a term of every group, as an answer would."""
    if not row["absent"] or not all(row["absent"]):
        yield "no terms to search for"
        return
    for sentence in searchable():
        if all(any(term.lower() in sentence for term in group) for group in row["absent"]):
            yield f"may be answered by: {sentence}"


def faults() -> Iterator[tuple[str, str]]:
    """Id and fault, over the whole set."""
    for name, row in keyed():
        yield from ((name, fault) for fault in key_faults(row))
        if "evidence" in row:
            yield from ((name, fault) for fault in evidence_faults(row))
    for row in read_jsonl("questions.jsonl"):
        if not row["answerable"]:
            yield from ((row["id"], fault) for fault in absent_faults(row))


def main(wanted: set[str]) -> int:
    count = 0
    for name, fault in faults():
        if not wanted or name in wanted:
            count += 1
            print(f"{name}: {fault}")
    print(f"{count} faults", file=sys.stderr)
    return 1 if count else 0


def _title(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("title:"))


if __name__ == "__main__":
    sys.exit(main(set(sys.argv[1:])))
