"""The kept table of CC-CEDICT holds what the package holds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from gbaqa.retrieval.translating import entries as module
from gbaqa.retrieval.translating.dictionary import Dictionary
from gbaqa.retrieval.translating.entries import TABLE, Glosses, Table, entries, prepare_entries


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> Mapping[str, Glosses]:
    found: Mapping[str, Glosses] = {
        "港": (("harbor", False), ("Hong Kong", True)),
        "大桥": (("bridge", False),),
        "的": (),
    }
    monkeypatch.setattr(module, "read_entries", lambda: dict(found))
    return found


def test_a_table_is_the_mapping_that_it_was_made_of(
    tmp_path: Path, whole: Mapping[str, Glosses]
) -> None:
    prepare_entries(tmp_path)
    table = Table(tmp_path / module._name() / TABLE)
    assert dict(table) == dict(whole)
    assert (len(table), table.longest, "港" in table, "x" in table) == (3, 2, True, False)
    assert (
        Dictionary(table).senses("港") == Dictionary(whole).senses("港") == ("harbor", "Hong Kong")
    )
    assert Dictionary(table).longest == Dictionary(whole).longest == 2


def test_the_kept_table_is_that_of_the_package() -> None:
    table = entries()
    assert isinstance(table, Table)
    assert dict(table) == module.read_entries()
