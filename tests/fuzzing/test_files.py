"""Whatever bytes a file holds, it is read with exact places or refused in one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.documents.isolation.attempting import attempt
from tests.documents.hostile.cases import GOOD
from tests.fuzzing.mutating import ANY_BYTES, ENDINGS, TEXTUAL, mutations
from tests.fuzzing.properties import (
    check_chunks,
    check_composed,
    check_decoded,
    check_detected,
    check_fields,
    check_reader,
    check_replayed,
)
from tests.fuzzing.sizes import examples

OURS = ("md", "txt", "csv", "html")  # what their readers raise is our own doing
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("ending", OURS)
def test_our_readers_read_any_bytes_exactly_or_refuse_them(ending: str) -> None:
    @examples(40)
    @given(ANY_BYTES)
    def check(raw: bytes) -> None:
        check_reader(raw, name=f"a.{ending}")

    check()


@pytest.mark.parametrize("ending", GOOD)
def test_files_that_were_good_once_are_read_exactly_or_refused(ending: str) -> None:
    @examples(6)
    @given(mutations(ending))
    def check(raw: bytes) -> None:
        check_reader(raw, name=f"a.{ending}", read=attempt)

    check()


@examples(40)
@given(ANY_BYTES, st.sampled_from(ENDINGS))
def test_every_file_is_of_a_kind_or_refused(raw: bytes, ending: str) -> None:
    check_detected(raw, name=f"a.{ending}")
    check_decoded(raw)


@examples(40)
@given(TEXTUAL)
def test_any_front_matter_has_fields_or_a_fault(raw: bytes) -> None:
    text = raw.decode("utf-8", "replace")
    check_fields(text)
    check_fields(f"---\n{text}\n---\nText.")


@examples(40)
@given(ANY_BYTES)
def test_passages_of_any_text_hold_all_of_it_in_order(raw: bytes) -> None:
    check_chunks(raw, name="a.md")


@examples(40)
@given(st.lists(st.tuples(st.integers(-1, 11), st.text(max_size=20)), max_size=12))
def test_whatever_is_composed_stands_where_it_says(steps: list[tuple[int, str]]) -> None:
    check_composed(steps)


@examples(40)
@given(JSON)
def test_any_object_is_an_answer_or_has_faults(answer: object) -> None:
    check_replayed(answer)
    check_replayed({"status": "answered", "sha256": "x", "sentences": answer, "citations": answer})
