"""Weigh what speaks for a sentence, by the weights that were learned: two small readable files.

weights/evidence.json    the ranking of sentences, with a judge's view and without
weights/deciding.json    whether the best sentence answers; its thresholds for each stated risk

`make train-answers` writes both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from gbaqa.answering.evidence import Candidate

FOLDER = files(__package__ or "").joinpath("weights")


@cache
def weights_of(name: str) -> Mapping[str, Any]:
    """The content of one of the files."""
    found: Mapping[str, Any] = json.loads(FOLDER.joinpath(name).read_text("utf-8"))
    return found


def rank_features(one: Candidate) -> dict[str, float]:
    """What the ranking of sentences looks at, by name."""
    return {
        "judged": one.judged,
        "cosine": one.cosine,
        "terms_met": one.terms_met,
        "wider_met": one.wider_met,
        "least_met": one.least_met,
        "coverage": one.coverage,
        "lead_coverage": one.lead_coverage,
        "kind_met": float(one.kind_met),
        "fit": one.fit,
        "numbers_met": float(one.numbers_met),
        "behind": one.behind,
        "first": float(one.first),
    }


def rank_logit(one: Candidate) -> float:
    """The logit that a sentence answers, by what is known of it."""
    model = weights_of("evidence.json")["judged" if one.is_judged else "plain"]
    found = rank_features(one)
    return float(
        model["intercept"] + sum(weight * found[name] for name, weight in model["weights"].items())
    )
