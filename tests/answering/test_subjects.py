"""What a sentence speaks of is told without its figures and its source."""

from __future__ import annotations

import pytest

from gbaqa.answering.subjects import own_names, spelled_out, subject, without_source
from gbaqa.types import Span


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("It has 93 points, as stated in January 2026.", "It has 93 points"),
        ("It has 93 points, News Daily reported on 2 May 2026.", "It has 93 points"),
        ("It has 93 points in all, according to the office's paper.", "It has 93 points in all"),
        ("According to a copy of 2023, it would rank 12th.", "it would rank 12th."),
        ("Segundo o jornal, tem 93 pontos.", "tem 93 pontos."),
        ("據2025年5月的資料，口岸有93個。", "口岸有93個。"),
        # what would leave next to nothing stays
        ("He died, the much read News Daily reported on 2 May.",) * 2,
    ],
)
def test_the_source_is_blanked_and_nothing_moves(text: str, left: str) -> None:
    found = without_source(text)
    assert found.strip() == left
    assert len(found) == len(text)
    assert text[found.index(left) :].startswith(left)


def test_a_subject_has_no_figures_no_little_words_and_names_by_their_capitals() -> None:
    text = "Clearance points in Guangdong are now 93."
    wider = "There are clearance points."
    found = subject(text, "en", [Span(text.index("93"), text.index("93") + 2)], wider)
    assert found.names == {"guangdong"}
    assert found.terms == {"clearanc", "point", "guangdong"}


def test_an_abbreviation_is_spelled_out_by_the_other_sentence() -> None:
    short = subject("The GBA has halls.", "en", [], "")
    full = subject("The Greater Bay Area has halls.", "en", [], "")
    assert spelled_out(short, full).terms == {"greater", "bay", "area", "hall"}
    assert spelled_out(full, short) == full


def test_a_name_is_the_same_with_another_last_letter() -> None:
    macau = subject("Firms of Macau left.", "en", [], "firms of ")
    macao = subject("Firms of Macao left.", "en", [], "firms of ")
    taipa = subject("Firms of Taipa left.", "en", [], "firms of ")
    assert own_names(macau, macao) == frozenset()
    assert own_names(macau, taipa) == {"macau"}
