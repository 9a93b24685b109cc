"""What stays on disk of a study's trials."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from workbench import Workbench, finished, small_table

from cotune.engine import kept
from cotune.engine.kept import Kept
from cotune.model.action import UseTrial
from cotune.model.space import Configuration
from cotune.model.trial import TrialAsk, TrialResult, TrialRow
from cotune.model.words import Family
from cotune.store import StudyFolder

CHEAP = ("linear", "naive_bayes", "decision_tree")
SIZE = 1000


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    made = Workbench(tmp_path / "s", small_table())
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> StudyFolder:
    made = StudyFolder(tmp_path)
    made.prepare()
    return made


def row(folder: StudyFolder, trial: int, score: float, family: Family) -> TrialRow:
    for file in folder.files_of_trial(trial):
        file.write_bytes(bytes(SIZE))
    ask = TrialAsk(trial=trial, run=1, number=trial, configuration=Configuration(family=family), origin="smac")
    result = TrialResult(trial=trial, attempt=1, status="ok", score=score, has_models=True)
    return TrialRow(ask=ask, status="ok", result=result)


def on_disk(folder: StudyFolder, n: int) -> set[int]:
    found = {i for i in range(n) if any(file.exists() for file in folder.files_of_trial(i))}
    assert found == {i for i in found if all(file.exists() for file in folder.files_of_trial(i))}
    return found


@pytest.mark.parametrize(
    ("most_bytes", "stay"),
    [
        (12 * SIZE, {2, 3, 4, 5}),
        (9 * SIZE, {2, 3, 5}),
        (6 * SIZE, {3, 5}),
        (3 * SIZE, {3, 5}),
        (0, {3, 5}),
    ],
    ids=["all fit", "the best of each family", "a family's best goes", "the chosen one stays", "so does the best"],
)
def test_files_take_no_more_than_a_quota(
    most_bytes: int, stay: set[int], folder: StudyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "KEPT_BYTES", most_bytes)
    families: tuple[Family, ...] = ("linear", "linear", "knn", "linear", "linear", "linear")
    held = Kept(folder, None, [row(folder, i, float(i), family) for i, family in enumerate(families)], chosen=3)
    assert {r.ask.trial for r in held.rows} == on_disk(folder, len(families)) == stay


def test_another_search_leaves_of_the_one_before_its_model_alone(bench: Workbench) -> None:
    bench.start(trials=3, families=CHEAP, interpretable=True)
    bench.turn_to_end()
    bench.engine.use(UseTrial(trial=next(t.ask.trial for t in bench.view.trials if t.status == "ok")), "human")
    standing = bench.turn(lambda v: not v.choosing).model
    assert standing is not None
    assert on_disk(bench.folder, 3)
    bench.start(seconds=600, families=CHEAP)
    bench.turn(finished(1))
    assert not on_disk(bench.folder, 3)
    assert (bench.folder.path / standing.file).exists()
    assert bench.folder.final_model(1).exists()


def test_of_choices_only_the_model_that_stands_is_kept(bench: Workbench) -> None:
    bench.start(trials=4, families=CHEAP)
    trials = [t.ask.trial for t in bench.turn_to_end().trials if t.status == "ok"][:2]
    for trial in trials:
        bench.engine.use(UseTrial(trial=trial), "human")
        bench.turn(lambda v: not v.choosing)
    assert [bench.folder.chosen_model(1, trial).exists() for trial in trials] == [False, True]
    bench.engine.use(UseTrial(trial=None), "human")
    bench.turn(lambda v: not v.choosing)
    assert not bench.folder.chosen_model(1, trials[1]).exists()
    assert bench.folder.final_model(1).exists()
