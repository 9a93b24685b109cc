"""Columns named by their place in the table."""

from __future__ import annotations

import pytest
from goal_tables import profiles

from cotune.agent import plan

PENGUINS = profiles()["penguins"]
FIRST, BEFORE_LAST, LAST = "species", "body_mass_g", "sex"


@pytest.mark.parametrize(
    ("goal", "target"),
    [
        ("Predict the last column.", LAST),
        ("last column please, 40 trials", LAST),
        ("I want the final column, accuracy, two minutes", LAST),
        ("the column on the right end is what I need; use the column at the very end", LAST),
        ("second to last column as the target, R2", BEFORE_LAST),
        ("Predict the second-to-last column", BEFORE_LAST),
        ("Target: the first column.", FIRST),
        ("Sag bitte die letzte Spalte voraus.", LAST),
        ("Prédire la dernière colonne", LAST),
        ("Predecir la última columna", LAST),
    ],
)
def test_a_place_stands_for_the_column_there(goal: str, target: str) -> None:
    drafted = plan(goal, PENGUINS)
    assert drafted.question is None
    assert drafted.stated["target"] == target


def test_a_place_can_have_any_role() -> None:
    stated = plan("Predict species and leave out the last column.", PENGUINS).stated
    assert (stated["target"], stated["exclude_columns"]) == (FIRST, (LAST,))


@pytest.mark.parametrize("goal", ["Predict species as in the last study.", "Predict species, first of all; 1 minute"])
def test_last_and_first_alone_mean_no_column(goal: str) -> None:
    stated = plan(goal, PENGUINS).stated
    assert stated["target"] == FIRST
    assert "exclude_columns" not in stated
