"""Two small corpora, and all that a reader of an index gets: answers, or a line with what to do."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeAlias

from gbaqa.answering.asking import open_assistant
from gbaqa.answering.receipts import as_json
from gbaqa.errors import IndexUnusable
from tests.fakes import FAKE_ENCODER, WordTokensEncoder, build_index, write_files

Answers: TypeAlias = tuple[dict[str, Any], ...]

OLD = {
    "park.txt": "The park covers 19.1 hectares.",
    "fee.txt": "The fee is 100 patacas.",
    "glossary.csv": "kind,en,zh-Hant,zh-Hans,pt,aliases\nplace,Hengqin,橫琴,横琴,Hengqin,Ilha\n",
    "questions.csv": "language,question,doc_id\nen,What is the fee?,fee\n",
}
NEW = OLD | {"fee.txt": "The fee is 120 patacas.", "bridge.txt": "The bridge is 55 km long."}
QUESTIONS = ("What is the fee?", "How long is the bridge?", "How large is the park?")


def corpora(folder: Path) -> tuple[Path, Path]:
    """The old one and the new one, written."""
    return write_files(folder / "old", OLD), write_files(folder / "new", NEW)


def built(corpus: Path, index: Path) -> str:
    """Builds, and tells the generation."""
    return build_index(corpus, index, WordTokensEncoder()).generation


def refused(corpus: Path, index: Path) -> str:
    """What a build says that cannot be made; "" of one that is made."""
    try:
        built(corpus, index)
    except IndexUnusable as error:
        return str(error)
    return ""


def answers(index: Path) -> Answers:
    """All answers as their objects, but for the time they took; raises as `open_assistant` does."""
    assistant = open_assistant(
        index, encoder_name=FAKE_ENCODER, load=lambda name: WordTokensEncoder()
    )
    replies = [as_json(assistant.ask(question)) for question in QUESTIONS]
    offered = [asdict(one) for one in assistant.opened.questions]
    return (*({**reply, "timings_ms": {}} for reply in replies), {"offered": offered})


def told(index: Path) -> Answers | str:
    """The answers or, in their place, the one line that says what to do."""
    try:
        return answers(index)
    except IndexUnusable as error:
        line = str(error)
        assert "\n" not in line
        assert 'run "gbaqa index"' in line, line
        return line


def expected(folder: Path) -> tuple[Answers, Answers]:
    """What indexes of the two corpora answer that nothing ever happened to."""
    old, new = corpora(folder)
    for corpus in (old, new):
        built(corpus, folder / f"fresh-{corpus.name}")
    return answers(folder / "fresh-old"), answers(folder / "fresh-new")


def leftovers(index: Path) -> list[str]:
    """What a build that failed left half-done."""
    return sorted(path.name for path in (index / "generations").glob("*.partial"))
