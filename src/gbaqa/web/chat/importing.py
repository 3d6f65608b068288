"""Import Gradio without what a server of one page has no use for.

At each import Gradio renders a type stub of every component, compares it with the file beside the
component's source and writes it where it differs: nearly half of its import, in the folder of an
installed package, and of no use to a server. No setting of Gradio's leaves that out (6.31).

Its cache, which this app does not use, imports pandas (32 MB): that waits until a name of it is
asked for. Its own MCP server, which this app does not use either, imports mcp (26 MB) if it is
there: within `thrifty` it is not.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import LazyLoader
from threading import get_ident
from types import ModuleType

MODULE = "gradio.component_meta"
STUBS = "create_or_modify_pyi"  # (component_class, class_name, events) -> None
LATER = "pandas"
LEFT_OUT = "mcp"


class _Loader(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        if callable(getattr(module, STUBS, None)):  # another Gradio may do without
            setattr(module, STUBS, _no_stub)


class _Finder(MetaPathFinder):
    def __init__(self) -> None:
        self._thread = get_ident()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == LEFT_OUT and get_ident() == self._thread:  # another may be after it itself
            raise ModuleNotFoundError(f"{fullname} is left out", name=fullname)
        if fullname not in {MODULE, LATER}:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or type(spec.loader) is not SourceFileLoader:
            return spec
        if fullname == LATER:
            spec.loader = LazyLoader(spec.loader)
        else:
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


@contextmanager
def thrifty() -> Iterator[None]:
    """Within it `import gradio` does without all that, where it was not imported before."""
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


def _no_stub(*_: object) -> None:
    """In place of the writing of a stub."""
