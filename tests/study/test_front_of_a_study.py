"""The front and the choice as a person with a notebook has them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from sklearn.datasets import load_wine

import cotune
from cotune.errors import Refused, UserError
from cotune.study import Study

FIELDS = {"target": "target", "task": "multiclass", "trials": 6, "families": ["linear", "naive_bayes", "knn"]}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """A finished search with two objectives."""
    place: Path = tmp_path_factory.mktemp("studies")
    made = cotune.create(load_wine(as_frame=True).frame, name="wine", directory=place)
    made.propose({**FIELDS, "objectives": ["score", "size_mb"]})
    made.approve()
    made.wait(120)
    yield made
    made.delete()


def test_the_front_is_a_table_from_cheap_to_dear(study: Study) -> None:
    front = study.pareto()
    assert list(front.columns) == ["trial", "family", "score", "noise", "value", "size_mb", "model"]
    assert front["size_mb"].is_monotonic_increasing
    assert front["score"].is_monotonic_increasing
    assert front["model"].sum() == 1


def test_every_table_of_scores_has_their_noise(study: Study) -> None:
    tables = (study.trials().query("status == 'ok'"), study.leaderboard(), study.pareto())
    for table in tables:
        noise = table[table["trial"] >= 0]["noise"]
        assert (noise > 0).all()
    assert " ± " in repr(study)
    best = study.best
    assert best is not None
    assert best.result is not None
    listed = cotune.list(study.path.parent).iloc[0]
    assert listed["noise"] == best.result.standard_error


def test_a_choice_is_made_taken_back_and_told_of(study: Study) -> None:
    trials = study.trials()
    taken = set(study.pareto().query("model")["trial"])
    chosen = int(trials[(trials["status"] == "ok") & ~trials["trial"].isin(taken)]["trial"].iloc[0])
    assert study.use(chosen).outcome == "done"
    assert study.wait(120) == "ended"
    model = study.view.model
    assert model is not None
    assert [m.trial for m in model.members] == [chosen]
    assert f"trial {chosen} alone, by your choice" in study.report().lower()
    assert len(study.predict(load_wine(as_frame=True).data.head())) == 5
    assert study.use(chosen).outcome == "ignored"
    study.say(f"take trial {min(taken)}")
    study.wait(120)
    assert study.view.chosen == min(taken)
    study.use(None)
    study.wait(120)
    assert set(study.pareto().query("model")["trial"]) == taken


def test_what_can_t_be_a_model_is_refused(study: Study) -> None:
    with pytest.raises(Refused, match="Trials to choose from"):
        study.use(1000)
    with pytest.raises(UserError):
        study.use("best")  # type: ignore[arg-type]


def test_one_objective_has_no_front(tmp_path: Path) -> None:
    other = cotune.create(pd.DataFrame({"x": range(30), "y": [0, 1] * 15}), name="s", directory=tmp_path)
    with pytest.raises(UserError, match="one objective"):
        other.pareto()
    other.delete()
