"""Real office files give the words that are expected of them, and nearly none besides.

Recall counts each occurrence of an expected word; precision counts different words, because the
heads of a table stand in each of its rows on purpose.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from gbaqa.documents.blocks import Parsed
from gbaqa.documents.formats import Format, delimited, docx, odf, pptx, xlsx

DOCUMENTS = Path(__file__).parents[4] / "shared" / "evaldata" / "documents"
READERS: dict[str, Format] = {
    ".docx": docx,
    ".pptx": pptx,
    ".xlsx": xlsx,
    ".csv": delimited,
    ".odt": odf,
    ".ods": odf,
    ".odp": odf,
}
FLOOR = 0.98  # of F1, for files that are not named below
# what is expected but is not text of the document, or is expected in other words
KNOWN = {
    "docx_checkboxes.docx": (0.93, "a ticked box is expected as [x]"),
    "docx_rich_cells.docx": (0.96, "raised letters are expected apart: H 2 O"),
    "drawingml.docx": (0.97, "the kind of a chart is expected by name"),
    "equations.docx": (0.77, "formulas are expected in LaTeX"),
    "table_with_equations.docx": (0.85, "formulas are expected in LaTeX"),
    "powerpoint_comments.pptx": (0.73, "comments are expected"),
    "powerpoint_sample.pptx": (0.96, "a merged cell is expected once for each column"),
    "pptx_chart.pptx": (0.80, "a chart's kind is expected, one chart's figures are not"),
    "xlsx_01.xlsx": (0.90, "charts are expected as copies of the cells they are drawn from"),
    "xlsx_03_chartsheet.xlsx": (0.76, "charts are expected as copies of their cells"),
    "xlsx_04_inflated.xlsx": (0.90, "charts are expected as copies of their cells"),
    "xlsx_07_gap_tolerance_.xlsx": (0.89, "a merged cell is expected once for each column"),
    "xlsx_comments.xlsx": (0.61, "comments are expected"),
    "odf_table_with_title_01.ods": (0.97, "the name of the sheet is not expected"),
    "text_document_02.odt": (0.95, "a merged cell is expected once for each column"),
}
WORD = re.compile(r"[^\W_]+")
MARKUP = re.compile(r"<!--.*?-->|\]\([^)]*\)|</?[a-z][^>]*>", re.DOTALL)


def cases() -> list[Path]:
    return sorted(path for path in DOCUMENTS.rglob("*") if path.suffix in READERS)


@cache
def read(path: Path) -> Parsed:
    return READERS[path.suffix].read(path.read_bytes(), name=path.name)


def words(text: str) -> Counter[str]:
    return Counter(WORD.findall(text.lower()))


def f1(expected: Counter[str], found: Counter[str]) -> float:
    recall = (expected & found).total() / max(1, expected.total())
    precision = len(set(expected) & set(found)) / max(1, len(found))
    return 2 * recall * precision / max(recall + precision, 1e-9)


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the shared documents are not there")
def test_files_give_the_words_that_are_expected_of_them() -> None:
    lower: dict[str, float] = {}
    for path in cases():
        expected = path.parents[1] / "groundtruth" / f"{path.name}.md"
        if expected.is_file():
            text = html.unescape(MARKUP.sub(" ", expected.read_text("utf-8")))
            score = f1(words(text), words(read(path).text))
            floor = KNOWN[path.name][0] if path.name in KNOWN else FLOOR
            lower |= {path.name: round(score, 3)} if score < floor else {}
    assert lower == {}


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the shared documents are not there")
def test_every_file_has_text_but_for_those_of_pictures_alone() -> None:
    assert [path.name for path in cases() if not read(path).blocks] == ["pptx_multiple_images.pptx"]
