"""The text of an OpenDocument paragraph as it is shown, with what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gbaqa.documents.formats.packages import attribute, local, whole

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# indexes repeat the headings; what was deleted and what is said of the text is not text
CONTENTS = frozenset(
    "table-of-content alphabetical-index illustration-index table-index user-index object-index "
    "bibliography tracked-changes forms annotation notes".split()
)
UNSHOWN = CONTENTS | frozenset(
    "annotation-end hidden-text ruby-text script image object title desc".split()
)
DRAWN = frozenset(("frame", "g", "custom-shape", "rect", "text-box", "control"))
MOST_SPACES = 100


@dataclass(frozen=True, slots=True)
class Inline:
    """A paragraph's text, the shapes that are anchored in it, the bodies of its notes."""

    text: str
    shapes: list[Element] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)


def inline(paragraph: Element) -> Inline:
    """What a paragraph holds, in the order of the file."""
    pieces = [paragraph.text or ""]
    found = Inline("")
    _gather(paragraph, pieces, found)
    return Inline("".join(pieces), found.shapes, found.notes)


def _gather(element: Element, pieces: list[str], found: Inline) -> None:
    for one in element:
        kind = local(one)
        if kind == "note":
            found.notes.extend(body for body in one if local(body) == "note-body")
        elif kind in DRAWN:
            found.shapes.append(one)
        elif kind == "s":
            pieces.append(" " * min(max(whole(attribute(one, "c"), 1), 1), MOST_SPACES))
        elif kind in ("tab", "line-break"):
            pieces.append("\n")
        elif kind not in UNSHOWN and kind:
            pieces.append(one.text or "")
            _gather(one, pieces, found)
        pieces.append(one.tail or "")
