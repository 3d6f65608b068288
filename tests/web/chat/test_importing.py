"""Gradio is imported without writing its stubs, and whatever else it does is left as it is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import pytest

from gbaqa.web.chat import importing
from gbaqa.web.chat.importing import STUBS, thrifty

WRITES = """
def create_or_modify_pyi(component_class, class_name, events):
    raise AssertionError("a stub is written")
kept = 7
"""
PACKAGE = "import gradio_stand_in.component_meta as meta\nmeta.create_or_modify_pyi(None, '', [])\n"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package that is made as Gradio is."""
    folder = tmp_path / "gradio_stand_in"
    folder.mkdir()
    (folder / "__init__.py").write_text(PACKAGE)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(importing, "MODULE", "gradio_stand_in.component_meta")
    yield folder
    for name in [name for name in sys.modules if name.startswith("gradio_stand_in")]:
        del sys.modules[name]


def test_no_stub_is_written_and_the_rest_of_the_module_is_there(package: Path) -> None:
    (package / "component_meta.py").write_text(WRITES)
    finders = list(sys.meta_path)
    with thrifty():
        stand_in = __import__("gradio_stand_in")
    assert stand_in.meta.kept == 7
    assert sys.meta_path == finders


def test_another_thread_imports_what_is_left_out(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (package / "component_meta.py").write_text("def create_or_modify_pyi(*_): pass\n")
    monkeypatch.setattr(importing, "LEFT_OUT", "gradio_stand_in")
    with thrifty():
        with pytest.raises(ModuleNotFoundError, match="gradio_stand_in is left out"):
            __import__("gradio_stand_in")
        with ThreadPoolExecutor(1) as thread:
            thread.submit(__import__, "gradio_stand_in").result()
    assert "gradio_stand_in" in sys.modules


def test_without_it_stubs_are_written(package: Path) -> None:
    (package / "component_meta.py").write_text(WRITES)
    with pytest.raises(AssertionError, match="a stub is written"):
        __import__("gradio_stand_in")


def test_a_version_that_writes_none_is_imported_as_it_is(package: Path) -> None:
    (package / "__init__.py").write_text("import gradio_stand_in.component_meta as meta\n")
    (package / "component_meta.py").write_text("kept = 7\n")
    with thrifty():
        stand_in = __import__("gradio_stand_in")
    assert not hasattr(stand_in.meta, STUBS)


def test_the_gradio_that_is_installed_still_writes_them_there() -> None:
    spec = find_spec("gradio")  # it imports nothing
    assert spec is not None
    assert spec.submodule_search_locations is not None
    source = Path(spec.submodule_search_locations[0]) / "component_meta.py"
    text = source.read_text(encoding="utf-8")
    assert f"def {STUBS}(" in text
    assert f"        {STUBS}(component_class, name, events)" in text


LEFT_OUT = """
import sys
import gbaqa.answering.asking, gbaqa.web.application  # as a server has them before the page
import gbaqa.web.chat.page
print("pandas.core" in sys.modules, "mcp" in sys.modules)
import mcp.types, pandas
print(pandas.DataFrame({"one": [1, 2]}).sum()["one"], mcp.types.Tool.__name__)
"""


def test_what_gradio_does_not_need_waits_until_it_is_asked_for() -> None:
    said = subprocess.run([sys.executable, "-c", LEFT_OUT], capture_output=True, text=True)
    assert said.stdout.split() == ["False", "False", "3", "Tool"], said.stderr
