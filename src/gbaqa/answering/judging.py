"""Judge whether a sentence answers a question by reading both at once.

A cross-encoder (Nogueira and Cho, "Passage re-ranking with BERT", 2019): the packaged MiniLM with
low-rank differences of its own (LoRA: Hu et al., ICLR 2022) and three readouts, one for "it
answers" and two for the first and the last token of what answers. `make train-judge` makes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from gbaqa.indexing.adapting import trained_sha256
from gbaqa.indexing.encoding import default_weights
from gbaqa.indexing.graph_encoding import inputs_of

if TYPE_CHECKING:
    from tokenizers import Encoding

    from gbaqa.indexing.graphs import Runtime

WEIGHTS = files(__package__ or "").joinpath("weights", "minilm-answers.safetensors")
MOST_TOKENS = 128  # of question, lead and sentence
MOST_ASKED = 64  # tokens of the question among them
PADDING = 0  # the token that MiniLM pads with
AT_ONCE = 256  # tokens, with padding, that are judged at once: more take memory and no less time
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

    def __init__(self, runtime: Runtime, *, weights_sha256: str) -> None:
        from tokenizers import Tokenizer

        self._runtime = runtime
        self._tokenizer = Tokenizer.from_file(str(default_weights() / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._marks = self._tokenizer.num_special_tokens_to_add(True)
        self.weights_sha256 = weights_sha256

    def judge(self, question: str, lines: Sequence[Line]) -> list[Judgement]:
        """English question and lines; the same question and lines give the same judgements."""
        if not lines:
            return []
        encodings = self._read(question, [pair_text(one.lead, one.text) for one in lines])
        found: dict[int, Judgement] = {}
        order = sorted(range(len(lines)), key=lambda place: (-len(encodings[place].ids), place))
        for places in _batches(order, [len(one.ids) for one in encodings]):
            batch = [encodings[place] for place in places]
            scores, keys = self._runtime.run(inputs_of(batch, step=MULTIPLE, padding=PADDING))
            for place, score, key in zip(places, scores, keys, strict=True):
                span = _key_of(key, encodings[place], lines[place])
                found[place] = Judgement(float(score), *span)
        return [found[place] for place in range(len(lines))]

    def _read(self, question: str, texts: Sequence[str]) -> list[Encoding]:
        """The tokens of each pair; as much of the question as leaves room for a sentence."""
        asked = self._tokenizer.encode(question, add_special_tokens=False)
        asked.truncate(MOST_ASKED)
        found = self._tokenizer.encode_batch(texts, add_special_tokens=False)
        for one in found:
            one.truncate(MOST_TOKENS - self._marks - len(asked.ids))
        return [self._tokenizer.post_process(asked, one) for one in found]


@cache
def the_judge() -> Judge:
    """The one judge of this process on torch, loaded when it is first asked for."""
    from gbaqa.answering.judge_model import loaded_judge

    return Judge(loaded_judge(), weights_sha256=judge_sha256())


def _batches(order: Sequence[int], lengths: Sequence[int]) -> Iterator[Sequence[int]]:
    """Places of texts in that order, longest first, as many at a time as AT_ONCE tokens hold.

    >>> list(_batches([2, 0, 1], [120, 100, 300]))
    [[2], [0, 1]]
    """
    start = 0
    while start < len(order):
        padded = -(-lengths[order[start]] // MULTIPLE) * MULTIPLE
        end = start + max(1, AT_ONCE // padded)
        yield order[start:end]
        start = end


def pair_text(lead: str, text: str) -> str:
    """How a line is read: its lead, a bar, the sentence."""
    return f"{lead} | {text}" if lead else text


def _key_of(logits: np.ndarray[Any, Any], encoding: Encoding, line: Line) -> tuple[int, int]:
    """The best span of tokens of the sentence, in its characters."""
    begins = len(pair_text(line.lead, line.text)) - len(line.text)
    offsets = encoding.offsets
    own = [
        place
        for place, part in enumerate(encoding.sequence_ids)
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
