"""Tell English from Portuguese by character statistics: the one door to py3langid."""

from __future__ import annotations

import json
import mmap
from array import array
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gbaqa.keeping import found, is_whole, make

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

PACKAGE = "py3langid"
FORMAT_VERSION = 2
LANGUAGES = ["en", "pt"]
WEIGHTS, CLASSES = "weights.npz", "classes.json"
# of the automaton that finds the features in a text
MOVES, ROWS, OUTPUTS = "moves.bin", "rows.bin", "outputs.bin"


def classify(text: str) -> str:
    """Whichever of "en" and "pt" is likelier.

    >>> classify("Onde fica a ponte?")
    'pt'
    """
    identifier = _identifier()
    found = str(identifier.classify(text)[0])
    moves = getattr(identifier.tk_nextmove, "obj", None)
    if isinstance(moves, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        # each question walks elsewhere in these 39 MB, and most of what it met is not met again
        moves.madvise(mmap.MADV_DONTNEED)
    return found


def prepare_languages(prepared: Path) -> None:
    """Makes the part of the model that is in use below that folder, unless it is there and whole.

    Of the package's 142 languages two are in use: the whole model takes half a second to unpack.
    """
    folder = prepared / _name()
    if not is_whole(folder):
        make(folder, _write)


@cache
def _identifier() -> LanguageIdentifier:
    folder = found(_name())
    return _kept(folder) if folder else _whole()


def _whole() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(LANGUAGES)
    return identifier


def _kept(folder: Path) -> LanguageIdentifier:
    import numpy as np
    from py3langid.langid import LanguageIdentifier

    weights = np.load(folder / WEIGHTS)
    kinds: dict[str, Any] = json.loads((folder / CLASSES).read_bytes())
    return LanguageIdentifier(
        weights["features"],
        weights["priors"],
        LANGUAGES,
        _numbers(folder / MOVES, kinds[MOVES]),
        _numbers(folder / OUTPUTS, kinds[OUTPUTS]),
        tk_row=_numbers(folder / ROWS, kinds[ROWS]),
    )


def _numbers(path: Path, kind: Any) -> memoryview[int]:  # noqa: ANN401  # a type code
    """Numbers of that type code, mapped from the file."""
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)).cast(kind)


def _write(folder: Path) -> bool:
    import numpy as np

    whole: Any = _whole()
    np.savez(folder / WEIGHTS, features=whole.nb_ptc, priors=whole.nb_pc)
    kinds = {}
    outputs = array("i", whole.tk_output)
    for name, numbers in ((MOVES, whole.tk_nextmove), (ROWS, whole.tk_row), (OUTPUTS, outputs)):
        (folder / name).write_bytes(numbers.tobytes())
        kinds[name] = numbers.typecode
    (folder / CLASSES).write_text(json.dumps(kinds), encoding="utf-8")
    return list(whole.nb_classes) == LANGUAGES


def _name() -> str:
    return f"languages-{version(PACKAGE)}-{FORMAT_VERSION}"
