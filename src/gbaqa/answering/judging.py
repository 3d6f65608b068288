"""Judge whether a sentence answers a question by reading both at once.

A cross-encoder (Nogueira and Cho, "Passage re-ranking with BERT", 2019): the packaged MiniLM with
low-rank differences of its own (LoRA: Hu et al., ICLR 2022) and three readouts, one for "it
answers" and two for the first and the last token of what answers. `make train-judge` makes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from gbaqa.indexing.adapting import add_trained, trained_sha256
from gbaqa.indexing.encoding import default_weights
from gbaqa.indexing.threads import use_threads

if TYPE_CHECKING:
    from torch import Tensor

WEIGHTS = files(__package__ or "").joinpath("weights", "minilm-answers.safetensors")
HEAD, BIAS, KEY = "head", "bias", "key"  # shapes (hidden,), (1,), (2, hidden)
MOST_TOKENS = 128  # of question, lead and sentence
MULTIPLE = 8  # lengths are padded to
LONGEST_KEY = 24  # tokens


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence to judge, and the title and headings that lead up to it."""

    lead: str
    text: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The logit that a sentence answers, and the characters of it that do, `start` to `end`.

    The two are equal where no token of the sentence was read.
    """

    score: float
    start: int
    end: int


class Judging(Protocol):
    """What judges lines against a question, one judgement a line."""

    def judge(self, question: str, lines: Sequence[Line]) -> list[Judgement]: ...


class Judge:
    """The trained cross-encoder on the CPU; safe to use from several threads."""

    def __init__(self) -> None:
        self._tokenizer, self._model, found = _loaded()
        self._head, self._bias, self._key = (found[name] for name in (HEAD, BIAS, KEY))
        self._lock = Lock()
        self.weights_sha256 = judge_sha256()

    def judge(self, question: str, lines: Sequence[Line]) -> list[Judgement]:
        """English question and lines; the same question and lines give the same judgements."""
        if not lines:
            return []
        import torch

        with self._lock, torch.inference_mode():
            use_threads(None)  # a question was encoded in one
            encoded = self._tokenizer(
                [question] * len(lines),
                [pair_text(one.lead, one.text) for one in lines],
                truncation="only_second",
                max_length=MOST_TOKENS,
                padding=True,
                pad_to_multiple_of=MULTIPLE,
                return_offsets_mapping=True,
                return_tensors="pt",
            )
            offsets = encoded.pop("offset_mapping")
            states = self._model(**encoded).last_hidden_state
            scores = states[:, 0] @ self._head + self._bias
            keys = states @ self._key.T
        parts = [encoded.sequence_ids(row) for row in range(len(lines))]
        return [
            Judgement(
                float(score),
                *_key_of(key, part, offset, len(pair_text(line.lead, line.text)) - len(line.text)),
            )
            for score, key, part, offset, line in zip(
                scores, keys.numpy(), parts, offsets.numpy(), lines, strict=True
            )
        ]


@cache
def the_judge() -> Judge:
    """The one judge of this process, loaded when it is first asked for."""
    return Judge()


def pair_text(lead: str, text: str) -> str:
    """How a line is read: its lead, a bar, the sentence."""
    return f"{lead} | {text}" if lead else text


def _key_of(
    logits: np.ndarray[Any, Any],
    parts: Sequence[int | None],
    offsets: np.ndarray[Any, Any],
    begins: int,
) -> tuple[int, int]:
    """The best span of tokens of the sentence, in its characters."""
    own = [
        place
        for place, part in enumerate(parts)
        if part == 1 and offsets[place][0] >= begins and offsets[place][1] > offsets[place][0]
    ]
    if not own:
        return 0, 0
    first, last = logits[own, 0], logits[own, 1]
    sums = first[:, None] + last[None, :]
    length = np.arange(len(own))[None, :] - np.arange(len(own))[:, None]
    sums = np.where((length >= 0) & (length < LONGEST_KEY), sums, -np.inf)
    begin, end = divmod(int(sums.argmax()), len(own))
    return int(offsets[own[begin]][0]) - begins, int(offsets[own[end]][1]) - begins


def judge_sha256() -> str:
    """The digest of the trained weights; raises EncoderUnusable where they are missing."""
    return trained_sha256(WEIGHTS)


def _loaded() -> tuple[Any, Any, dict[str, Tensor]]:
    """The tokenizer, the adapted model, and the readouts."""
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    source = str(default_weights())
    tokenizer: Any = AutoTokenizer.from_pretrained(source)
    model: Any = AutoModel.from_pretrained(source).eval()
    return tokenizer, model, add_trained(WEIGHTS, model, readouts=(HEAD, KEY))
