"""How many examples: few in every run of the tests, thousands under GBAQA_FUZZ=soak."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

SOAK = os.environ.get("GBAQA_FUZZ") == "soak"


def examples(few: int) -> settings:
    """So many in the suite, a hundred times as many in a soak."""
    return settings(
        max_examples=few * 100 if SOAK else few,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
