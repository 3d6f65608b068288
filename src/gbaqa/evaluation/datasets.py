"""Read a dataset's folder and check it: what it holds, for one split, or the line at fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from gbaqa.errors import DatasetError
from gbaqa.evaluation.corpora import OwnCorpus, read_own_corpus
from gbaqa.evaluation.judgements import Qrels, read_qrels
from gbaqa.evaluation.lines import Line, read_lines, unique
from gbaqa.evaluation.questions import Dialogue, Question, dialogue, question
from gbaqa.evaluation.splits import chosen, of_split, splits_of

QUERIES, QUESTIONS, DIALOGUES = "queries.jsonl", "questions.jsonl", "dialogues.jsonl"
QRELS = "qrels"
HOLDS = {
    QUERIES: "lines with _id and text",
    QUESTIONS: "lines with id, language, question, answerable, docs and answer_keys",
    DIALOGUES: "lines with id, language and turns",
}


@dataclass(frozen=True, slots=True)
class Dataset:
    """One split of a dataset; what the folder does not hold is empty, its corpus None.

    Without a corpus of its own, the project's index is asked. A query may be blank: it is refused
    when it is asked.
    """

    name: str
    folder: Path
    split: str
    corpus: OwnCorpus | None
    queries: Mapping[str, str]  # the judged ones
    qrels: Qrels
    questions: tuple[Question, ...]
    dialogues: tuple[Dialogue, ...]


def read_dataset(folder: Path, *, split: str | None) -> Dataset:
    """The dataset in `folder`; `split` None takes dev, else the only one there is.

    Raises DatasetError, with file and line where there is one, for every fault.
    """
    judged = _judged(folder)
    lines = {name: _lines(folder / name) for name in HOLDS}
    asked = chain(lines[QUESTIONS].values(), lines[DIALOGUES].values())  # they may share ids
    split = chosen(folder, split, splits=splits_of(judged, asked))
    corpus = read_own_corpus(folder)
    ids = corpus.ids if corpus else None
    questions = {
        name: question(name, line, documents=ids) for name, line in lines[QUESTIONS].items()
    }
    dialogues = {
        name: dialogue(name, line, documents=ids) for name, line in lines[DIALOGUES].items()
    }
    queries = of_split(lines[QUERIES], split)
    texts = {name: line.text_or_blank("text") for name, line in queries.items()}
    qrels: Qrels = {}
    if split in judged:
        path = folder / QRELS / f"{split}.tsv"
        qrels = read_qrels(path, queries=texts.keys(), documents=ids)
    return Dataset(
        name=folder.resolve().name,
        folder=folder,
        split=split,
        corpus=corpus,
        queries={name: texts[name] for name in qrels},
        qrels=qrels,
        questions=tuple(questions[name] for name in of_split(lines[QUESTIONS], split)),
        dialogues=tuple(dialogues[name] for name in of_split(lines[DIALOGUES], split)),
    )


def _judged(folder: Path) -> list[str]:
    """The splits with judgements; raises DatasetError where a part of the dataset is missing."""
    if not folder.is_dir():
        raise DatasetError(f"{folder} is not a folder; name the folder that holds the dataset")
    judged = sorted(path.stem for path in (folder / QRELS).glob("*.tsv"))
    if judged and not (folder / QUERIES).exists():
        raise DatasetError(f"{folder / QUERIES} is missing, expected {HOLDS[QUERIES]}; add it")
    if not judged and (folder / QUERIES).exists():
        raise DatasetError(
            f"{folder / QRELS} holds no judgements of the queries, expected dev.tsv; add it"
        )
    if not any((folder / name).exists() for name in HOLDS):
        raise DatasetError(f"{folder} is not a dataset, expected {' or '.join(HOLDS)}; add one")
    return judged


def _lines(path: Path) -> dict[str, Line]:
    """The lines of a file by id; none when there is no such file."""
    if not path.exists():
        return {}
    return unique(read_lines(path, holds=HOLDS[path.name]), "_id" if path.name == QUERIES else "id")
