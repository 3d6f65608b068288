"""A small corpus about a bridge, with a glossary, and its index by the bag-of-words encoder."""

from __future__ import annotations

from pathlib import Path

from gbaqa.documents.reading import read_corpus
from gbaqa.indexing.building import build
from gbaqa.indexing.opening import Generation, open_generation
from gbaqa.types import Term
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, write_files

TERMS = (
    Term(
        en="Hong Kong-Zhuhai-Macao Bridge",
        zh_hant="港珠澳大橋",
        zh_hans="港珠澳大桥",
        pt="Ponte Hong Kong-Zhuhai-Macau",
        aliases=("HZMB",),
    ),
    Term(en="consumption", zh_hant="消費", aliases=("shopping", "買嘢", "購物")),
)


def brief(doc_id: str, text: str, *, language: str = "en", publisher: str = "Gazette") -> str:
    front = f"id: {doc_id}\ntitle: Brief\nlanguage: {language}\npublisher: {publisher}"
    return f"---\n{front}\n---\n\n{text}\n"


FILES = {
    "bridge.md": brief(
        "bridge", "The Hong Kong-Zhuhai-Macao Bridge, or HZMB, was open to traffic in 2018."
    ),
    "shops.md": brief("shops", "Residents like shopping in Zhuhai.", publisher="Bureau"),
    "tax.md": brief("tax", "The tax rate is high and Qu Xiaojie is the person who manages it."),
    "tower.md": brief("tower", "The tower is tall."),
    "bridge-zh.md": brief("bridge-zh", "港珠澳大橋在2018年通車。", language="zh-Hant"),
}


def opened(folder: Path, *, files: dict[str, str] = FILES) -> Generation:
    """The generation of those files."""
    found = read_corpus(write_files(folder / "corpus", files))
    build(
        found.reads,
        index=folder / "index",
        encoder_name=FAKE_ENCODER,
        glossary=TERMS,
        load=lambda name: BagOfWordsEncoder(),
    )
    return open_generation(
        folder / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
    )
