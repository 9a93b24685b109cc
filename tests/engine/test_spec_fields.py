"""Fields of a specification do what they say, seen in the workers' own calls."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from workbench import diabetes_table, small_table

from cotune.data import RunTable, complete_spec, normalise, write_snapshot
from cotune.deliver.final import read_model
from cotune.engine.arguments import BlendArguments, PrepareArguments, TrialArguments
from cotune.engine.evaluate import run_trial
from cotune.engine.final_work import blend_trials
from cotune.engine.prepare import prepare_run
from cotune.errors import SpecError
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk
from cotune.store import StudyFolder

Prepare = Callable[..., tuple[StudyFolder, SearchSpec]]


@pytest.fixture
def prepare(tmp_path: Path) -> Prepare:
    """Makes a study of a table and prepares a run of these fields."""

    def prepared(frame: pd.DataFrame, **fields: object) -> tuple[StudyFolder, SearchSpec]:
        folder = StudyFolder(tmp_path / f"s{len(list(tmp_path.iterdir()))}")
        folder.prepare()
        spec = complete_spec({"target": "y", "trials": 9, **fields}, write_snapshot(normalise(frame), folder.data))
        prepare_run(PrepareArguments(folder=str(folder.path), run=1, spec=spec))
        return folder, spec

    return prepared


def score_of(folder: StudyFolder, spec: SearchSpec, ask: TrialAsk) -> float:
    arguments = TrialArguments(folder=str(folder.path), run=1, spec=spec, ask=ask, device="cpu", keep_above=None)
    score = run_trial(arguments).score
    assert score is not None
    return score


def ask(trial: int, family: str) -> TrialAsk:
    configuration = Configuration.model_validate({"family": family})
    return TrialAsk(trial=trial, run=1, number=trial, configuration=configuration, origin="human")


def test_folds(prepare: Prepare) -> None:
    folder, _ = prepare(small_table(), folds=4)
    assert len(RunTable.load(folder.run(1)).folds) == 4


def test_of_repeated_folds_the_models_of_one_partition_are_kept(prepare: Prepare) -> None:
    folder, spec = prepare(small_table())
    table = RunTable.load(folder.run(1))
    assert len(table.folds) > table.n_folds
    score_of(folder, spec, ask(0, "decision_tree"))
    ((_, pipelines),) = read_model(folder.fold_models(0)).members
    assert len(pipelines) == table.n_folds


def test_positive_class(prepare: Prepare) -> None:
    folder, _ = prepare(small_table(), positive_class="0")
    assert RunTable.load(folder.run(1)).classes == (1, 0)


def test_weight_column(prepare: Prepare) -> None:
    """What weighs nothing teaches nothing and counts for nothing, though it is most of the rows."""
    rng = np.random.default_rng(0)
    x, weight = rng.normal(size=300), np.repeat([1.0, 0.0, 0.0], 100)
    y = np.where(weight > 0, x > 0, x < 0).astype(int)
    table = pd.DataFrame({"x": x, "w": weight, "y": y})
    folder, spec = prepare(table, weight_column="w", metric="accuracy")
    assert score_of(folder, spec, ask(0, "decision_tree")) > 0.9


def test_a_class_whose_rows_all_weigh_nothing_is_refused(prepare: Prepare) -> None:
    table = small_table()
    weight = (table["y"] != table["y"].iloc[0]).astype(float)
    with pytest.raises(SpecError, match=r"all rows of 1 class.* have a weight of 0.*\(weight_column\)"):
        prepare(table.assign(w=weight), weight_column="w")


def test_rows_without_weight_can_fill_whole_folds(prepare: Prepare) -> None:
    """Such as the older half of the rows under a split by time: they are as if they weren't there."""
    table = small_table()
    n = len(table)
    table = table.assign(t=np.arange(n), w=np.repeat([0.0, 1.0], [n // 2, n - n // 2]))
    folder, spec = prepare(table, weight_column="w", time_column="t", split="time")
    assert RunTable.load(folder.run(1)).X.shape[0] == n - n // 2
    assert score_of(folder, spec, ask(0, "linear")) > 0.5


def test_by_time_a_trial_is_delivered_as_the_model_of_the_latest_fold(prepare: Prepare) -> None:
    table = small_table()
    folder, spec = prepare(table.assign(t=np.arange(len(table))), time_column="t", split="time", folds=4)
    score_of(folder, spec, ask(0, "decision_tree"))
    ((_, pipelines),) = read_model(folder.fold_models(0)).members
    assert len(pipelines) == 1
    seen = len(RunTable.load(folder.run(1)).folds[-1][0])
    assert pipelines[0][-1].model_.tree_.n_node_samples[0] == seen


def test_neighbours_are_no_more_than_the_first_fold_in_time_has_rows(prepare: Prepare) -> None:
    table = small_table().iloc[:90]
    folder, spec = prepare(table.assign(t=np.arange(90)), time_column="t", split="time", folds=5)
    configuration = Configuration.model_validate({"family": "knn", "params": {"n_neighbors": 18}})
    asked = TrialAsk(trial=0, run=1, number=0, configuration=configuration, origin="human")
    assert len(RunTable.load(folder.run(1)).folds[0][0]) < 18
    score_of(folder, spec, asked)


@pytest.mark.parametrize(("fields", "single"), [({}, False), ({"interpretable": True}, True)])
def test_interpretable_models_are_never_blended(fields: dict[str, object], single: bool, prepare: Prepare) -> None:
    folder, spec = prepare(diabetes_table(), folds=3, **fields)
    asks = [ask(0, "linear"), ask(1, "knn"), ask(2, "extra_trees")]
    best_first = sorted(asks, key=lambda a: score_of(folder, spec, a), reverse=True)
    file = str(folder.final_model(1))
    blended = blend_trials(
        BlendArguments(folder=str(folder.path), run=1, spec=spec, trials=tuple(best_first), seconds=5.0, file=file)
    )
    assert (len(blended.members) == 1) is single
    assert (sum(len(pipelines) for _, pipelines in read_model(Path(file)).members) == 1) is single
