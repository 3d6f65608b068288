"""A result tells how to make it again, where that can be told."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from gbaqa.evaluation import provenance
from gbaqa.evaluation.datasets import read_dataset
from tests.evaluation.whole import whole


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    provenance.commit.cache_clear()
    yield
    provenance.commit.cache_clear()


def test_the_command_names_dataset_and_split(tmp_path: Path) -> None:
    dataset = read_dataset(whole(tmp_path), split=None)
    assert provenance.command_of(dataset) == f"gbaqa eval {tmp_path} --split dev --json"


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")
def test_the_commit_is_that_of_the_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert re.fullmatch(r"([0-9a-f]{40}(-dirty)?)?", provenance.commit())
    provenance.commit.cache_clear()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setattr(provenance, "HERE", tmp_path)
    assert provenance.commit() == ""


def test_without_git_there_is_no_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert provenance.commit() == ""
