"""What several test files share: hypothesis without a stop-watch, the real corpus indexed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from gbaqa.answering.asking import Assistant, open_assistant
from gbaqa.documents.reading import read_corpus
from gbaqa.indexing.building import build
from gbaqa.indexing.encoding import DEFAULT_ENCODER
from gbaqa.keeping import PREPARED, keep_in

# half of the usual examples: the whole of the tests is to stay short
hypothesis.settings.register_profile("shared machine", deadline=None, max_examples=50)
hypothesis.settings.load_profile("shared machine")

CORPUS = Path(__file__).parents[1] / "corpus"
BUILT = CORPUS.parent / "index"  # "make test" builds it first; a build reuses what still holds


@pytest.fixture(scope="session", autouse=True)
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What is made once of installed packages is not made once more for each test."""
    folder = tmp_path_factory.mktemp("prepared")
    for path in (BUILT / PREPARED).glob("*"):
        (folder / path.name).symlink_to(path)  # what tests make for models of theirs lies beside
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GBAQA_PREPARED", str(folder))
        keep_in(folder)
        yield folder
    keep_in(None)


@pytest.fixture(scope="session")
def real_assistant(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Assistant:
    """Over the real corpus, indexed by the real encoder: a minute, or what the index has of it."""
    index = tmp_path_factory.mktemp("real") / "index"
    built = BUILT
    for name in ("CURRENT", "generations"):
        if (built / name).is_dir():
            shutil.copytree(built / name, index / name)
        elif (built / name).is_file():
            index.mkdir(exist_ok=True)
            shutil.copy(built / name, index / name)
    corpus = read_corpus(CORPUS)
    assert corpus.skipped == ()
    build(
        corpus.reads,
        index=index,
        encoder_name=DEFAULT_ENCODER,
        glossary=corpus.glossary,
        questions=corpus.questions,
    )
    return open_assistant(index, encoder_name=DEFAULT_ENCODER)
