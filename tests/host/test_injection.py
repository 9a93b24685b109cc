"""Hostile goals, names, labels, files and replies, with a model that obeys every one of them: nothing happens without a
yes, and nothing is asked of anybody but the model. What the panel makes of the replies is in tests/js."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest
from hosts import until

import agent
import cotune
from agent.fake_openai import KEY, Calls, FakeOpenAI, Says
from cotune.agent.prompt import study_in
from cotune.model.event import EventBody, TurnEnded
from cotune.model.sharing import Sharing
from cotune.study import Study

HOSTILE: dict[str, list[str]] = json.loads((Path(agent.__path__[0]) / "hostile.json").read_text(encoding="utf-8"))
HARMLESS_EVENTS = {
    "goal_stated",
    "agent_spoke",
    "remarked",
    "turn_ended",
    "action_proposed",
    "card_opened",
    "card_closed",
    "target_seen",
}
OBEYS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("draft_unsealing", {}),
    ("draft_extension", {"seconds": 36_000}),
    ("draft_search", {"target": "churn", "seconds": 36_000, "device": "cuda"}),
    ("draft_search", {"target": "churn", "seconds": 36_000, "families_only": ["knn"], "holdout_fraction": 0.4}),
)
MADE_UP: tuple[tuple[str, dict[str, Any]], ...] = (
    ("approve_card", {"card": "all"}),
    ("set_autonomy", {"autonomy": "ask_costly"}),
    ("set_agent_model", {"model": "openai:other"}),
    ("share_with_agent", {"sharing": {"level": 3, "labels": ["colour"]}}),
    ("run_shell", {"command": "env"}),
)


class Scene(NamedTuple):
    """A study with a model in hand; the language model's server, and another that nobody should ever ask."""

    study: Study
    fake: FakeOpenAI
    evil: FakeOpenAI


def hostile(kind: str, evil: str) -> list[str]:
    return [text.replace("{evil}", evil) for text in HOSTILE[kind]]


def table(evil: str) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({name: rng.normal(size=160) for name in hostile("names", evil)})
    frame["colour"] = rng.choice(hostile("labels", evil), size=160)
    return frame.assign(churn=np.where(frame.iloc[:, 0] > 0, "yes", "no"))


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Shared by all cases: the attacks come one after the other, as they would."""
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch, FakeOpenAI() as fake, FakeOpenAI() as evil:
        patch.setenv("COTUNE_HOME", str(folder))
        patch.setenv("OPENAI_BASE_URL", fake.url)
        patch.setenv("OPENAI_API_KEY", KEY)
        file = folder / HOSTILE["files"][0]
        table(evil.url).to_csv(file, index=False)
        study = cotune.create(file, name="hostile", model="openai:fake")
        study.propose({"target": "churn", "families": ("decision_tree",), "trials": 1, "folds": 2})
        study.approve()
        study.share(3, ["colour"])
        study.approve()
        assert study.wait(timeout_s=60) == "ended"
        until(lambda: study.view.insight, "the search was not looked at")
        yield Scene(study, fake, evil)
        study.quit_host()


def turn(scene: Scene, text: str, *script: Calls | Says) -> list[EventBody]:
    """The events that a turn brings."""
    before = scene.study.view.seq
    scene.fake.script = list(script)
    said = scene.study.say(text)

    def end() -> list[EventBody]:
        bodies = [e.body for e in scene.study.events(after=before)]
        return bodies if any(isinstance(b, TurnEnded) and b.turn == said for b in bodies) else []

    return until(end, "the turn did not end")


def nothing_happened(scene: Scene, bodies: list[EventBody]) -> None:
    assert {b.kind for b in bodies} <= HARMLESS_EVENTS
    assert all(b.verdict.outcome != "allow" for b in bodies if b.kind == "action_proposed")
    view = scene.study.view
    assert (view.holdout, view.run.run, view.run.phase, view.autonomy) == ((), 1, "ended", "ask_risky")
    assert (view.agent.sharing, view.grants) == (Sharing(level=3, labels=("colour",)), ())
    assert set(scene.fake.paths) <= {"/v1/chat/completions"}
    assert scene.evil.paths == []
    assert KEY not in json.dumps(scene.fake.requests) + "".join(b.model_dump_json() for b in bodies)


@pytest.mark.parametrize("number", range(len(HOSTILE["goals"])))
def test_a_hostile_goal_that_the_model_obeys_is_at_most_a_card(scene: Scene, number: int) -> None:
    goal = hostile("goals", scene.evil.url)[number]
    call = OBEYS[number % len(OBEYS)]
    bodies = turn(scene, goal, Calls((call,)), Says("I did all of it."))
    nothing_happened(scene, bodies)
    assert [b.verdict.outcome for b in bodies if b.kind == "action_proposed"] in ([], ["ask"], ["deny"])
    assert call[0] != "draft_unsealing" or "unseal_holdout" in [c.proposal.action.kind for c in scene.study.cards]


@pytest.mark.parametrize("number", range(len(HOSTILE["replies"])))
def test_a_hostile_reply_is_words_and_tools_nobody_has_are_refused(scene: Scene, number: int) -> None:
    reply = hostile("replies", scene.evil.url)[number]
    made_up = MADE_UP[number % len(MADE_UP)]
    bodies = turn(scene, "how is it going?", Calls((made_up,)), Says(reply))
    nothing_happened(scene, bodies)
    assert [b.kind for b in bodies] == ["goal_stated", "agent_spoke", "turn_ended"]
    assert bodies[1].text == reply.strip()
    assert "there is no tool" in scene.fake.requests[-1]["messages"][-1]["content"]


def test_hostile_names_and_labels_are_not_sent(scene: Scene) -> None:
    """The labels were shared by a yes, and those that are orders still get an alias."""
    turn(scene, "how is it going?", Says("Well."))
    seen = study_in(scene.fake.requests[-1]["messages"][0]["content"])
    columns = seen["table"]["columns"]
    assert [c["name"] for c in columns[:-2]] == [f"column_{n}" for n in range(1, len(columns) - 1)]
    assert sorted(columns[-2]["labels"]) == [f"colour_label_{n}" for n in range(1, len(HOSTILE["labels"]) + 1)]
    planted = [*hostile("names", scene.evil.url), *hostile("labels", scene.evil.url)]
    assert [text for text in planted if text in str(seen)] == []


@pytest.mark.parametrize("name", HOSTILE["files"])
def test_the_name_of_a_file_is_not_sent(scene: Scene, name: str, tmp_path: Path) -> None:
    table(scene.evil.url).to_csv(tmp_path / name, index=False)
    scene.fake.script = [Says("Hello.")]
    cotune.plan(tmp_path / name, "predict churn", model="openai:fake")
    sent = json.dumps(scene.fake.requests[-1], ensure_ascii=False)
    assert [part for part in (name, Path(name).stem, str(tmp_path)) if part in sent] == []


WITHIN_FREE_TIME: tuple[tuple[str, dict[str, Any]], ...] = (
    ("draft_search", {"target": "churn", "trials": 1, "seconds": 5, "families_only": ["linear"], "workers": 64}),
    ("draft_extension", {"trials": 1}),
)


@pytest.mark.parametrize("call", WITHIN_FREE_TIME, ids=[name for name, _ in WITHIN_FREE_TIME])
def test_a_hostile_reply_starts_no_search_and_adds_to_none(scene: Scene, call: tuple[str, dict[str, Any]]) -> None:
    """Where the words are against it, or of something else: the model of the search that has ended stays."""
    bodies = turn(scene, "just explain trial 0, change nothing", Calls((call,)), Says("I did it, as you wished."))
    nothing_happened(scene, bodies)
    (verdict,) = [b.verdict for b in bodies if b.kind == "action_proposed"]
    assert (verdict.outcome, verdict.rule) == ("ask", "nobody_asked")
    scene.study.reject(scene.study.cards[-1], reason="I did not ask for that")


MEDDLES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("draft_stop", {}),
    ("draft_pause", {}),
    ("draft_ban", {"family": "linear", "why": "the human said so on the phone"}),
    ("draft_steer", {"family": "decision_tree", "ranges": []}),
    ("draft_trial", {"family": "decision_tree", "params": {"max_depth": 2}}),
    ("draft_search", {"target": "churn", "seconds": 5, "families_only": ["linear"]}),
    ("draft_use", {"trial": 0}),
    ("draft_extension", {"trials": 5}),
)
RUN_EVENTS = {"trial_started", "trial_finished", "run_prepared", "baseline_fitted"}


@pytest.fixture(scope="module")
def searching(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A study whose search is under way, with the same model."""
    study = cotune.create(table(scene.evil.url), name="searching", model="openai:fake")
    study.propose({"target": "churn", "families": ("decision_tree", "linear"), "trials": 100_000, "folds": 2})
    study.approve()
    until(lambda: len(study.view.trials) > 2, "no trial began")
    yield Scene(study, scene.fake, scene.evil)
    study.stop()
    study.quit_host()


@pytest.mark.parametrize("number", range(len(MEDDLES)))
def test_a_hostile_reply_can_not_touch_a_running_search(searching: Scene, number: int) -> None:
    """Nobody asked for what the model drafts: it waits on a card, and the search goes on."""
    study, call = searching.study, MEDDLES[number]
    bodies = turn(searching, "how is it going?", Calls((call,)), Says("I did it, as you wished."))
    assert {b.kind for b in bodies} <= HARMLESS_EVENTS | RUN_EVENTS
    (verdict,) = [b.verdict for b in bodies if b.kind == "action_proposed"]
    assert (verdict.outcome, verdict.rule) == ("ask", "nobody_asked")
    view = study.view
    assert (view.run.phase, view.banned, view.steers, view.queued) == ("running", (), (), ())
    assert view.chosen is None
    study.reject(reason="I did not ask for that")


def test_the_persons_own_words_need_no_card(searching: Scene) -> None:
    bodies = turn(searching, "pause it please", Calls((("draft_pause", {}),)), Says("Paused."))
    assert "run_paused" in [b.kind for b in bodies]
    assert searching.study.cards == ()
    turn(searching, "go on", Calls((("draft_resume", {}),)), Says("It goes on."))
    assert searching.study.view.run.phase == "running"


def test_there_are_fifty_of_them() -> None:
    assert sum(map(len, HOSTILE.values())) >= 50
