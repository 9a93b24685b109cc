"""Figures that are corrected, denied or unusual: what is meant counts, as it is said."""

from __future__ import annotations

import pytest
from goal_tables import profiles

from cotune.agent import plan
from cotune.model.plan import Plan

PENGUINS = profiles()["penguins"]


def drafted(words: str) -> Plan:
    return plan(f"Predict species. {words}", PENGUINS)


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("Hold out 0.5 % of the rows.", {"holdout_fraction": 0.005}),
        ("A holdout of 0.5%.", {"holdout_fraction": 0.005}),
        ("Reserve 0.5 percent for testing.", {"holdout_fraction": 0.005}),
        ("Hold out 20 %. Not 80 % holdout.", {"holdout_fraction": 0.2}),
        ("30 folds, no, make it 5 folds.", {"folds": 5}),
        ("Not 30 folds but 5 folds.", {"folds": 5}),
        ("5 folds, 50 folds would be too many.", {"folds": 5}),
        ("10 folds instead of 5 folds.", {"folds": 10}),
        ("The trials: 0 failed last time, so 20 trials.", {"trials": 20}),
        ("Seed -5 no wait seed 5.", {"random_state": 5}),
        ("Seed 7, no, 8.", {"random_state": 8}),
        ("In -5 minutes, no, 5 minutes.", {"seconds": 300.0}),
        ("In 5 minutes, each prediction may take 15 seconds.", {"seconds": 300.0, "max_predict_ms": 15_000.0}),
        ("20 seconds per prediction, 5 minutes.", {"seconds": 300.0, "max_predict_ms": 20_000.0}),
        ("Please not on 30 cores, 6 will do.", {"workers": 6}),
        ("My box has 8 cores, n_jobs=4.", {"workers": 4}),
        ("Find out whether a worker quits.", {}),
        ("Run it on a core.", {"workers": 1}),
        ("Scoring 0 requests per second.", {}),
        ("Search for " + "1" * 330 + " minutes.", {}),
        ("With " + "1" * 5000 + " trials.", {}),
        ("In 1,5\u00bd hours.", {}),
        ("In \u00b2 1/2 hours.", {"seconds": 9000.0}),
        ("In " + "1" * 5000 + " 1/2 hours.", {}),
    ],
)
def test_what_is_meant_counts(words: str, wish: dict[str, object]) -> None:
    found = drafted(words)
    assert found.question is None
    assert {name: value for name, value in found.stated.items() if name not in ("target", "task", "metric")} == wish


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ("3 folds. Sorry, make that 30 folds.", "30 is out of range (folds)"),
        ("With 1 fold.", "1 is out of range (folds)"),
        ("100 trials. Actually make that 0.", "0 is out of range (trials)"),
        ("Use 0 workers.", "0 is out of range (workers)"),
        ("A holdout of 1500 %.", "15 is out of range (holdout_fraction)"),
    ],
)
def test_what_can_not_be_is_refused(words: str, refused: str) -> None:
    assert refused in " ".join(drafted(words).notes)
