"""A study whose model fails, hangs and speaks: the search goes on, and the log tells what became of each turn."""

from __future__ import annotations

from collections.abc import Callable

from hosts import kill_host, until
from typer.testing import CliRunner

from agent.fake_openai import KEY, Calls, Drips, Fails, FakeOpenAI, Hangs, Says
from cotune.cli.app import app
from cotune.model.action import LimitAgent
from cotune.model.event import TurnEnded
from cotune.study import Study

Make = Callable[..., Study]
GOAL = "predict churn with decision trees in 120 seconds"


def ends(study: Study) -> list[TurnEnded]:
    return [e.body for e in study.events() if isinstance(e.body, TurnEnded)]


def ended(study: Study, turns: int) -> TurnEnded:
    return until(lambda: ends(study)[turns - 1 :], f"turn {turns} did not end")[0]


def test_faults_stops_and_retries_leave_the_goal_and_the_search_as_they_are(new_study: Make, fake: FakeOpenAI) -> None:
    fake.script = [Fails(401, f"Incorrect API key provided: {KEY}")]
    study = new_study(model="openai:fake", goal=GOAL)
    failed = ended(study, 1)
    assert (failed.status, study.view.goals, study.cards) == ("failed", (GOAL,), ())
    assert "refused the key" in failed.problem
    assert "built-in planner" in failed.problem

    assert study.retry(built_in=True).outcome == "done"
    assert ended(study, 2).status == "done"
    (card,) = study.cards
    assert card.proposal.action.spec.families == ("decision_tree",)
    assert [line.by for line in study.view.chat if line.who == "agent"] == ["built-in planner (no LLM)"]
    assert study.retry().outcome == "ignored"
    study.approve()
    until(lambda: study.view.finished_trials() > 0, "no trial finished")

    asked = len(fake.requests)
    fake.script = [Hangs(60)]
    study.say("how is it going?")
    until(lambda: len(fake.requests) > asked, "the model was not asked")
    assert study.stop_turn().outcome == "done"
    stopped = ended(study, 3)
    assert (stopped.status, fake.over.is_set()) == ("stopped", False)
    assert study.stop_turn().message == "no turn is under way"
    until(lambda: study.speech() is None, "the words of a stopped turn stayed")
    assert study.view.run.phase == "running"

    fake.script = [Drips("It goes well, and it would go on for long.", 0.3)]
    study.retry()
    speech = until(study.speech, "nothing was heard while the model spoke")
    assert speech.turn == study.view.agent.turn
    until(lambda: "It goes" in (said := study.speech() or speech).text and said, "no text was heard")
    assert ended(study, 4).status == "done"
    assert study.view.chat[-1].text == "It goes well, and it would go on for long."
    until(lambda: study.speech() is None, "the words stayed when they were said")
    assert [line.text for line in study.view.chat if line.who == "you"] == [GOAL, "how is it going?"]
    assert _asks_once(fake, "how is it going?")

    fake.script = [Calls((("draft_ban", {"family": "xgboost"}),)), Says("I can't.")]
    study.say("no more xgboost")
    assert ended(study, 5).status == "done"
    assert "decision_tree" in str(fake.requests[-1]["messages"][-1])
    assert study.view.chat[-1].text == "I can't."
    assert {h.proposal.action.kind for h in study.view.history} == {"start_search"}
    assert study.view.run.phase == "running"

    used = study.view.agent.used
    assert used.tokens > 0
    assert (used.unpriced_tokens, used.unmetered_calls) == (used.tokens, 1)
    assert study.limit_agent(study_tokens=used.tokens).outcome == "done"
    asked = len(fake.requests)
    study.say("how is it going?")
    capped = ended(study, 6)
    assert f"limit of {used.tokens:,} tokens in a study is reached" in capped.problem
    assert (len(fake.requests), study.view.agent.raise_to) == (asked, capped.raise_to)
    reply = study.propose(LimitAgent(budget=capped.raise_to))
    assert (reply.outcome, reply.rule) == ("card", "loosens_permissions")
    study.approve()
    fake.script = [Says("Better now.")]
    study.retry()
    assert ended(study, 7).status == "done"
    assert study.view.run.phase == "running"
    assert "tokens, cost unknown, and 1 answer of unknown size" in _shell("show", study.name)
    assert "of 9,000,000 tokens" in _shell("limit-agent", study.name, "--study-tokens", "9000000", "--yes")
    assert study.view.agent.budget.study_tokens == 9_000_000
    assert "no turn to try again" in _shell("retry", study.name)
    assert "no turn is under way" in _shell("stop-turn", study.name)
    _nothing_secret(study, fake)


def _shell(*command: str) -> str:
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.exception
    return done.stdout


def _asks_once(fake: FakeOpenAI, words: str) -> bool:
    """A retried turn doesn't say the words twice."""
    return [m["content"] for m in fake.requests[-1]["messages"]].count(words) == 1


def _nothing_secret(study: Study, fake: FakeOpenAI) -> None:
    written = "".join(e.body.model_dump_json() for e in study.events()) + (study.path / "host.log").read_text()
    assert not [secret for secret in (KEY, fake.url) if secret in written]


def test_a_retried_turn_survives_the_death_of_its_host(new_study: Make, fake: FakeOpenAI) -> None:
    fake.script = [Fails(401), Hangs(60)]
    study = new_study(model="openai:fake", goal=GOAL)
    ended(study, 1)
    study.retry()
    until(lambda: len(fake.requests) == 2, "the model was not asked again")
    kill_host(study)
    fake.script = [Hangs(60)]
    study.ensure_host()
    until(lambda: len(fake.requests) == 3, "the model was not asked anew")
    kill_host(study)
    fake.script = [Says("Here I am.")]
    study.ensure_host()
    end = ended(study, 2)
    assert end.status == "done"
    lost = [len(call.body) // 4 for call in study.sent()[1:3]]
    assert (end.usage.unmetered_calls, end.usage.input_tokens > sum(lost)) == (2, True)
    assert study.view.agent.used == end.usage
    assert study.view.chat[-1].text == "Here I am."
    assert _asks_once(fake, GOAL)


HALF = "\ud83d"
HALVED = [
    Says(f"well done {HALF}"),
    Says(f"{'.' * 8}{HALF}\ude00"),
    Calls((("ask_question", {"text": f"Which {HALF}?", "candidates": [f"this {HALF}"]}),)),
    Calls((("draft_extension", {"seconds": 900, "why": HALF}),)),
    Calls(((f"draft_{HALF}", {}),)),
    Calls((("draft_search", {"target": f"churn{HALF}"}),)),
]


def test_half_an_emoji_of_a_model_or_a_person_ends_no_host(new_study: Make, fake: FakeOpenAI) -> None:
    study = new_study(model="openai:fake")
    epoch = until(study._store.last_beat, "no host came up").epoch
    fake.answers = lambda _request: Says("Ok.")
    for n, step in enumerate(HALVED, 1):
        fake.script = [step]
        study.say(f"how is it going? {HALF}")
        assert ended(study, n).status == "done"
    said = [line.text for line in study.view.chat if line.who == "agent"]
    assert said[:3] == ["well done \ufffd", f"{'.' * 8}\N{GRINNING FACE}", "Which \ufffd?"]
    study.propose(LimitAgent(budget=study.view.agent.budget), why=HALF)
    assert study._store.last_beat().epoch == epoch
