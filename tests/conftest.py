"""What several test files share: hypothesis without a stop-watch, the real corpus indexed."""

from __future__ import annotations

import shutil
from pathlib import Path

import hypothesis
import pytest

from gbaqa.answering.asking import Assistant, open_assistant
from gbaqa.documents.reading import read_corpus
from gbaqa.indexing.building import build
from gbaqa.indexing.encoding import DEFAULT_ENCODER

hypothesis.settings.register_profile("shared machine", deadline=None)
hypothesis.settings.load_profile("shared machine")

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture(scope="session")
def real_assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Over the real corpus, indexed by the real encoder: a minute, or what the index has of it."""
    index = tmp_path_factory.mktemp("real") / "index"
    built = CORPUS.parent / "index"  # "make test" builds it first; a build reuses what still holds
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
