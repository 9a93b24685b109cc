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
from cotune.agent.figures.known import known_figures
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


def study(metric: str = "roc_auc", *more: ev.EventBody) -> RunView:
    task = "regression" if metric == "r2" else SPEC.task
    spec = SearchSpec.model_validate({**SPEC.model_dump(), "metric": metric, "task": task})
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
    return fold(ev.Event(seq=n, at=at, epoch=1, body=b) for n, b in enumerate((*bodies, *more), 1))


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
    "The best ROC AUC so far is 0.8349.",
    "Best so far: 0.835, worst so far: 0.69.",
    "0.8349 is the best score, 0.812 the second best.",
    "The best model blends three members.",
    "Best of the others: Linear model 0.741, nearest neighbours 0.6902.",
    "The best linear model reached 0.7411.",
    "Trial 2:\n- ROC AUC: 0.8349\n- max_depth: 4\n- took 5 s",
    "### Trial 2\n\n* **ROC AUC**: 0.8349\n* noise: 0.011",
    "| trial | family | AUC | depth |\n|---|---|---|---|\n| 2 | XGBoost | 0.8349 | 4 |\n| 0 | XGBoost | 0.8123 | 7 |",
    "| # | score |\n|---|---|\n| **3** | **0.6902** |",
    "Trial 2 scored 0.8349, short of the 95 % recall that you want.",
    "Trial 2 scored 83 %, without 20 % of the rows.",
    "Trial 2 scored _0.8349_ and trial 0 __0.8123__.",
    "Trial 2 scored AUC0.8349.",
    "Trial 2 reached eighty-three percent.",
    "Five folds, four families, two hundred rows, five trials.",
    "The folds can't tell the two families apart.",
    "One trial after the other, one of them failed.",
    "XGBoost is the best family, nearest neighbours is the worst.",
    "The best family is XGBoost.",
    "XGBoost leads; linear ranks second.",
    "XGBoost beats knn, and the linear model is ahead of nearest neighbors.",
    "Linear and knn are both behind XGBoost.",
    "Trial 2 beats default XGBoost; the linear model could beat XGBoost with more trials.",
    "Trial 2 is the top performer.",
    "Trial 2 is number one, trial 0 number two.",
    "Trial 2 ranks first, trial 3 is last.",
    "Trial 2 leads, and trial 3 is at the bottom.",
    "Trial 3 ranks last of all.",
    "Trial 2 surpasses trial 0 and outscores trial 1.",
    "Trial 2 is superior to trial 3.",
    "Trial 2 wins over trial 0.",
    "Trial 2 edges out trial 0.",
    "Trial 0 trails trial 2, trial 1 falls short of trial 0.",
    "Trial 0 is beaten by trial 2.",
    "Trial 2 has a higher AUC than trial 0, and trial 1 is worse.",
    "Trial 0 and trial 2 are both better than trial 1.",
    "Trial 2 is better than trial 0 and trial 1.",
    "Trial 0 is not the best, and not better than trial 2.",
    "Trial 0 was the best until trial 2 came.",
    "Trial 0 comes close to the best.",
    "Trial 2 has a lower depth than trial 0.",
    "trial_2, T2, trial-2, Trial **2**, trial `2` and #2 are one.",
    "Trials 2 & 0 share a family; trials 0-2 and 0 to 2 scored.",
    "Trial two is the best.",
    "Trial 1 (Linear model) scored 0.7411. It is worse than trial 0.",
    "Trial 2 (XGBoost, max_depth=4) scored 0.8349 ± 0.011.",
    "Its best, trial 2 with 0.8349, is 0.0226 ahead of trial 0.",
    "The best, trial 2 (XGBoost) with 0.8349, is 0.0938 better than trial 1.",
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
    ("The best ROC AUC so far is 0.6902.", "0.6902"),
    ("Best so far: 0.6902", "0.6902"),
    ("The best score is 0.7411, by far.", "0.7411"),
    ("The worst score is 0.8349.", "0.8349"),
    ("0.6902 is the best.", "0.6902"),
    ("Best of the others: Linear model 0.6902.", "0.6902"),
    ("Trial 2:\n- ROC AUC: 0.8123", "0.8123"),
    ("### Trial 2\n\n* **ROC AUC**: 0.8123", "0.8123"),
    ("| trial | AUC |\n|---|---|\n| 2 | 0.8123 |", "0.8123"),
    ("| # | score |\n|---|---|\n| **3** | **0.8349** |", "0.8349"),
    ("| trial | AUC |\n|---|---|\n| 99 | 0.8123 |", "99"),
    ("Trial 2 scored 0.95.", "0.95"),
    ("Trial 2 has 95 % recall.", "95 %"),
    ("Trial 2 scored 0.2.", "0.2"),
    ("Trial 2 scored 0.5.", "0.5"),
    ("The linear model reached 0.95.", "0.95"),
    ("Trial 1 is a linear one. It scored 0.8349.", "0.8349"),
    ("Trial 2 scored _0.9123_.", "0.9123"),
    ("Trial 2 scored __0.9123__.", "0.9123"),
    ("Trial 2 scored AUC0.9123.", "AUC0.9123"),
    ("Trial 2 scored 0.9123AUC.", "0.9123AUC"),
    ("Trial 2 scored ninety-one percent.", "ninety-one percent"),
    ("Ten folds.", "Ten"),
    ("It tried twelve families.", "twelve"),
    ("The table has two hundred thousand rows.", "two hundred thousand"),
    ("Nearest neighbours is the best family.", "best"),
    ("The best family is nearest neighbors.", "best"),
    ("knn leads.", "leads"),
    ("XGBoost is the worst.", "worst"),
    ("knn beats xgboost.", "beats"),
    ("The linear model outperforms XGBoost.", "outperforms"),
    ("XGBoost and knn are better than the linear model.", "better"),
    ("XGBoost is outperformed by knn.", "outperformed by"),
    ("Trial 0 is the top performer.", "top performer"),
    ("Trial 0 is number one.", "number one"),
    ("Trial 0 ranks first.", "ranks first"),
    ("Trial 0 leads.", "leads"),
    ("Trial 2 is at the bottom.", "at the bottom"),
    ("Trial 2 is last.", "is last"),
    ("Trial 2 is ahead of trial 1, and trial 0 is the best.", "best"),
    ("Trial 0 surpasses trial 2.", "surpasses"),
    ("Trial 0 outscores trial 2.", "outscores"),
    ("Trial 0 is superior to trial 2.", "superior"),
    ("Trial 0 wins over trial 2.", "wins over"),
    ("Trial 0 edges out trial 2.", "edges out"),
    ("Trial 2 is behind trial 0.", "behind"),
    ("Trial 2 trails trial 0.", "trails"),
    ("Trial 2 was beaten by trial 0.", "beaten by"),
    ("Trial 0 and trial 1 are both better than trial 2.", "better"),
    ("Trials 2 and 1 are both better than trial 0.", "better"),
    ("Trial 0 is better than trial 1 and trial 2.", "better"),
    ("Trial 0 has a higher AUC than trial 2, and trial 1 is worse.", "higher"),
    ("trial_99 is great.", "trial_99"),
    ("T99 is great.", "T99"),
    ("trial `99` is great.", "99"),
    ("Trial **99** is great.", "99"),
    ("Trial **0** is the best.", "best"),
    ("Trials 2 & 99 agree.", "99"),
    ("Trials 2-99 agree.", "99"),
    ("Trial three is the best.", "best"),
    ("Trial ninety-one is fine.", "ninety-one"),
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


def test_a_fold_has_its_sign() -> None:
    ask = TrialAsk(trial=5, run=1, number=5, configuration=Configuration(family="knn"), origin="smac")
    folds = TrialResult(trial=5, attempt=1, status="ok", score=-0.1, fold_scores=(-0.3123, 0.1123), seconds=1.0)
    view = study("r2", ev.TrialStarted(ask=ask, active_s=6), ev.TrialFinished(run=1, result=folds, active_s=60))
    assert flagged("The folds of trial 5 range from -0.3123 to 0.1123.", view) == []
    assert flagged("The folds of trial 5 range from -0.1123 to 0.3123.", view) == ["-0.1123", "0.3123"]


def test_trials_of_another_run_are_not_compared_with_those_of_this_one() -> None:
    permit = Permit(proposal="p", action_digest="d", source="approved", decision="x")
    spec = SPEC.having(metric="log_loss")
    ask = TrialAsk(trial=5, run=2, number=0, configuration=Configuration(family="knn"), origin="smac")
    view = study(
        "roc_auc",
        ev.RunEnded(run=1, why="time", active_s=60),
        ev.RunStarted(run=2, spec=spec, permit=permit, seed=0, workers=1, versions={}),
        ev.TrialStarted(ask=ask, active_s=1),
        ev.TrialFinished(
            run=2, result=TrialResult(trial=5, attempt=1, status="ok", score=-0.4, seconds=1.0), active_s=2
        ),
    )
    assert flagged("Trial 5 is worse than trial 2.", view) == flagged("Trial 5 is better than trial 2.", view) == []
    assert flagged("Trial 2 is 1.2349 ahead of trial 5.", view) == ["1.2349"]
    (best,) = [f for f in figures_in("Trial 2 is the best.", view, phone_profile()) if f.bears == "nothing"]
    assert best.note == "trial 2 has no score in this run"


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


@pytest.mark.parametrize(
    "text",
    ["1,111" * 12_000, "one " * 16_000, "trial 2 " + "best " * 12_000, "trial 1 beats trial 2 " * 3000, "#1" * 9000],
)
def test_however_often_something_is_said_so_many_figures_are_kept(text: str) -> None:
    assert 500 < len(figures_in(text, study(), phone_profile())) <= 1000


@pytest.mark.parametrize(
    ("text", "figure"), [("It took **99** s.", "99"), ("It took 99 **s**.", "99"), ("99*%*", "99")]
)
def test_a_figure_that_marks_break_up_is_told_as_far_as_it_goes(text: str, figure: str) -> None:
    assert flagged(text) == [figure]


def test_a_question_claims_nothing() -> None:
    assert flagged("Ask 'why is xgboost worse than linear?' or 'is knn the best?'") == []


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
    """What is said to be a trial's score is that or nothing."""
    assert (flagged(f"Trial 3 reached 0.{millionths:06d}.") == []) == (millionths == 690_200)


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


@pytest.mark.parametrize(
    ("text", "place"),
    [("The table has 200 rows.", "table"), ("4 families were tried.", "trials"), ("40 rows are sealed.", "search"),
     ("It runs over 5 folds.", "search"), ("It searched 60 s.", "progress"), ("A guess has 0.5.", "progress")],
)  # fmt: skip
def test_a_figure_of_the_study_leads_to_where_it_can_be_seen(text: str, place: str) -> None:
    (figure,) = figures_in(text, study(), phone_profile())
    assert (figure.bears, figure.shown_in) == ("study", place)


def test_every_figure_of_a_study_leads_somewhere() -> None:
    known = known_figures(study(), phone_profile(), [act.ExtendRun(seconds=60, trials=5)])
    assert [k for k in known if k.trial is None and k.seq is None and k.shown_in is None] == []


def test_the_figures_of_a_question_and_of_a_reason_are_checked() -> None:
    why = "Trial 2 has 0.8349, trial 0 only 0.5555."
    asks = {"text": "Is 0.8349 enough, or must it be 0.9999?", "about": "other", "candidates": []}
    steps = [[("draft_steer", {"family": "xgboost", "why": why})], [("ask_question", asks)], "Well?"]
    result = Agent(ScriptedChatModel(steps=steps)).take_turn(request("try xgboost", view=study()), threading.Event())
    (draft,) = result.drafts
    assert [(f.text, f.bears) for f in draft.figures if "." in f.text] == [("0.8349", "trial"), ("0.5555", "nothing")]
    assert [(f.text, f.bears) for f in result.asked_figures] == [("0.8349", "trial"), ("0.9999", "nothing")]
