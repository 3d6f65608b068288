"""Pages and books of others against the text that is expected of them: word F1, with floors."""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from gbaqa.documents.formats import epub, html

DOCUMENTS = Path(__file__).parents[3] / "shared" / "evaldata" / "documents"
DOCLING = DOCUMENTS / "docling"
PAGES = DOCUMENTS / "markitdown" / "test_files"
pytestmark = pytest.mark.skipif(not DOCLING.is_dir(), reason=f"{DOCUMENTS} is not there")

LINK = re.compile(r'\]\((?:[^()\s]|\([^()\s]*\))*(?:\s"[^"]*")?\)')
FLOOR = 0.89  # of each: they leave captions of tables out, part H 2 O, and repeat no term
MEAN = 0.98


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def f1(found: str, expected: str) -> float:
    left, right = words(found), words(expected)
    same = (left & right).total()
    return 2 * same / max(left.total() + right.total(), 1)


def said(markdown: str) -> str:
    """What Markdown says: no addresses, no marks of footnotes, each cell behind its head."""
    text = re.sub(r"\[\[ ?\w+ ?\]\]\(#cite[^)]*\)", "", markdown)
    text = LINK.sub("]", re.sub(r"<!--.*?-->", " ", text, flags=re.DOTALL))
    return "\n".join(_told(entities.unescape(text.replace("[ ]", " ").replace("\\_", "_"))))


def _told(text: str) -> Iterator[str]:
    heads: list[str] | None = None
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("| "):
            heads = None
            yield line
        elif heads is None:
            heads = cells
        elif set(line) - set("| -"):
            rows = zip(heads, cells, ["", *cells], strict=False)
            yield " ".join(f"{head} {one}" for head, one, before in rows if one != before)


def article(markdown: str) -> str:
    """The article of a page of Wikipedia, without the menus that its expected text holds."""
    begin = markdown.index("This article is about the bird")
    return markdown[begin : markdown.index("Retrieved from")]


def test_pages_have_the_words_that_are_expected() -> None:
    scores = {}
    for path in sorted((DOCLING / "html" / "sources").glob("*.html")):
        expected = (DOCLING / "html" / "groundtruth" / f"{path.name}.md").read_text("utf-8")
        expected = article(expected) if path.stem == "wiki_duck" else expected
        parsed = html.read(path.read_bytes(), name=path.name)
        scores[path.stem] = f1(parsed.text, said(expected))
        print(f"{scores[path.stem]:.3f} {path.name}")

    assert len(scores) == 32
    assert {name: score for name, score in scores.items() if score < FLOOR} == {}
    assert sum(scores.values()) / len(scores) >= MEAN


def test_a_book_has_the_words_that_are_expected() -> None:
    path = DOCLING / "epub" / "sources" / "epub_purvis_poetry.epub"
    expected = (DOCLING / "epub" / "groundtruth" / f"{path.name}.md").read_text("utf-8")

    parsed = epub.read(path.read_bytes(), name=path.name)

    assert f1(parsed.text, said(expected)) >= 0.99
    assert parsed.fields == {
        "title": "Poetry",
        "publisher": "Standard Ebooks",
        "date": "2023-12-06",
        "language": "en",
    }


@pytest.mark.parametrize(
    ("name", "first", "inside", "outside", "title"),
    [
        (
            "test_blog.html",
            "TL;DR:",
            "the tuned gpt-3.5-turbo model vastly outperformed untuned gpt-4",
            "Newer Post",
            "Does Model and Inference Parameter Matter in LLM Applications?"
            " - A Case Study for MATH",
        ),
        (
            "test_wikipedia.html",
            "Microsoft Corporation",
            "Traded as: Nasdaq: MSFT",
            "Create account",
            "Microsoft",
        ),
    ],
)
def test_a_page_of_the_web_is_read_without_its_menus(
    name: str, first: str, inside: str, outside: str, title: str
) -> None:
    parsed = html.read((PAGES / name).read_bytes(), name=name)

    assert parsed.text.startswith(first)
    assert inside in parsed.text
    assert outside not in parsed.text
    assert parsed.fields["title"] == title
