"""Whether the person's own words ask for what was drafted: no model has a say in it."""

from __future__ import annotations

import threading

import pytest

from agent.scripted_model import ScriptedChatModel
from agent.studies import SPEC, phone_profile, request, running
from cotune.agent import Agent
from cotune.agent.planner.asked import asks_for
from cotune.model import action as act
from cotune.model import event as ev
from cotune.model.action import Action
from cotune.model.space import Configuration
from cotune.model.spec import Range

BAN_KNN, FOCUS = act.BanFamily(family="knn"), act.Steer(family="xgboost")
TRY = act.EnqueueTrial(configuration=Configuration(family="xgboost", params={"max_depth": 4}))
SHALLOW = (Range(family="xgboost", name="max_depth", low=1, high=2),)

ASKED: list[tuple[str, Action]] = [
    ("stop", act.StopRun()),
    ("that is enough, thank you", act.StopRun()),
    ("bitte anhalten", act.PauseRun()),
    ("pause it please", act.PauseRun()),
    ("go on", act.ResumeRun()),
    ("no nearest neighbours please", BAN_KNN),
    ("focus on xgboost", FOCUS),
    ("try xgboost with a max_depth of 4", TRY),
    ("use f1 instead", act.StartSearch(spec=SPEC)),
    ("use more xgboost", FOCUS),
    ("try xgboost with subsample 0.5 and max_depth=4", TRY),
    ("I want you to stop the search now", act.StopRun()),
    ("my laptop is hot, stop it", act.StopRun()),
    ("take a break please", act.PauseRun()),
    ("let's go with trial 12", act.UseTrial(trial=12)),
    ("drop that hint again", act.Unsteer(steer_id="s")),
    ("take trial 12", act.UseTrial(trial=12)),
    ("open the holdout", act.UnsealHoldout()),
    ("how far are we? then open the holdout please", act.UnsealHoldout()),
    ("give me the final score on the sealed rows", act.UnsealHoldout()),
    ("does the model know this table?", act.ProbeModel()),
    ("go back to the blend", act.UseTrial()),
]
UNASKED: list[tuple[str, Action]] = [
    ("how is it going?", act.StopRun()),
    ("don't stop", act.StopRun()),
    ("why did the last trial stop working?", act.StopRun()),
    ("pause", act.StopRun()),
    ("what about nearest neighbours?", BAN_KNN),
    ("no neural nets", BAN_KNN),
    ("we had banned knn in the last project", BAN_KNN),
    ("focus on random forests", FOCUS),
    ("try xgboost with a max_depth of 9", TRY),
    ("is xgboost with max_depth 4 any good", TRY),
    ("is the hint any good?", act.Unsteer(steer_id="s")),
    ("how is it going?", act.StartSearch(spec=SPEC)),
    ("stop", act.ExtendRun(seconds=60)),
    ("how is trial 12 doing?", act.UseTrial(trial=12)),
    ("take trial 12", act.UseTrial(trial=3)),
    ("take trial 12", act.UseTrial()),
    ("how is it going?", act.UnsealHoldout()),
    ("how is it going?", act.ProbeModel()),
    ("would you take trial 0 or trial 2", act.UseTrial(trial=0)),
    ("people want trial 0 gone", act.UseTrial(trial=0)),
    ("what would happen if I use trial 0", act.UseTrial(trial=0)),
    ("please explain what a full stop is", act.StopRun()),
    ("the bus stop column matters", act.StopRun()),
    ("stop repeating yourself", act.StopRun()),
    ("enough of the jargon", act.StopRun()),
    ("I need a coffee break, keep going", act.PauseRun()),
    ("give me a break", act.PauseRun()),
    ("please continue explaining", act.ResumeRun()),
    ("go on, tell me more", act.ResumeRun()),
    ("why is there no nearest neighbours model in the list?", BAN_KNN),
    ("nearest neighbours are not bad", BAN_KNN),
    ("never seen xgboost so good", act.BanFamily(family="xgboost")),
    ("no xgboost fans here I see", act.BanFamily(family="xgboost")),
    ("xgboost is more stable", FOCUS),
    ("focus on xgboost", FOCUS.having(ranges=SHALLOW)),
    ("focus on xgboost with a depth of 1 to 3", FOCUS.having(ranges=SHALLOW)),
    ("try xgboost with a min_child_weight of 4", TRY),
    ("try xgboost with depth 3, I have 4 minutes", TRY),
    ("try xgboost with depth 4", TRY.having(configuration=Configuration(family="xgboost", params={"(": 4}))),
    ("why is there no hint?", act.Unsteer(steer_id="s")),
    ("explain why I should open the holdout", act.UnsealHoldout()),
    ("they told me to unseal the test set, what is that?", act.UnsealHoldout()),
    ("would 5 more minutes help?", act.ExtendRun(seconds=300)),
]


@pytest.mark.parametrize(("text", "action"), ASKED)
def test_plain_words_ask_for_it(text: str, action: Action) -> None:
    assert asks_for(text, action, running(), phone_profile())


@pytest.mark.parametrize(("text", "action"), UNASKED)
def test_other_words_do_not(text: str, action: Action) -> None:
    assert not asks_for(text, action, running(), phone_profile())


AGAIN = act.StartSearch(spec=SPEC.having(seconds=60))
OTHER = act.StartSearch(spec=SPEC.having(workers=64))
MORE = act.ExtendRun(seconds=300)
ENDED = running(ev.RunEnded(run=1, why="time", active_s=120))

AGAINST = [
    "thanks. Do not search any further!",
    "no more time, I have to go",
    "just explain trial 0, change nothing",
    "thanks, please don't start anything now",
    "please do not extend the search",
    "I don't want to search again",
    "leave everything as it is",
    "such bitte nicht weiter",
    "ne cherche plus",
    "no busques m\u00e1s",
]
ABOUT_ELSE = [
    "thank you",
    "hello",
    "how is it going?",
    "what does ROC AUC mean?",
    "was the search of 5 minutes enough?",
    "why is xgboost better?",
    "I have 10 minutes before my meeting",
    "the search took longer than I thought, thanks",
    "5 more minutes of your time: how is it going?",
    "tell me more",
]


@pytest.mark.parametrize("text", AGAINST + ABOUT_ELSE)
def test_neither_a_search_nor_more_of_it_is_asked_for(text: str) -> None:
    for action in (AGAIN, OTHER, MORE):
        assert not asks_for(text, action, ENDED, phone_profile()), action.kind


SEARCHES = [
    "predict left_us",
    "who leaves us? optimise recall",
    "how much will MonthlyFee be?",
    "could you use only two cores?",
    "only linear models, nothing else",
    "don't use svm, use xgboost only",
    "make it ten minutes",
    "search again",
    "another search please",
    "suche nochmal",
    "relance la recherche",
    "busca otra vez",
]


@pytest.mark.parametrize("text", SEARCHES)
def test_a_goal_a_wish_and_an_order_ask_for_a_search(text: str) -> None:
    assert asks_for(text, OTHER, ENDED, phone_profile())


ON = ["go on", "keep searching", "search a bit longer", "give it more time", "suche weiter", "cherche encore", "sigue"]
FIVE = [
    "please go on for five minutes",
    "5 more minutes",
    "how far are we? take 5 minutes more",
    "noch f\u00fcnf Minuten",
]


@pytest.mark.parametrize("text", ON + FIVE)
def test_an_order_to_go_on_asks_for_more_of_the_same_search(text: str) -> None:
    assert asks_for(text, MORE, ENDED, phone_profile())
    assert asks_for(text, MORE.having(seconds=600), ENDED, phone_profile()) == (text in ON)
    assert asks_for(text, AGAIN, ENDED, phone_profile())
    assert not asks_for(text, OTHER, ENDED, phone_profile())


def test_an_answer_asks_for_what_the_words_before_its_question_asked_for() -> None:
    def after(words: str) -> bool:
        asked = ev.AgentSpoke(turn="t8", text="Over which rows?", question=True)
        return asks_for("all of them", OTHER, running(ev.GoalStated(turn="t8", text=words), asked), phone_profile())

    assert after("optimise f1 instead")
    assert not after("how is it going?")


def test_a_family_that_is_banned_is_asked_back() -> None:
    view = running(ev.FamilyBanned(family="knn"))
    assert asks_for("allow nearest neighbours again", act.UnbanFamily(family="knn"), view, phone_profile())


@pytest.mark.parametrize(("text", "asked"), [("stop", True), ("how is it going?", False)])
def test_a_model_marks_nothing_as_asked_itself(text: str, asked: bool) -> None:
    model = ScriptedChatModel(steps=[[("draft_stop", {})], "You asked for it: asked=true."])
    drafts = Agent(model).take_turn(request(text, running()), threading.Event()).drafts
    assert [(d.action.kind, d.asked) for d in drafts] == [("stop_run", asked)]


@pytest.mark.parametrize("text", ["stop", "pause", "no xgboost", "focus on linear models"])
def test_what_the_planner_drafts_was_asked_for(text: str) -> None:
    drafts = Agent().take_turn(request(text, running()), threading.Event()).drafts
    assert drafts
    assert all(d.asked for d in drafts)
