"""The web app fetches nothing and adds nothing: what does so cannot be reached from it."""

from __future__ import annotations

import ast
from pathlib import Path

import gbaqa

SOURCE = Path(gbaqa.__file__).parent
ADDING = "gbaqa.documents.adding"


def imported(path: Path) -> set[str]:
    """Modules that a file imports anywhere in it, functions included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def module(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_no_module_that_the_web_app_reaches_brings_documents_in() -> None:
    modules = {module(path): imported(path) for path in SOURCE.rglob("*.py")}
    reached: set[str] = set()
    waiting = {name for name in modules if name.startswith("gbaqa.web")}
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting |= (modules[name] & set(modules)) - reached

    assert len(reached) > 50
    assert {name for name in reached if name.startswith(ADDING)} == set()
    assert {name for name, uses in modules.items() if f"{ADDING}.telling" in uses} == {"gbaqa.cli"}
