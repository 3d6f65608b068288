"""Strategies: bytes of any kind, and real files with pieces cut, doubled, changed and moved."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from hypothesis import strategies as st

from tests.documents.hostile import cases

ENDINGS = ("md", "txt", "csv", "html", "docx", "xlsx", "pptx", "odt", "epub", "pdf", "")
TEXTUAL = st.text(
    st.one_of(
        st.sampled_from("ab .,;:|#->*_`[](){}<>&\"'=\\/\n\r\t\0\u2028\ufeff\u202e河é🌾0"),
        st.characters(),
    ),
    max_size=300,
).map(lambda text: text.encode("utf-8", "surrogatepass"))
ANY_BYTES = st.one_of(TEXTUAL, st.binary(max_size=300))


@cache
def good(ending: str) -> bytes:
    """A file of the kind that can be read."""
    return cases.GOOD[ending]()


def mutated(raw: bytes, changes: Sequence[tuple[int, int, int, bytes]]) -> bytes:
    """The file after changes: a kind, two places in per mille, and bytes to put in."""
    for kind, first, second, piece in changes:
        start, end = sorted((len(raw) * first // 1000, len(raw) * second // 1000))
        if kind == 0:
            raw = raw[:start] + raw[end:]
        elif kind == 1:
            raw = raw[:start] + piece + raw[start:]
        elif kind == 2:
            raw = raw[:start] + piece + raw[start + len(piece) :]
        else:
            raw = raw[:end] + raw[start:end] + raw[end:]
    return raw


PLACES = st.integers(0, 1000)
CHANGES = st.lists(
    st.tuples(st.integers(0, 3), PLACES, PLACES, st.one_of(st.binary(max_size=8), TEXTUAL)),
    min_size=1,
    max_size=4,
)


def mutations(ending: str) -> st.SearchStrategy[bytes]:
    """Files of a kind that were good once."""
    return st.builds(mutated, st.just(good(ending)), CHANGES)
