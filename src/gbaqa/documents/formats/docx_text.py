"""The text of a DOCX paragraph as it is shown, with the text boxes and notes that hang on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gbaqa.documents.formats.packages import attribute, child, local

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# deleted or moved away, instructions of fields, what is said of the text, what is said of its sound
UNSHOWN = frozenset(
    "del moveFrom instrText delText pPr rPr sdtPr sdtEndPr rt commentReference annotationRef "
    "fldData".split()
)
CHARACTERS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
GRAPHICS = frozenset(("chart", "relIds"))
BETWEEN = {"f": ("num", "/", "den"), "sSup": ("e", "^", "sup"), "sSub": ("e", "_", "sub")}
BETWEEN |= {"rad": ("deg", "√", "e"), "func": ("fName", " ", "e")}
OFF = frozenset(("0", "false", "off"))


@dataclass(frozen=True, slots=True)
class Inline:
    """A paragraph's text, what is drawn in it, and the notes that it refers to as (kind, id)."""

    text: str
    boxes: list[Element] = field(default_factory=list)
    graphics: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def inline(paragraph: Element) -> Inline:
    """What a paragraph holds, in the order of the file."""
    pieces: list[str] = []
    found = Inline("")
    _gather(paragraph, pieces, found)
    return Inline("".join(pieces), found.boxes, found.graphics, found.notes)


def _gather(element: Element, pieces: list[str], found: Inline) -> None:
    for one in element:
        kind = local(one)
        if kind in UNSHOWN or (kind == "r" and _hidden(one)):
            continue
        if kind == "t":
            pieces.append(one.text or "")
        elif kind in CHARACTERS:
            pieces.append(CHARACTERS[kind])
        elif kind in NOTES:
            found.notes.append((NOTES[kind], attribute(one, "id") or ""))
        elif kind == "txbxContent":
            found.boxes.append(one)
        elif kind in GRAPHICS:
            found.graphics.append(one)
        elif kind == "AlternateContent":
            _gather(chosen(one), pieces, found)
        elif kind in BETWEEN:
            pieces.append(_formula(one, BETWEEN[kind], found))
        elif kind == "oMath":
            pieces.append(" ")
            _gather(one, pieces, found)
            pieces.append(" ")
        else:
            _gather(one, pieces, found)


def chosen(alternatives: Element) -> Element:
    """The first of several ways to say the same."""
    options = [one for one in alternatives if local(one) in ("Choice", "Fallback")]
    return options[0] if options else alternatives


def _formula(element: Element, parts: tuple[str, str, str], found: Inline) -> str:
    first, sign, second = parts
    return f"{_enclosed(element, first, found)}{sign}{_enclosed(element, second, found)}"


def _enclosed(element: Element, part: str, found: Inline) -> str:
    inner = child(element, part)
    pieces: list[str] = []
    if inner is not None:
        _gather(inner, pieces, found)
    text = "".join(pieces).strip()
    return text if text.isalnum() or not text else f"({text})"


def _hidden(run: Element) -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and attribute(vanish, "val") not in OFF
