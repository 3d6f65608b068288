"""A small corpus, its index by a small model, and a way to run one command over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from gbaqa import cli
from gbaqa.answering import asking
from gbaqa.answering.evidence import Candidate
from tests.cli.running import FILES, OTHER_UNKNOWN, UNKNOWN, Gbaqa, Ran
from tests.fakes import write_files
from tests.small_models import static_model

LEAST_SHARED = 0.5


def shared_terms(candidates: Sequence[Candidate]) -> float:
    """Stands for the confidence: nobody calibrated the small model."""
    return candidates[0].coverage if candidates else 0.0


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a corpus, its index, and the small model that built it."""
    folder = tmp_path_factory.mktemp("cli")
    write_files(folder / "corpus", FILES)
    with pytest.MonkeyPatch.context() as patch:
        # questions that no document answers are still read: else there is nothing near them
        texts = [*FILES.values(), UNKNOWN, OTHER_UNKNOWN]
        patch.setenv("GBAQA_ENCODER", static_model(folder / "model", texts))
        patch.setattr(asking, "confidence", shared_terms)
        patch.setattr(asking, "answers", lambda probability, *, risk: probability > LEAST_SHARED)
        patch.setenv("GBAQA_CORPUS", str(folder / "corpus"))
        patch.setenv("GBAQA_INDEX", str(folder / "index"))
        assert cli.main(["index"]) == 0
        yield folder


@pytest.fixture
def gbaqa_(home: Path, capsys: pytest.CaptureFixture[str]) -> Gbaqa:
    """Runs one command as a shell would."""

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        try:
            code = cli.main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        return Ran(code, *capsys.readouterr())

    return run
