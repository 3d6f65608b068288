"""Plots take their colours from the page, name nothing twice and say in words what they show."""

from __future__ import annotations

import re

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from gbaqa.evaluation.confidences import aurc, risk_coverage
from gbaqa.evaluation.figures import Figure
from gbaqa.evaluation.report.bars import Group, bars
from gbaqa.evaluation.report.curves import risk_plot
from gbaqa.evaluation.report.plots import plots_of
from tests.evaluation.report.rows import HOSTILE, ROWS, result, row, turn

POINTS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30)


def test_the_numbers_of_every_plot() -> None:
    plots = {plot.title: plot.rows for plot in plots_of(result())}
    reliability = plots.pop("Reliability")
    assert plots == {
        "Answerable questions by type": (
            ("when", "4", "0.5000", "[0.0000, 1.0000]", "0.5000", "[0.0676, 0.9324]"),
            ("who", "1", "0.0000", "-", "0.0000", "[0.0000, 0.9750]"),
        ),
        "Answerable questions by language": (
            ("en", "3", "0.3333", "[0.0000, 1.0000]", "0.3333", "[0.0084, 0.9057]"),
            ("pt", "1", "1.0000", "-", "1.0000", "[0.0250, 1.0000]"),
            ("zh-Hant", "1", "0.0000", "-", "0.0000", "[0.0000, 0.9750]"),
        ),
        "False answers by language": (("en", "2", "0.5000", "[0.0126, 0.9874]"),),
        # surest first: right, right, wrong, right, then three wrong
        "Risk and coverage": (
            ("0.25", "0.0000"),
            ("0.50", "0.2500"),
            ("0.75", "0.5000"),
            ("1.00", "0.5714"),
        ),
        "Failures by kind": (
            ("not retrieved", "1", "1"),
            ("wrong sentence", "1", "0"),
            ("withheld", "1", "0"),
            ("partly", "1", "0"),
            ("false answer", "1", "0"),
            ("no failure", "2", "0"),
        ),
    }
    assert [bin_[1] for bin_ in reliability] == ["0", "0", "3", "1", "0", "0", "1", "0", "0", "2"]
    assert reliability[6] == ("0.6 to 0.7", "1", "0.6100", "0.0000", "[0.0000, 0.9750]")
    assert reliability[7] == ("0.7 to 0.8", "0", "-", "-", "-")


@pytest.mark.parametrize(
    ("parts", "titles"),
    [
        ({"answers": {}}, []),
        ({"dialogues": {"per_turn": [turn()]}}, ["Failures by kind"]),
        (
            {"answers": {"per_question": [row()]}},
            ["Risk and coverage", "Reliability", "Failures by kind"],
        ),
    ],
)
def test_there_is_no_plot_without_numbers(parts: dict[str, object], titles: list[str]) -> None:
    assert [plot.title for plot in plots_of(parts)] == titles


def test_every_plot_says_what_it_shows_and_has_ids_and_colours_of_its_own() -> None:
    plots = plots_of(result())
    text = "".join(plot.svg for plot in plots)
    ids = re.findall(r'\bid="([^"]*)"', text)
    assert len(ids) == len(set(ids)) > 0
    assert set(re.findall(r'(?:url\(|href=")#([^")]*)', text)) <= set(ids)
    assert set(re.findall(r"#[0-9a-f]{6}", text)) == set()
    assert "var(--first)" in text
    assert "http" not in text
    for plot in plots:
        assert plot.svg.startswith('<svg class="plot" viewBox="0 0 400 ')
        assert ' role="img" aria-label="' in plot.svg[:120]
    label = "Bar chart, false answers by language. en (2): false answers 0.5000"
    assert f'aria-label="{label}"' in plots[2].svg


def test_a_name_is_text_whatever_it_holds() -> None:
    group = Group(f"{HOSTILE} 河套", (Figure(0.5, (0.25, 0.75)),))
    svg = bars([group], ["one"], name="names", what="Bars", axis="share", counts=False)
    assert "<script" not in svg
    assert "</script" not in svg
    assert "&lt;/script&gt;" in svg
    (short,) = (text for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg) if "script" in text)
    assert short == "&lt;/script&gt;&lt;script&gt;docu…"
    chinese = Group("$河套$", (Figure(1),))  # neither a formula nor a font that is missing
    assert ">$河套$</text>" in bars(
        [chinese], ["a"], name="n", what="Bars", axis="many", counts=True
    )


def test_the_top_passage_has_a_curve_where_its_confidence_is_known() -> None:
    assert risk_plot(ROWS).header == ("coverage", "risk, gbaqa")
    baseline = {"confidence": 0.5, "key_facts": 0.5, "citation_precision": 1.0}
    plot = risk_plot(
        [row(baseline=baseline), row(right=False, baseline=baseline | {"key_facts": 0})]
    )
    assert plot.header == ("coverage", "risk, gbaqa", "risk, top passage")
    assert plot.rows[-1] == ("1.00", "0.5000", "0.5000")
    assert "top passage</text>" in plot.svg


@given(POINTS)
def test_the_area_under_the_curve_is_aurc(points: list[tuple[float, bool]]) -> None:
    confidences, right = [one for one, _ in points], [flag for _, flag in points]
    coverages, risks = risk_coverage(confidences, right)
    expected = aurc(np.array(confidences), np.array(right, dtype=float))
    assert np.mean(risks) == pytest.approx(float(expected))
    assert coverages == pytest.approx(np.arange(1, len(points) + 1) / len(points))
