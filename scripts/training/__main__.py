"""Train the weights of src/gbaqa/indexing/weights.

    python -m scripts.training PUBLIC OUT.safetensors

PUBLIC is the folder of the public data sets. Half an hour to an hour and a half on two CPU cores;
a GPU is used where torch finds one. Seeded; a GPU, or another CPU, rounds otherwise.
"""

from __future__ import annotations

import math
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from scripts.training.examples import Example, examples
from scripts.training.layers import PASSAGE_TOKENS, QUESTION_TOKENS, Trained
from sentence_transformers import SentenceTransformer
from torch.nn import functional

from gbaqa.indexing.encoding import default_weights, load_encoder

SEED = 13
BATCH = 32  # questions, each with one passage that only looks like it; all of one data set
EPOCHS = 1
RATE, PROJECTION_RATE = 4e-4, 1e-4
WARM_UP = 0.06  # of all steps; then down to LEAST of the rate, along a cosine
LEAST = 0.02
DECAY = 0.01
VECTOR_TEMPERATURE, TOKEN_TEMPERATURE = 0.05, 0.04
SPOKEN_OF = 5  # of each example's other passages that token rarity is counted over
REPORTED = 20  # steps


def batches(found: dict[str, list[Example]]) -> list[list[Example]]:
    """Every example once, in batches of one data set; no two of a batch have the same passage."""
    made: list[list[Example]] = []
    for dataset in found.values():
        waiting = random.sample(dataset, len(dataset))
        while waiting:
            batch: dict[str, Example] = {}
            left: list[Example] = []
            for one in waiting:
                if len(batch) < BATCH and one.answering not in batch:
                    batch[one.answering] = one
                else:
                    left.append(one)
            if len(batch) >= BATCH // 2:
                made.append(list(batch.values()))
            waiting = left if len(batch) == BATCH else []
    random.shuffle(made)
    return made


def rarity(found: Sequence[Example], trained: Trained) -> torch.Tensor:
    """Inverse document frequency of each token over passages of a data set; 0 of special ones."""
    texts = {one.answering for one in found}
    texts |= {text for one in found for text in one.others[:SPOKEN_OF]}
    counts: Counter[int] = Counter()
    for text in texts:
        counts.update(set(trained.tokenizer(text, truncation=True, max_length=256)["input_ids"]))
    weights = np.full(len(trained.tokenizer), math.log(1 + (len(texts) + 0.5) / 0.5), "float32")
    for token, n in counts.items():
        weights[token] = math.log(1 + (len(texts) - n + 0.5) / (n + 0.5))
    weights[trained.tokenizer.all_special_ids] = 0
    return torch.from_numpy(weights)


def loss(batch: Sequence[Example], trained: Trained, weights: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of the passage that answers among all of a batch, by vectors and by tokens."""
    others = [random.choice(one.others) for one in batch if one.others]  # noqa: S311
    texts = [*(one.answering for one in batch), *others]
    device = trained.projection.weight.device
    with torch.autocast(device.type, dtype=torch.bfloat16):
        asked = trained.encode([one.question for one in batch], most=QUESTION_TOKENS)
        passages = trained.encode_by_length(texts, most=PASSAGE_TOKENS)
    same = torch.tensor(
        [[place != row and text == one.answering for place, text in enumerate(texts)]
         for row, one in enumerate(batch)], device=device
    )  # fmt: skip
    cosines = asked.vectors @ passages.vectors.T / VECTOR_TEMPERATURE
    met = torch.einsum("qid,pjd->qipj", asked.tokens, passages.tokens)
    met = met.masked_fill(passages.mask[None, None] == 0, -2).amax(3)
    shares = weights[asked.ids] * asked.mask
    shares = shares / shares.sum(1, keepdim=True).clamp(min=1e-6)
    tokens = torch.einsum("qi,qip->qp", shares, met) / TOKEN_TEMPERATURE
    right = torch.arange(len(batch), device=device)
    return sum(
        (
            functional.cross_entropy(scores.masked_fill(same, -1e4), right)
            for scores in (cosines, tokens)
        ),
        start=torch.zeros((), device=device),
    )


def rate_at(step: int, total: int) -> float:
    """The share of the full rate at a step."""
    falling = 0.5 * (1 + math.cos(math.pi * step / total))
    return min(1.0, (step + 1) / (WARM_UP * total)) * max(LEAST, falling)


def train(found: Sequence[Example], trained: Trained) -> Iterator[tuple[int, str, float]]:
    """Trains for EPOCHS; yields step, data set and loss."""
    of: dict[str, list[Example]] = defaultdict(list)
    for one in found:
        of[one.dataset].append(one)
    device = trained.projection.weight.device
    weights = {name: rarity(those, trained).to(device) for name, those in of.items()}
    low_rank = [one for layer in trained.layers.values() for one in (layer.down, layer.up)]
    optimizer = torch.optim.AdamW(
        [{"params": low_rank, "lr": RATE},
         {"params": trained.projection.parameters(), "lr": PROJECTION_RATE}],
        weight_decay=DECAY,
    )  # fmt: skip
    full = [group["lr"] for group in optimizer.param_groups]
    rounds = [batch for _ in range(EPOCHS) for batch in batches(of)]
    for step, batch in enumerate(rounds):
        for group, rate in zip(optimizer.param_groups, full, strict=True):
            group["lr"] = rate * rate_at(step, len(rounds))
        optimizer.zero_grad()
        value = loss(batch, trained, weights[batch[0].dataset])
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(low_rank, 1.0)
        optimizer.step()
        yield step, batch[0].dataset, float(value.detach())


def main(arguments: Sequence[str]) -> int:
    """Trains on the public sets in a folder and writes the weights; returns the exit code."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    public, out = map(Path, arguments)
    random.seed(SEED)
    torch.manual_seed(SEED)
    plain = load_encoder(str(default_weights()))
    found = examples(public, Path(), plain)
    print(
        {
            name: sum(one.dataset == name for one in found)
            for name in dict.fromkeys(one.dataset for one in found)
        }
    )
    trained = Trained(SentenceTransformer(str(default_weights()), device="cpu"))
    trained.begin_with([one.answering for one in found[:1000]])
    if torch.cuda.is_available():
        trained.transformer.to("cuda")
        trained.projection.to("cuda")
    started = time.perf_counter()
    recent: dict[str, list[float]] = defaultdict(list)
    for step, name, value in train(found, trained):
        recent[name].append(value)
        if step % REPORTED == 0:
            means = {
                one: round(float(np.mean(values[-REPORTED:])), 3) for one, values in recent.items()
            }
            print(f"step {step}, {time.perf_counter() - started:.0f} s, loss {means}", flush=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    save_file(trained.weights(), str(out))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
