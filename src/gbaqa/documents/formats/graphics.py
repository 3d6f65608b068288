"""Put the text of a chart or a diagram, which an office file keeps in a part of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gbaqa.documents.composing import Composer, folded
from gbaqa.documents.formats.grids import put_table
from gbaqa.documents.formats.packages import Package, Related, attribute, child, local, whole
from gbaqa.documents.formats.shown import shown

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_POINTS = 10_000  # of a series; a chart of more is no table


def put_graphic(
    composer: Composer, reference: Element, package: Package, related: Mapping[str, Related]
) -> None:
    """A chart's title and its figures, a row for each category; a diagram's texts as items."""
    kind = local(reference)
    key = {"chart": "id", "relIds": "dm"}.get(kind)
    wanted = next((text for name, text in reference.items() if name.endswith(f"}}{key}")), "")
    root = package.xml(related[wanted].target) if key and wanted in related else None
    if root is None:
        return
    if kind == "chart":
        composer.paragraph(_words(child(root, "chart", "title")))
        put_table(composer, _figures(root), head_rows=1)
    else:
        for point in (one for one in root.iter() if local(one) == "pt"):
            composer.item(_words(point))


def _figures(root: Element) -> list[list[str | None]]:
    """The figures of a chart below a row of heads, a column for each series."""
    series = [one for one in root.iter() if local(one) == "ser"]
    names = [_words(child(one, "tx")) for one in series]
    columns = [_points(one, "val") or _points(one, "yVal") for one in series]
    labels: dict[int, str] = {}
    for one in series:
        labels = labels or _points(one, "cat") or _points(one, "xVal")
    places = sorted(set(labels).union(*columns))
    body: list[list[str | None]] = [
        [labels.get(place, ""), *(points.get(place, "") for points in columns)] for place in places
    ]
    return [["", *names], *body]


def _points(series: Element, kind: str) -> dict[int, str]:
    """What a series stores of its cells, by place."""
    element = child(series, kind)
    written, found = "General", {}
    for one in element.iter() if element is not None else ():
        if local(one) == "formatCode":
            written = one.text or written
        place = whole(attribute(one, "idx"), -1)
        if local(one) == "pt" and 0 <= place < MOST_POINTS:
            found[place] = _figure(_words(one), written)
    return found


def _figure(text: str, written: str) -> str:
    try:
        return shown(float(text), written)
    except ValueError:
        return text


def _words(element: Element | None) -> str:
    """All that is written in an element, as text or as the stored content of cells."""
    if element is None:
        return ""
    return folded(" ".join(one.text or "" for one in element.iter() if local(one) in ("t", "v")))
