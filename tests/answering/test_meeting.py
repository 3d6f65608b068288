"""The tokens of each sentence are told apart, and meet those of a question by themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gbaqa.answering.meeting import Met, TokenMeeting
from gbaqa.indexing.opening import Generation, open_generation
from tests.fakes import (
    FAKE_ENCODER,
    BagOfWordsEncoder,
    WordTokensEncoder,
    build_index,
    word_tokens,
    write_files,
)

FILES = {
    "alliance.md": "---\ntitle: Alliance\n---\n\nIt has members. A fee applies.\n",
    "park.md": "---\ntitle: Park\n---\n\nIt rains.\n",
}


def opened(folder: Path, encoder: BagOfWordsEncoder) -> Generation:
    build_index(write_files(folder / "corpus", FILES), folder / "index", encoder)
    return open_generation(folder / "index", encoder_name=FAKE_ENCODER, load=lambda name: encoder)


def test_a_sentence_meets_by_its_own_tokens_and_wider_by_its_title(tmp_path: Path) -> None:
    generation = opened(tmp_path, WordTokensEncoder())
    found = TokenMeeting(generation).met(word_tokens("alliance fee"), "alliance#0000")
    index = generation.tokens
    assert index is not None
    assert found is not None
    alliance, fee = index.rarity(word_tokens("alliance fee").ids).tolist()
    assert alliance == fee  # each in one passage of two
    members, applies = found
    assert (members.own, members.wider, members.least) == pytest.approx((0.0, 0.5, 0.0), abs=0.01)
    assert (applies.own, applies.wider, applies.least) == pytest.approx((0.5, 1.0, 1.0), abs=0.01)


def test_without_token_vectors_nothing_is_told(tmp_path: Path) -> None:
    meeting = TokenMeeting(opened(tmp_path, BagOfWordsEncoder()))
    assert meeting.met(word_tokens("fee"), "alliance#0000") is None


def test_a_question_without_tokens_meets_nothing(tmp_path: Path) -> None:
    meeting = TokenMeeting(opened(tmp_path, WordTokensEncoder()))
    assert meeting.met(None, "alliance#0000") is None
    assert meeting.met(word_tokens(""), "alliance#0000") is None


def test_the_least_met_is_of_the_rarer_half(tmp_path: Path) -> None:
    generation = opened(tmp_path, WordTokensEncoder())
    found = TokenMeeting(generation).met(word_tokens("it fee"), "alliance#0000")
    assert found is not None
    # "it" is in both passages: what the sentence lacks of it does not count as the least
    assert found[1].least == pytest.approx(1.0, abs=0.01)
    assert isinstance(found[1], Met)
    assert np.isfinite(found[1].own)
