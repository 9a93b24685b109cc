"""What the built-in planner makes of words about a search that exists."""

from __future__ import annotations

import threading

import pytest
from studies import SPEC, phone_profile, request, running, view_of

from cotune.agent import Agent, TurnResult
from cotune.agent.planner.asked import asks_for
from cotune.model import action as act
from cotune.model import event as ev
from cotune.model.gate import Card, Decision, Proposal, Verdict
from cotune.model.view import RunView


def say(text: str, view: RunView) -> TurnResult:
    result = Agent().take_turn(request(text, view), threading.Event())
    assert result.status == "done", result.problem
    return result


ORDERS = [
    ("pause", [act.PauseRun()]),
    ("Please pause it for a moment", [act.PauseRun()]),
    ("go on", [act.ResumeRun()]),
    ("stop", [act.StopRun()]),
    ("that's enough", [act.StopRun()]),
    ("arrête", [act.StopRun()]),
    ("5 more minutes", [act.ExtendRun(seconds=300)]),
    ("give it another hour please", [act.ExtendRun(seconds=3600)]),
    ("20 more trials", [act.ExtendRun(trials=20)]),
    ("noch zehn Minuten", [act.ExtendRun(seconds=600)]),
    ("no neural nets", [act.BanFamily(family="mlp")]),
    ("stop trying svm and knn", [act.BanFamily(family="svm"), act.BanFamily(family="knn")]),
    ("no more random forests", [act.BanFamily(family="random_forest")]),
    (
        "no more random forests please, and take one more minute",
        [act.BanFamily(family="random_forest"), act.ExtendRun(seconds=60)],
    ),
    ("open the holdout", [act.UnsealHoldout()]),
]


@pytest.mark.parametrize(("text", "actions"), ORDERS)
def test_an_order_becomes_its_action(text: str, actions: list[act.Action]) -> None:
    assert [d.action for d in say(text, running()).drafts] == actions


NO_ORDERS = ["the bus stop column matters", "I need a coffee break, keep going", "people want trial 0 gone"]


@pytest.mark.parametrize("text", NO_ORDERS)
def test_a_word_of_an_order_is_none(text: str) -> None:
    assert not [d for d in say(text, running()).drafts if d.asked and not isinstance(d.action, act.ResumeRun)]


KEPT_SEALED = [
    "don't open the sealed rows",
    "never open the holdout",
    "please do not unseal",
    "do not look at the holdout yet",
    "why should I not open the holdout?",
    "keep the sealed rows sealed, don't open the holdout",
]
NOT_LONGER = [
    "take no more than 5 minutes",
    "no longer than 10 minutes please",
    "not more than 20 trials",
    "stop in 5 minutes, no more",
    "it was 5 minutes longer than I thought",
    "the last one took 5 minutes longer",
    "don't add 5 more minutes",
    "I don't want 5 more minutes",
    "pas plus de 5 minutes",
]


@pytest.mark.parametrize("text", KEPT_SEALED + NOT_LONGER)
def test_a_no_a_limit_and_a_tale_open_and_extend_nothing(text: str) -> None:
    assert not [d for d in say(text, running()).drafts if d.action.kind in ("unseal_holdout", "extend_run")]
    for action in (act.UnsealHoldout(), act.ExtendRun(seconds=60), act.ExtendRun(trials=1)):
        assert not asks_for(text, action, running(), phone_profile())


LIMITED = [
    ("no, open the holdout", act.UnsealHoldout()),
    ("no more than 5 more minutes", act.ExtendRun(seconds=300)),
    ("5 more minutes, but not more", act.ExtendRun(seconds=300)),
    ("go on, not longer than five minutes", act.ExtendRun(seconds=300)),
    ("not 5 but 10 more minutes", act.ExtendRun(seconds=600)),
    ("I would not mind 20 more trials", act.ExtendRun(trials=20)),
    ("ich h\u00e4tte gern noch 5 Minuten", act.ExtendRun(seconds=300)),
]


@pytest.mark.parametrize(("text", "action"), LIMITED)
def test_an_order_beside_a_limit_or_a_no_is_one(text: str, action: act.Action) -> None:
    (draft,) = say(text, running()).drafts
    assert (draft.action, draft.asked) == (action, True)


def test_an_order_to_go_on_for_a_time_is_an_extension() -> None:
    (draft,) = say("go on for five minutes", running()).drafts
    assert (draft.action, draft.asked) == (act.ExtendRun(seconds=300), True)


def test_more_time_by_another_metric_is_another_search() -> None:
    assert SPEC.metric != "f1"
    (draft,) = say("another one by F1, 45 seconds", running()).drafts
    assert isinstance(draft.action, act.StartSearch)
    assert (draft.action.spec.metric, draft.action.spec.seconds) == ("f1", 45)


def test_focus_is_a_steer_with_the_person_s_words() -> None:
    (draft,) = say("focus on xgboost", running()).drafts
    assert isinstance(draft.action, act.Steer)
    assert draft.action.family == "xgboost"


@pytest.mark.parametrize("text", ["bring back the neural nets", "allow mlp again"])
def test_a_banned_family_comes_back(text: str) -> None:
    banned = running(ev.FamilyBanned(family="mlp"))
    assert [d.action for d in say(text, banned).drafts] == [act.UnbanFamily(family="mlp")]


CHANGES = [
    ("use f1 instead", {"metric": "f1", "positive_class": "yes"}),
    ("leave out the region", {"exclude_columns": ("region",)}),
    ("10 folds please, and only 2 cores", {"folds": 10, "workers": 2}),
]


@pytest.mark.parametrize(("text", "changed"), CHANGES)
def test_a_change_of_the_search_keeps_all_else(text: str, changed: dict[str, object]) -> None:
    (draft,) = say(text, running()).drafts
    assert draft.action == act.StartSearch(spec=SPEC.having(**changed))


def test_a_new_goal_starts_anew() -> None:
    (draft,) = say("Now predict MonthlyFee, MAE", running()).drafts
    assert (draft.action.spec.target, draft.action.spec.metric) == ("MonthlyFee", "mae")
    assert draft.action.spec.task == "regression"


@pytest.mark.parametrize("text", ["how is it going?", "what's the best so far?", "wie läuft es?", "comment ça va ?"])
def test_questions_are_answered_from_the_view(text: str) -> None:
    result = say(text, running())
    assert result.drafts == ()
    assert "trial 0 (XGBoost)" in result.text
    assert "0.81" in result.text
    assert "Linear model 0.74" in result.text
    assert "1 trial failed (svm: timeout)" in result.text


def test_what_is_not_understood_is_said_and_does_nothing() -> None:
    result = say("tell me a joke", running())
    assert result.drafts == ()
    assert "built-in planner" in result.text


def test_an_answer_to_a_question_completes_the_goal() -> None:
    asked = view_of(
        ev.GoalStated(turn="t0", text="Build me a model, F1, 2 minutes, no SVM"),
        ev.AgentSpoke(turn="t0", text="Which column shall be predicted?", question=True, candidates=("left_us",)),
        ev.TurnEnded(turn="t0", status="done"),
        ev.GoalStated(turn="t1", text="left_us"),
    )
    (draft,) = say("left_us", asked).drafts
    spec = draft.action.spec
    assert (spec.target, spec.metric, spec.seconds) == ("left_us", "f1", 120)
    assert "svm" not in spec.families


def test_a_goal_that_answers_a_question_may_have_one_of_its_own() -> None:
    view = view_of(
        ev.GoalStated(turn="t0", text="find me something good in ten minutes"),
        ev.AgentSpoke(turn="t0", text="Which column shall the model predict?", question=True),
    )
    asked = Agent().take_turn(request("predict left_us, and keep agent_name away from it", view), threading.Event())
    assert asked.question is not None
    assert asked.question.text == "There is no column 'agent_name'. Which one is meant?"


def test_a_metric_whose_meaning_was_asked_for_is_not_the_metric_of_the_goal() -> None:
    view = view_of(
        ev.GoalStated(turn="t0", text="what does log loss mean?"),
        ev.AgentSpoke(turn="t0", text="Log loss punishes wrong probabilities."),
    )
    (draft,) = Agent().take_turn(request("predict left_us in a minute", view), threading.Event()).drafts
    assert "metric" not in draft.stated


def test_a_change_before_approval_changes_the_waiting_search() -> None:
    proposal = Proposal(id="p", action=act.StartSearch(spec=SPEC), actor="agent", door="panel", turn="t0")
    verdict = Verdict(outcome="ask", rule="first_search", reasons=("first",))
    card = Card(
        id="card-p", proposal=proposal, action_digest=proposal.action.digest(), verdict=verdict,
        changes=(), estimate=None, reversible="", if_no="",
    )  # fmt: skip
    opened = (ev.ActionProposed(proposal=proposal, verdict=verdict), ev.CardOpened(card=card))
    (draft,) = say("10 minutes instead", view_of(*opened)).drafts
    assert draft.action == act.StartSearch(spec=SPEC.having(seconds=600))
    no = Decision(id="d", card="card-p", action_digest=card.action_digest, answer="reject", reason="too long")
    rejected = view_of(ev.GoalStated(turn="t0", text="predict left_us"), *opened, ev.DecisionMade(decision=no))
    (again,) = say("predict left_us in one minute", rejected).drafts
    assert again.action.spec.seconds == 60


ANSWERS = [
    ("predict left_us without the column agent_name", "plan_grade", {"exclude_columns": ("plan_grade",)}),
    ("predict left_us without the column agent_name", "the region please", {"exclude_columns": ("region",)}),
    ("predict left_us without the column agent_name", "none of them", {}),
    ("predict left_us without the column agent_name", "take ten minutes", {"seconds": 600.0}),
    (
        "predict left_us, keep folds grouped by the house_id",
        "household",
        {"split": "group", "group_column": "household"},
    ),
    ("predict left_us with 5 folds and 10 folds", "5", {"folds": 5}),
    ("predict left_us with 5 folds and 10 folds", "10", {"folds": 10}),
    ("predict left_us by kappa", "average_precision", {"metric": "average_precision"}),
    (
        "predict left_us on the gpu with only neural networks",
        "xgboost on the GPU",
        {"device": "cuda", "families_only": ("xgboost",)},
    ),
    (
        "predict left_us on the gpu with only neural networks",
        "the CPU",
        {"device": "cpu", "families_only": ("mlp",)},
    ),
    ("predict left_us on the cpu only and on the gpu", "cuda", {"device": "cuda"}),
    ("predict left_us with catboost and nothing else", "all families", {}),
    ("predict left_us with catboost and nothing else", "xgboost", {"families_only": ("xgboost",)}),
    ("MonthlyFee as a yes or no classification", "regression", {"target": "MonthlyFee", "task": "regression"}),
]


@pytest.mark.parametrize(("goal", "answer", "expected"), ANSWERS)
def test_each_answer_on_offer_settles_its_question(goal: str, answer: str, expected: dict[str, object]) -> None:
    asked = Agent().take_turn(request(goal), threading.Event()).question
    assert asked is not None
    spoken = ev.AgentSpoke(turn="t0", text=asked.text, question=True, candidates=asked.candidates)
    view = view_of(ev.GoalStated(turn="t0", text=goal), spoken)
    (draft,) = Agent().take_turn(request(answer, view), threading.Event()).drafts
    assert draft.stated == {"target": "left_us", "task": "binary"} | expected


MENDED = [
    ("predict left_us with 500 folds in 5 minutes", "OK, just predict left_us, the default folds", {"seconds": 300.0}),
    ("predict left_us with 500 folds in 5 minutes", "use 10 folds then", {"seconds": 300.0, "folds": 10}),
    ("predict left_us with 500 folds in 5 minutes", "no svm", {"seconds": 300.0, "families_excluded": ("svm",)}),
    ("predict left_us, split by time on household", "5 minutes", {"seconds": 300.0}),
    (
        "predict left_us with 500 folds in 5 minutes",
        "Then predict MonthlyFee",
        {"target": "MonthlyFee", "task": "regression"},
    ),
]


@pytest.mark.parametrize(("goal", "words", "expected"), MENDED)
def test_what_was_refused_of_a_goal_is_none_of_the_next(goal: str, words: str, expected: dict[str, object]) -> None:
    refused = Agent().take_turn(request(goal), threading.Event())
    assert (refused.drafts, refused.question) == ((), None)
    view = view_of(ev.GoalStated(turn="t0", text=goal), ev.AgentSpoke(turn="t0", text=refused.text))
    (draft,) = Agent().take_turn(request(words, view), threading.Event()).drafts
    assert draft.stated == {"target": "left_us", "task": "binary"} | expected
    assert Agent().take_turn(request("why?", view), threading.Event()).text == refused.text


@pytest.mark.parametrize("view", [RunView(target="left_us"), running()])
def test_a_target_that_no_column_is_or_several_are_is_asked_for_also_where_the_study_has_one(view: RunView) -> None:
    for text in ("predict loan_status with 5 folds", "predict region and household, 5 folds"):
        result = Agent().take_turn(request(text, view), threading.Event())
        assert result.drafts == ()
        assert result.question is not None
        assert result.question.about == "target"
        asked = ev.AgentSpoke(turn="t0", text=result.question.text, question=True)
        lines = (*view.chat, *view_of(ev.GoalStated(turn="t0", text=text), asked).chat)
        (draft,) = say("plan_grade", view.model_copy(update={"chat": lines})).drafts
        assert (draft.stated["target"], draft.stated["folds"]) == ("plan_grade", 5)
    (draft,) = Agent().take_turn(request("5 folds, no svm", view), threading.Event()).drafts
    assert draft.action.spec.target == "left_us"


def test_a_new_goal_is_no_answer() -> None:
    goal = "predict left_us without the column agent_name"
    spoken = ev.AgentSpoke(turn="t0", text="There is no column 'agent_name' to leave out.", question=True)
    view = view_of(ev.GoalStated(turn="t0", text=goal), spoken)
    (draft,) = Agent().take_turn(request("predict region instead", view), threading.Event()).drafts
    assert draft.stated["target"] == "region"
    assert "exclude_columns" not in draft.stated


def test_an_answer_during_a_search_changes_what_was_asked_about_and_not_the_target() -> None:
    said = "leave out the column agent_name"
    asked = say(said, running()).question
    assert asked is not None
    assert asked.about == "column"
    view = running(ev.GoalStated(turn="t8", text=said), ev.AgentSpoke(turn="t8", text=asked.text, question=True))
    (draft,) = say("region", view).drafts
    assert draft.action.spec.target == SPEC.target
    assert draft.stated == {"exclude_columns": ("region",)}
