"""Two objectives and the choice of a trial, from the shell."""

import json
from datetime import UTC, datetime

import pytest

from cotune.cli import acting
from cotune.cli.outcome import OUR_FAULT, exit_code
from cotune.errors import CotuneError
from cotune.model import event as ev
from cotune.model.fold import Fold
from cotune.model.gate import Permit
from cotune.model.mail import Reply
from cotune.model.spec import SearchSpec


@pytest.fixture(scope="module")
def front(module_run, csv):
    """A run with two objectives whose sealed rows nobody opened."""
    done = module_run(
        "run", csv, "--target", "churn", "--trials", 6, "--families", "linear,decision_tree,naive_bayes",
        "--objectives", "predict_ms", "--workers", 1, "--name", "quick", "--json", "--yes",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_result_holds_the_front_and_the_optimism(front):
    assert front["second_objective"] == "predict_ms"
    assert front["members"] == 1
    assert front["front"]
    costs = [t["second"] for t in front["front"]]
    assert costs == sorted(costs)
    assert front["optimism"]["gap"] == pytest.approx(front["cv_score"] - front["holdout_score"])
    assert front["optimism"]["beyond_noise"] in (True, False)


def test_show_lists_the_front_and_what_cross_validation_promised(front, run):
    shown = run("show", "quick").stdout
    assert "cotune use quick TRIAL" in shown
    assert "score, predict_ms" in shown
    assert "in cross-validation than on the sealed rows" in shown
    assert all(f" {t['trial']} " in shown for t in front["front"])


def test_the_columns_that_the_model_relies_on_are_shown(front, run):
    shown = run("columns", "quick").stdout
    found = json.loads(run("columns", "quick", "--json").stdout)
    assert found["metric"] == "roc_auc"
    drops = [c["importance"] for c in found["columns"]]
    assert drops == sorted(drops, reverse=True)
    assert all(c["column"] in shown for c in found["columns"])
    few = run("columns", "quick", "--seconds", 0)
    assert few.returncode == 2


def test_a_trial_becomes_the_model_and_is_left_to_cotune_again(front, run):
    """The sealed rows were opened, so each choice gets a card."""
    chosen = next(
        n for n in range(6) if n != json.loads(run("show", "quick", "--json").stdout)["model"]["members"][0]["trial"]
    )
    asked = run("use", "quick", chosen)
    assert asked.returncode == 3
    assert "sealed rows of this search were opened" in asked.stderr

    done = run("use", "quick", chosen, "--yes")
    assert done.returncode == 0, done.stderr
    assert f"#{chosen} " in done.stdout
    view = json.loads(run("show", "quick", "--json").stdout)
    assert [m["trial"] for m in view["model"]["members"]] == [view["chosen"]] == [chosen]
    assert view["opened"] is None

    assert "by your choice" in run("show", "quick").stdout
    assert run("use", "quick", "--yes").returncode == 0
    assert json.loads(run("show", "quick", "--json").stdout)["chosen"] is None


@pytest.mark.usefixtures("front")
def test_a_trial_that_is_none_is_refused_with_those_there_are(run):
    refused = run("use", "quick", 99)
    assert refused.returncode == 3
    assert "trial 99 is not one of this search" in refused.stderr.lower()
    assert "trials to choose from" in refused.stderr.lower()


class ChoiceInVain:
    """A study whose chosen model can't be made."""

    name = "s"
    cards = ()

    def __init__(self):
        spec = SearchSpec(target="y", task="binary", metric="roc_auc")
        permit = Permit(proposal="p", action_digest="d", source="allowed")
        self._fold = Fold()
        self._tell(ev.RunStarted(run=1, spec=spec, permit=permit, seed=0, workers=1, versions={}))
        self._tell(ev.RunEnded(run=1, why="trials", active_s=9))

    @property
    def view(self):
        return self._fold.view()

    def use(self, trial):
        self._tell(ev.TrialChosen(run=1, trial=trial, by="human"))
        return Reply(mail="m", outcome="done")

    def wait(self, timeout_s):
        self._tell(
            ev.Remarked(turn=f"{ev.MAKING_CHOSEN}1", text="The chosen model could not be made.", failed="choosing")
        )

    def _tell(self, body):
        at = datetime(2026, 1, 1, tzinfo=UTC)
        self._fold.apply(ev.Event(seq=self.view.seq + 1, at=at, epoch=1, body=body))


def test_a_choice_that_comes_to_nothing_is_no_success(monkeypatch):
    monkeypatch.setattr("cotune.cli.acting.named_study", lambda _name: ChoiceInVain())
    with pytest.raises(CotuneError, match="could not be made") as failed:
        acting.use("s", 3)
    assert exit_code(failed.value) == OUR_FAULT


def test_an_objective_that_is_none_is_refused_with_those_there_are(run, csv):
    refused = run("run", csv, "--target", "churn", "--trials", 2, "--objectives", "score,speed", "--yes")
    assert refused.returncode == 2
    assert "no objective 'speed'" in refused.stderr
