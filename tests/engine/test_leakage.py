"""Nothing is fitted on rows that it is scored on: where the target is noise, scores are those of guessing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cotune.data import complete_spec, normalise, write_snapshot
from cotune.engine.arguments import HoldoutArguments, PrepareArguments, RefitArguments, TrialArguments
from cotune.engine.evaluate import run_trial
from cotune.engine.final_work import refit_trials, score_holdout
from cotune.engine.prepare import prepare_run
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk
from cotune.store import StudyFolder

GUESSING = 0.65


def noise() -> pd.DataFrame:
    """400 rows; who knows the whole table can tell `y` from a number, or from the level of a category."""
    rng = np.random.default_rng(0)
    levels = [f"level {i}" for i in range(100)] * 4
    return pd.DataFrame({"x": rng.normal(size=400), "c": levels, "y": rng.integers(0, 2, 400)})


@pytest.fixture
def study(tmp_path: Path) -> tuple[StudyFolder, SearchSpec]:
    folder = StudyFolder(tmp_path / "s")
    folder.prepare()
    profile = write_snapshot(normalise(noise()), folder.data)
    spec = complete_spec({"target": "y", "holdout_fraction": 0.25, "trials": 1}, profile)
    prepare_run(PrepareArguments(folder=str(folder.path), run=1, spec=spec))
    return folder, spec


def ask(family: str, **params: object) -> TrialAsk:
    configuration = Configuration.model_validate({"family": family, "params": params})
    return TrialAsk(trial=0, run=1, number=0, configuration=configuration, origin="human")


@pytest.mark.parametrize("configuration", [ask("decision_tree"), ask("linear", encoding="target"), ask("knn")])
def test_folds_are_scored_on_rows_that_nothing_was_fitted_on(
    configuration: TrialAsk, study: tuple[StudyFolder, SearchSpec]
) -> None:
    folder, spec = study
    arguments = TrialArguments(
        folder=str(folder.path), run=1, spec=spec, ask=configuration, device="cpu", keep_above=None
    )
    score = run_trial(arguments).score
    assert score is not None
    assert score < GUESSING


def test_the_final_model_is_not_fitted_on_the_sealed_rows(study: tuple[StudyFolder, SearchSpec]) -> None:
    folder, spec = study
    file = str(folder.final_model(1))
    refit_trials(
        RefitArguments(
            folder=str(folder.path),
            run=1,
            spec=spec,
            trials=(ask("decision_tree"),),
            weights=(1.0,),
            rounds=(None,),
            anew=(0,),
            threshold=0.5,
            device="cpu",
            sharpness=1.0,
            file=file,
        )
    )
    assert score_holdout(HoldoutArguments(folder=str(folder.path), run=1, spec=spec, file=file)).score < GUESSING
