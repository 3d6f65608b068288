"""Where the pages of a document begin goes along into the index, and changes no other record."""

from __future__ import annotations

from pathlib import Path

from gbaqa.documents.reading import read_corpus
from gbaqa.indexing.building import build, corpus_digest
from gbaqa.indexing.opening import open_generation
from gbaqa.types import Document
from tests.documents.formats.pdfs import Show, pdf
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder


def test_pages_are_kept_and_a_page_that_moves_is_another_corpus(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "a.pdf").write_bytes(pdf([[Show("One page.")], [Show("Another.")]]))
    (corpus / "b.md").write_text("B.", encoding="utf-8")
    reads = read_corpus(corpus).reads
    build(reads, index=index, encoder_name=FAKE_ENCODER, load=BagOfWordsEncoder)
    opened = open_generation(index, encoder_name=FAKE_ENCODER, load=BagOfWordsEncoder)

    assert {one.doc_id: one.pages for one in opened.collection.documents.values()} == {
        "a": (0, 11),
        "b": (),
    }
    (corpus / "a.pdf").write_bytes(pdf([[Show("One page."), Show("Another.", y=600)]]))
    assert corpus_digest(read_corpus(corpus).reads) != corpus_digest(reads)


def test_a_document_without_pages_is_recorded_as_before() -> None:
    assert "pages" not in Document("a", "A", "Text.").record()
    assert Document("a", "A", "Text.", pages=(0,)).record()["pages"] == (0,)
