"""HTML: headings, paragraphs, items, rows of tables and metadata of a page, without what is around.

What of a page is its text is told by an extraction library together with rules; how it is built up
(lists, definitions, tables) is read from the page itself, which such a library does not keep.
"""

from __future__ import annotations

from gbaqa.documents.blocks import Parsed
from gbaqa.documents.composing import Composer
from gbaqa.documents.hypertext.characters import characters
from gbaqa.documents.hypertext.choosing import main_part
from gbaqa.documents.hypertext.describing import described
from gbaqa.documents.hypertext.furniture import furniture, silent_parts
from gbaqa.documents.hypertext.trees import Element, tree_of
from gbaqa.documents.hypertext.walking import compose
from gbaqa.documents.metadata import Fields


def read(raw: bytes, *, name: str) -> Parsed:
    """The main part of a page; all of it where nothing stands around it, or nothing else."""
    text, note = characters(raw)
    notes = [note] if note else []
    root = tree_of(text, name=name)
    if root is None:
        return Composer().parsed(notes=notes)
    silent = silent_parts(root)
    fields: Fields = dict(described(root, without=silent))
    around = furniture(root, without=silent)
    if around:
        part = main_part(root, without=silent | around)
        parsed = _composed(part, silent | around, fields, notes)
        if parsed.blocks:
            return parsed
    parsed = _composed(root, silent, fields, notes)
    return parsed if parsed.blocks else _composed(root, silent, fields, notes, quoted=True)


def _composed(
    root: Element,
    without: set[Element],
    fields: Fields,
    notes: list[str],
    *,
    quoted: bool = False,
) -> Parsed:
    composer = Composer()
    compose(root, composer, without=without, quoted=quoted)
    return composer.parsed(fields, notes=notes)
