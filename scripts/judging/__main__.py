"""Train the weights of src/gbaqa/answering/weights/minilm-answers.safetensors.

    python -m scripts.judging PUBLIC OUT.safetensors

PUBLIC is the folder of the public data sets. First on these alone, then on the project's own
training questions with some of these; an hour on two CPU cores. Seeded; another CPU rounds
otherwise. GBAQA_INDEX as for gbaqa.
"""

from __future__ import annotations

import math
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from scripts.judging.examples import Group, Line, groups
from scripts.training.layers import LowRank
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from gbaqa.answering.asking import Assistant
from gbaqa.answering.judging import pair_text
from gbaqa.indexing.encoding import default_weights
from gbaqa.indexing.opening import open_generation
from gbaqa.indexing.traits import DEFAULT_ENCODER

SEED = 13
QUESTIONS = 10  # of a batch
OTHERS = 4  # lines that do not answer, of each question
STAGES = (("public", 1, 4e-4), ("own", 2, 3e-4))  # name, rounds, rate
PUBLIC_SHARE = 0.1  # of the public questions, in each round of the second stage
DERIVED_SHARE = 0.5  # likewise, of the own ones in other words or of another number or name
WARM_UP, LEAST, DECAY = 0.05, 0.02, 0.01
TRAINED_TOKENS = 96  # fewer than the judge reads, for speed
KEY_WEIGHT = 0.5
REPORTED = 25  # steps


class Reader(nn.Module):
    """MiniLM with low-rank layers and the readouts of gbaqa.answering.judging."""

    def __init__(self) -> None:
        super().__init__()
        source = str(default_weights())
        self.tokenizer: Any = AutoTokenizer.from_pretrained(source)
        self.model: Any = AutoModel.from_pretrained(source)
        for parameter in self.model.parameters():
            parameter.requires_grad = False
        self.layers: dict[str, LowRank] = {}
        for name, layer in list(self.model.named_modules()):
            if isinstance(layer, nn.Linear) and "encoder.layer" in name:
                parent, _, own = name.rpartition(".")
                self.layers[name] = LowRank(layer)
                setattr(self.model.get_submodule(parent), own, self.layers[name])
        hidden = self.model.config.hidden_size
        self.head = nn.Parameter(torch.randn(hidden) * 0.02)
        self.bias = nn.Parameter(torch.zeros(1))
        self.key = nn.Parameter(torch.randn(2, hidden) * 0.02)

    def forward(self, questions: list[str], lines: list[Line]) -> tuple[Tensor, Tensor, Any]:
        """Logits (lines,), logits of first and last token (lines, tokens, 2), the encoding."""
        encoded = self.tokenizer(
            questions, [pair_text(one.lead, one.text) for one in lines], truncation="only_second",
            max_length=TRAINED_TOKENS, padding=True, pad_to_multiple_of=16,
            return_offsets_mapping=True, return_tensors="pt",
        )  # fmt: skip
        offsets = encoded.pop("offset_mapping")
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self.model(**encoded).last_hidden_state
        states = states.float()
        encoded["offset_mapping"] = offsets
        return states[:, 0] @ self.head + self.bias, states @ self.key.T, encoded

    def weights(self) -> dict[str, Tensor]:
        """What gbaqa.answering.judging reads, in half precision."""
        found = {name: getattr(self, name).detach().half() for name in ("head", "bias", "key")}
        for name, layer in self.layers.items():
            found[f"{name}.down"] = layer.down.detach().half()
            found[f"{name}.up"] = layer.up.detach().half()
        return found

    def restore(self, found: dict[str, Tensor]) -> None:
        """Sets the weights to those of a file."""
        with torch.no_grad():
            for name in ("head", "bias", "key"):
                getattr(self, name).copy_(found[name])
            for name, layer in self.layers.items():
                layer.down.copy_(found[f"{name}.down"])
                layer.up.copy_(found[f"{name}.up"])


def batches(found: Sequence[Group]) -> list[list[tuple[str, list[Line]]]]:
    """Each question once with some of its lines, in batches of questions about as long."""
    chosen = []
    for group in found:
        answering = [one for one in group.lines if one.answers]
        others = [one for one in group.lines if not one.answers]
        some = random.sample(others, min(OTHERS, len(others)))
        # the first are the nearest: half of what does not answer is taken from them
        near = [one for one in others[: OTHERS // 2] if one not in some]
        some = [*near, *some][:OTHERS]
        lines = [*random.sample(answering, min(1, len(answering))), *some]
        if lines:
            chosen.append((group.question, lines))
    chosen.sort(key=lambda one: np.mean([len(pair_text(line.lead, line.text)) for line in one[1]])
                + random.uniform(-30, 30))  # fmt: skip  # noqa: S311
    made = [chosen[start : start + QUESTIONS] for start in range(0, len(chosen), QUESTIONS)]
    random.shuffle(made)
    return made


def loss(reader: Reader, batch: Sequence[tuple[str, list[Line]]]) -> Tensor:
    """Each line's own cross-entropy, that of the line among its question's, and of the key."""
    questions = [question for question, lines in batch for _ in lines]
    lines = [line for _, those in batch for line in those]
    scores, keys, encoded = reader(questions, lines)
    labels = torch.tensor([float(one.answers) for one in lines])
    value = functional.binary_cross_entropy_with_logits(
        scores, labels, pos_weight=torch.tensor(2.0)
    )
    start = 0
    ranked = []
    for _, those in batch:
        part = scores[start : start + len(those)]
        if those[0].answers and len(those) > 1:
            ranked.append(functional.cross_entropy(part[None], torch.tensor([0])))
        start += len(those)
    if ranked:
        value = value + torch.stack(ranked).mean()
    told = _key_loss(lines, keys, encoded)
    return value + KEY_WEIGHT * told if told is not None else value


def _key_loss(lines: Sequence[Line], keys: Tensor, encoded: Any) -> Tensor | None:  # noqa: ANN401
    losses = []
    for row, line in enumerate(lines):
        if not line.answers or line.end == 0:
            continue
        begins = len(pair_text(line.lead, line.text)) - len(line.text)
        own = [
            place
            for place, part in enumerate(encoded.sequence_ids(row))
            if part == 1 and int(encoded["offset_mapping"][row, place, 0]) >= begins
        ]
        spans = [
            (int(encoded["offset_mapping"][row, place, 0]) - begins,
             int(encoded["offset_mapping"][row, place, 1]) - begins)
            for place in own
        ]  # fmt: skip
        inside = [
            at for at, (left, right) in enumerate(spans) if left < line.end and right > line.start
        ]
        if inside:
            logits = keys[row, own]
            target = torch.tensor([inside[0], inside[-1]])
            losses.append(functional.cross_entropy(logits.T, target))
    return torch.stack(losses).mean() if losses else None


def rate_at(step: int, total: int) -> float:
    """The share of the full rate at a step."""
    falling = 0.5 * (1 + math.cos(math.pi * step / total))
    return min(1.0, (step + 1) / (WARM_UP * total)) * max(LEAST, falling)


def train(
    reader: Reader, rounds: Sequence[list[tuple[str, list[Line]]]], rate: float
) -> Iterator[tuple[int, float]]:
    """Yields step and loss."""
    low_rank = [one for layer in reader.layers.values() for one in (layer.down, layer.up)]
    own = [reader.head, reader.bias, reader.key]
    optimizer = torch.optim.AdamW(
        [{"params": low_rank, "lr": rate}, {"params": own, "lr": 2 * rate}], weight_decay=DECAY
    )
    full = [group["lr"] for group in optimizer.param_groups]
    for step, batch in enumerate(rounds):
        for group, most in zip(optimizer.param_groups, full, strict=True):
            group["lr"] = most * rate_at(step, len(rounds))
        optimizer.zero_grad()
        value = loss(reader, batch)
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([*low_rank, *own], 1.0)
        optimizer.step()
        yield step, float(value.detach())


def rounds_of(stage: str, number: int, found: Sequence[Group]) -> list[Any]:
    """The batches of a stage."""
    own = [one for one in found if one.dataset == "gba"]
    derived = [one for one in found if one.dataset.startswith("gba-")]
    public = [one for one in found if not one.dataset.startswith("gba")]
    made: list[Any] = []
    for _ in range(number):
        if stage == "public":
            made += batches(public)
        else:
            some = random.sample(public, int(PUBLIC_SHARE * len(public)))
            others = random.sample(derived, int(DERIVED_SHARE * len(derived)))
            made += batches([*own, *others, *some])
    return made


def main(arguments: Sequence[str]) -> int:
    """Trains and writes the weights; returns the exit code."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    public, out = map(Path, arguments)
    random.seed(SEED)
    torch.manual_seed(SEED)
    index = Path(os.environ.get("GBAQA_INDEX", "index"))
    unjudged = Assistant(open_generation(index, encoder_name=DEFAULT_ENCODER))
    found = groups(public, Path(), unjudged)
    counts: dict[str, int] = defaultdict(int)
    for one in found:
        counts[one.dataset] += 1
    print(dict(counts), flush=True)
    reader = Reader()
    started = time.perf_counter()
    for stage, number, rate in STAGES:
        recent: list[float] = []
        for step, value in train(reader, rounds_of(stage, number, found), rate):
            recent.append(value)
            if step % REPORTED == 0:
                mean = round(float(np.mean(recent[-REPORTED:])), 3)
                spent = time.perf_counter() - started
                print(f"{stage}, step {step}, {spent:.0f} s, loss {mean}", flush=True)
    save_file(reader.weights(), str(out))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
