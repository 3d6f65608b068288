"""The files of one generation.

shards.json             its shards in order, with what each holds
shards/<key>/           some documents that lie beside each other, and all that is made of them:
    documents.jsonl     one document a line, its text included
    documents.npy       where each begins: in documents.jsonl, and among the passages
    facets.json         their ids, and what filters ask of them
    passages.jsonl      one passage a line: where it stands, and its units
    passages.npy        where each begins: in passages.jsonl, and among the units
    passage_keys.npy …  the keys of the texts that were embedded
    vectors.npy         passage vectors, row for line
    units.npy           unit vectors, in the order of the passages' units
    tokens.npy …        token vectors of the passages, where the encoder has them
    words.tsv           the words of the passages as they are written
    blocks.npy          the sums by which the big files are checked block by block
postings/               BM25 over the passages: a segment or more for each shard
near.faiss              a short code for each passage vector, where there are too many to compare
token_frequencies.npy   how many passages hold each token
vocabulary.tsv          the words of all passages
glossary.jsonl          the corpus's own names and words, one term a line
questions-….jsonl       what visitors are offered to ask (offering.py), where there is a bank

A shard is named for what it is made of, so that a build takes over those that it would make again.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SHARDS, SHARD_LIST = "shards", "shards.json"
DOCUMENTS, DOCUMENT_STARTS, FACETS = "documents.jsonl", "documents.npy", "facets.json"
PASSAGES, PASSAGE_STARTS = "passages.jsonl", "passages.npy"
PASSAGE_KEYS, UNIT_KEYS = "passage_keys.npy", "unit_keys.npy"
VECTORS, UNITS, WORDS = "vectors.npy", "units.npy", "words.tsv"
TOKENS, TOKEN_IDS, TOKEN_STARTS = "tokens.npy", "token_ids.npy", "token_starts.npy"
TOKEN_COUNTS, TOKEN_FREQUENCIES = "token_counts.npy", "token_frequencies.npy"
POSTINGS, NEAR, VOCABULARY, GLOSSARY = "postings", "near.faiss", "vocabulary.tsv", "glossary.jsonl"

# These are checked block by block when they are read (blocks.py); in this order.
CHECKED = (
    DOCUMENTS,
    PASSAGES,
    PASSAGE_KEYS,
    UNIT_KEYS,
    VECTORS,
    UNITS,
    TOKENS,
    TOKEN_IDS,
    TOKEN_COUNTS,
    WORDS,
)
# Up to so many bytes of them in a generation they are checked whole besides when it is opened: a
# fault is then told at once (a tenth of a second at 0.7 GB/s).
WHOLE_BYTES = 1 << 26


def checked_later(folder: Path, files: Mapping[str, str]) -> frozenset[str]:
    """Of the files of a generation those that are left to be checked when they are read."""
    later = [name for name in files if _in_shard(name) and name.rpartition("/")[2] in CHECKED]
    total = sum((folder / name).stat().st_size for name in later if (folder / name).exists())
    return frozenset(later) if total > WHOLE_BYTES else frozenset()


def _in_shard(name: str) -> bool:
    return name.startswith(SHARDS + "/")
