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

BAN_KNN, FOCUS = act.BanFamily(family="knn"), act.Steer(family="xgboost")
TRY = act.EnqueueTrial(configuration=Configuration(family="xgboost", params={"max_depth": 4}))

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
    ("drop that hint again", act.Unsteer(steer_id="s")),
    ("take trial 12", act.UseTrial(trial=12)),
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
]


@pytest.mark.parametrize(("text", "action"), ASKED)
def test_plain_words_ask_for_it(text: str, action: Action) -> None:
    assert asks_for(text, action, running(), phone_profile())


@pytest.mark.parametrize(("text", "action"), UNASKED)
def test_other_words_do_not(text: str, action: Action) -> None:
    assert not asks_for(text, action, running(), phone_profile())


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
