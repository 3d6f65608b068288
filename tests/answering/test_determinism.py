"""The same question over the same documents gives the same bytes, however it is come by."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from gbaqa.indexing.encoding import DEFAULT_ENCODER
from gbaqa.indexing.graph_encoding import BATCH
from tests.answering.repeating import Asked, Json, first_difference, in_a_process

pytestmark = pytest.mark.model

CORPUS = Path(__file__).parents[2] / "corpus"
TOPIC = "standards"
ASKED = (
    Asked("How many Greater Bay Area Standards were there in May 2025?"),
    Asked("Which alliance was founded on Mars?"),
    Asked("第二批「灣區標準」在何時公布？"),
    Asked("Quantas normas da Grande Baía existiam em 2025?"),
    Asked("And in which fields?", ("How many Greater Bay Area Standards are there?",)),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten briefs of the real corpus, twins among them, and its glossary."""
    made = tmp_path_factory.mktemp("determinism")
    shutil.copytree(CORPUS / TOPIC, made / "corpus" / TOPIC)
    shutil.copy(CORPUS / "glossary.csv", made / "corpus")
    return made


def answered(folder: Path, *, batch: int, threads: int, hash_seed: int, runs: int = 1) -> Json:
    """By a process of its own, over an index of its own."""
    wish: Mapping[str, object] = {
        "index": folder / f"{batch}-{threads}",
        "encoder": DEFAULT_ENCODER,
        "corpus": folder / "corpus",
        "batch": batch,
        "runs": runs,
    }
    return in_a_process(wish, ASKED, threads=threads, hash_seed=hash_seed)


def test_threads_batches_processes_and_repeats_change_no_byte(folder: Path) -> None:
    one = answered(folder, batch=BATCH, threads=1, hash_seed=0, runs=2)
    two = answered(folder, batch=5, threads=2, hash_seed=1)
    assert one["changed"] == {}
    assert {found["status"] for found in one["answers"]} == {"answered", "not_found"}
    pairs = zip(ASKED, one["answers"], two["answers"], strict=True)
    differing = {asked.question: first_difference(a, b) for asked, a, b in pairs}
    assert differing == dict.fromkeys((asked.question for asked in ASKED), "")


def test_the_first_field_that_differs_is_named() -> None:
    one = {"status": "answered", "citations": [{"start": 1, "end": 2}], "sha256": "a"}
    other = {"status": "answered", "citations": [{"start": 1, "end": 3}], "sha256": "b"}
    assert first_difference(one, other) == "citations.0.end: 2, 3"
    assert first_difference(one, {**one, "sha256": "b"}) == "sha256: 'a', 'b'"
    assert first_difference(one, {"status": "answered"}).startswith(": {'status'")
    assert first_difference([1], [1, 2]) == ": [1], [1, 2]"
    assert first_difference({"n": 1}, {"n": 1.0}) == "n: 1, 1.0"
    assert first_difference(one, dict(one)) == ""
