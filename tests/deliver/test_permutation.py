"""Which columns a model relies on is measured on rows that it has not learned from."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from models import run_table

from cotune.data.run_table import RunTable
from cotune.deliver.final import assemble, write_model
from cotune.deliver.fitting import fit
from cotune.deliver.permutation import column_importance
from cotune.model.reliance import ColumnWeight
from cotune.model.space import Configuration
from cotune.model.words import Family


def member(table: RunTable, configuration: Configuration, file: Path) -> Path:
    """The fold models of a trial, as trials leave them."""
    write_model(assemble(table, [(1.0, [fit(configuration, table, train, 0) for train, _ in table.folds])]), file)
    return file


def weigh(table: RunTable, members: list[tuple[float, Path]], **options: object) -> list[ColumnWeight]:
    return column_importance(assemble(table, [(1.0, [])]), members, table, **{"seconds": 60, **options})  # type: ignore[arg-type]


@pytest.mark.parametrize("families", [("decision_tree",), ("linear", "random_forest")])
def test_what_tells_comes_first_and_what_does_not_counts_nothing(tmp_path: Path, families: tuple[Family, ...]) -> None:
    table = run_table()
    members = [(1 / len(families), member(table, Configuration(family=f), tmp_path / f)) for f in families]
    found = weigh(table, members)
    assert {w.column for w in found} == set(table.X.columns)
    assert found[0].column == "mean radius"
    assert found[0].noise is not None
    assert found[0].drop > 2 * found[0].noise
    told_nothing = next(w for w in found if w.column == "kind")
    assert told_nothing.noise is not None
    assert abs(told_nothing.drop) <= 3 * told_nothing.noise + 0.02
    assert found == weigh(table, members)


def test_a_column_that_was_memorised_counts_nothing(tmp_path: Path) -> None:
    """A tree that fits its rows perfectly by noise relies on it there, and gains nothing from it elsewhere."""
    table = run_table(metric="accuracy")
    drawn = replace(table, y=np.random.default_rng(0).integers(0, 2, len(table.y)))
    tree = Configuration(family="decision_tree", params={"max_depth": 30, "min_samples_leaf": 1})
    found = weigh(drawn, [(1.0, member(drawn, tree, tmp_path / "m"))])
    here = assemble(drawn, [(1.0, [fit(tree, drawn, drawn.dev, 0)])])
    X, y = drawn.X.iloc[drawn.dev], drawn.y[drawn.dev]
    shuffled = X.assign(**{"mean radius": X["mean radius"].to_numpy()[::-1]})
    assert np.mean(here.predict(X) == y) - np.mean(here.predict(shuffled) == y) > 0.2
    assert all(abs(w.drop) < 0.1 for w in found)


def test_what_time_does_not_suffice_for_is_left_out(tmp_path: Path) -> None:
    table = run_table()
    ticks = itertools.count(0, 10)
    found = weigh(
        table,
        [(1.0, member(table, Configuration(family="linear"), tmp_path / "m"))],
        seconds=5,
        clock=lambda: next(ticks),
    )
    assert 1 <= len(found) < len(table.X.columns)
