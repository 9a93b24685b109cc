"""Numbers, ranks and signs in the agent's words: the true ones are borne out, the planted ones are flagged."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted_model import ScriptedChatModel
from studies import SPEC, phone_profile, request, running

from cotune.agent import Agent
from cotune.agent.figures import figures_in
from cotune.model import action as act
from cotune.model import event as ev
from cotune.model.fold import fold
from cotune.model.gate import Permit
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk, TrialResult
from cotune.model.view import RunView
from cotune.model.words import natural

SCORES = (
    ("xgboost", 0.8123, {"max_depth": 7}),
    ("linear", 0.7411, {"C": 0.35}),
    ("xgboost", 0.8349, {"max_depth": 4}),
    ("knn", 0.6902, {}),
    ("svm", None, {}),
)


def study(metric: str = "roc_auc") -> RunView:
    spec = SearchSpec.model_validate({**SPEC.model_dump(), "metric": metric})
    permit = Permit(proposal="p", action_digest="d", source="approved", decision="x")
    bodies: list[ev.EventBody] = [
        ev.GoalStated(turn="t1", text="Predict left_us within 2 minutes, 95 % recall would be nice"),
        ev.RunStarted(run=1, spec=spec, permit=permit, seed=0, workers=1, versions={}),
        ev.RunPrepared(
            run=1, folds=5, folds_digest="f", holdout_digest="h", holdout_rows=40, baseline_dummy=natural(metric, 0.5),
            active_s=1,
        ),
    ]  # fmt: skip
    for n, (family, score, params) in enumerate(SCORES):
        configuration = Configuration(family=family, params=params)
        ask = TrialAsk(trial=n, run=1, number=n, configuration=configuration, origin="smac")
        result = TrialResult.model_validate(
            {"trial": n, "attempt": 1, "status": "timeout" if score is None else "ok", "seconds": 3.0 + n,
             "score": None if score is None else natural(metric, score), "standard_error": 0.011}
        )  # fmt: skip
        bodies += [ev.TrialStarted(ask=ask, active_s=n), ev.TrialFinished(run=1, result=result, active_s=60)]
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return fold(ev.Event(seq=n, at=at, epoch=1, body=b) for n, b in enumerate(bodies, 1))


def flagged(text: str, view: RunView | None = None, *drafted: act.Action) -> list[str]:
    figures = figures_in(text, view or study(), phone_profile(), drafted)
    return [f.text for f in figures if f.bears == "nothing"]


TRUE = [
    "Trial 2 is the best so far, with a ROC AUC of 0.835.",
    "The best is trial #2 (XGBoost, max_depth=4) at 0.8349 ± 0.011.",
    "Trial 0 is second best: 0.812.",
    "Trials 0, 1 and 2 finished; trial 4 ran out of time after 7 s.",
    "Trial 2 is 0.0226 better than trial 0.",
    "Trial 1 beats a guess by 0.241, trial 3 is worse than that.",
    "4 of 5 trials gave a score, 1 failed, over 4 families and 5 folds.",
    "The linear model reached 0.741, nearest neighbours 0.69.",
    "It searched 1 minute of your 2 minutes; 60 s are left.",
    "You asked for 95 % recall.",
    "The table has 200 rows and 8 columns; 40 rows are sealed, 20 % of them.",
    "Two steps:\n1. look at trial 2\n2. search on",
    "Trial 3 is the worst of all.",
    "Trial 2 is +0.335 over a guess.",
]
PLANTED = [
    ("Trial 2 scored 0.9123.", "0.9123"),
    ("Trial 2 scored 0.8123.", "0.8123"),
    ("Trial 17 is promising.", "17"),
    ("The linear model reached 0.8349.", "0.8349"),
    ("50 trials were run.", "50"),
    ("5 families were tried over 3 folds.", "3"),
    ("It used 3 minutes.", "3 minutes"),
    ("The table has 20,000 rows.", "20,000"),
    ("We gain 12.5 % over the default.", "12.5 %"),
    ("Trial 0 is the best with 0.8123.", "best"),
    ("The best trial is trial 1.", "best"),
    ("Trial 1 is the second best.", "second best"),
    ("Trial 2 is the worst.", "worst"),
    ("The failed trial 4 leads.", "leads"),
    ("Trial 0 is better than trial 2.", "better"),
    ("Trial 0 is 0.0226 higher than trial 2.", "higher"),
    ("Trial 2 is worse than trial 1.", "worse"),
    ("Trial 2 changes by -0.335 against a guess.", "-0.335"),
    ("Trial 2 has an AUC of -0.8349.", "-0.8349"),
    ("Use max_depth=9 as in trial 2.", "9"),
    ("#2 and #99 agree.", "99"),
]


@pytest.mark.parametrize("text", TRUE)
def test_what_is_true_is_borne_out(text: str) -> None:
    assert flagged(text) == []


def test_the_full_stop_in_a_familys_name_ends_no_sentence() -> None:
    view = study()
    first = view.trials[0]
    boosted = first.having(ask=first.ask.having(configuration=Configuration(family="hist_gradient_boosting")))
    view = view.having(trials=(boosted, *view.trials[1:]))
    assert flagged("Best of the others: Linear model 0.741, Hist. gradient boosting 0.8123.", view) == []
    assert flagged("Best of the others: Linear model 0.741, Hist. gradient boosting 0.8349.", view) == ["0.8349"]


@pytest.mark.parametrize(("text", "planted"), PLANTED)
def test_what_was_planted_is_flagged(text: str, planted: str) -> None:
    assert planted in flagged(text)


def test_a_time_is_borne_out_by_times_and_by_what_is_drafted() -> None:
    (figure,) = figures_in("I ask for 7 s more.", study(), phone_profile(), (act.ExtendRun(seconds=7),))
    assert (figure.bears, figure.note) == ("draft", "drafted")


def test_a_number_leads_to_its_trial_or_to_the_words_that_say_it() -> None:
    text = "Trial 2 has 0.8349; you wanted 95 % recall within 2 minutes."
    trial, score, recall, time = figures_in(text, study(), phone_profile())
    assert (trial.trial, score.trial, score.note) == (2, 2, "score of trial 2")
    assert (recall.bears, recall.seq) == ("words", 1)
    assert time.bears == "study"


def test_losses_are_compared_in_their_own_numbers() -> None:
    view = study("log_loss")
    assert flagged("Trial 3 is the best, with a log loss of 0.6902, lower than trial 1.", view) == []
    assert flagged("Trial 3 is higher than trial 1.", view) == ["higher"]
    assert flagged("Trial 3 has a log loss of -0.6902.", view) == ["-0.6902"]


def test_what_is_drafted_bears_its_figures_out() -> None:
    text = "I suggest 45 more minutes."
    assert flagged(text) == ["45"]
    draft = act.ExtendRun(seconds=2700)
    assert flagged("I suggest searching 45 minutes longer.", None, draft) == []


def test_names_of_columns_are_no_numbers() -> None:
    assert flagged("The column `plan_grade` is used by trial 2.") == []


def test_a_figure_says_which_of_its_likes_it_is() -> None:
    text = "It is best to wait. Trial 0 is the best."
    best = [f for f in figures_in(text, study(), phone_profile()) if f.text == "best"]
    assert [(f.nth, f.bears) for f in best] == [(1, "nothing")]


def test_the_agents_words_come_with_their_figures() -> None:
    model = ScriptedChatModel(steps=["Trial 2 has 0.8349, and trial 77 too."])
    result = Agent(model).take_turn(request("how is it going?", study()), threading.Event())
    assert [(f.text, f.bears) for f in result.figures] == [("2", "trial"), ("0.8349", "trial"), ("77", "nothing")]


def test_a_model_that_looks_at_a_trial_sees_the_numbers_that_people_see() -> None:
    model = ScriptedChatModel(steps=[[("look_at_trial", {"trial": 3})], "Trial 3 has a log loss of 0.6902."])
    result = Agent(model).take_turn(request("look at trial 3", study("log_loss")), threading.Event())
    told = json.loads(model.seen[1][-1].text)
    assert told["value"] == 0.6902
    assert [f.note for f in result.figures] == ["Nearest neighbours", "score of trial 3"]


@pytest.mark.parametrize(
    "words", ["how is it going?", "predict left_us in 7 minutes", "5 more minutes", "what is the weather?", "why?"]
)
def test_the_built_in_planner_says_nothing_that_is_not_borne_out(words: str) -> None:
    result = Agent().take_turn(request(words, running()), threading.Event())
    assert result.text
    assert [f for f in result.figures if f.bears == "nothing"] == []


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    for figure in figures_in(text, study(), phone_profile()):
        assert figure.text in text


@given(st.integers(min_value=1, max_value=10**6 - 1))
def test_a_made_up_score_is_flagged(millionths: int) -> None:
    """Borne out are trial 3's score, its noise, its distance to a guess, a guess, and the share of sealed rows."""
    is_known = millionths in (690_200, 11_000, 190_200, 500_000, 200_000)
    assert (flagged(f"Trial 3 reached 0.{millionths:06d}.") == []) == is_known


@pytest.mark.parametrize(
    "number", ["1e999", "9" * 400, "1e" + "9" * 5000, "-1e999", "1e-999", "1e308 k", "0." + "0" * 400 + "1"]
)
def test_a_number_that_no_machine_can_count_with_is_doubted(number: str) -> None:
    assert flagged(f"It takes about {number} trials.") == [number]


def test_a_trial_with_a_number_of_thousands_of_digits_is_doubted() -> None:
    assert flagged(f"Trial {'9' * 5000} is fine.") == ["9" * 5000]


def test_what_a_person_wrote_that_no_machine_can_count_with_bears_nothing_out() -> None:
    view = study()
    said = [line.having(text=f"{line.text}, in 1e999 trials, {'9' * 400} or 1e{'9' * 5000}") for line in view.chat]
    assert flagged("It takes 1e999 trials. Trial 2 is best.", view.having(chat=tuple(said))) == ["1e999"]


def test_of_very_many_figures_the_first_are_looked_up_and_the_others_are_doubted_up_to_a_last_one() -> None:
    said = figures_in("trial " + ", ".join(["2"] * 12_000), study(), phone_profile())
    assert [f.bears for f in said] == ["trial"] * 200 + ["nothing"] * 800
    assert {f.note for f in said[200:-1]} == {"not checked: there are too many figures in this text"}
    assert "from here on none is checked" in said[-1].note
    assert [f.nth for f in said] == list(range(1000))
