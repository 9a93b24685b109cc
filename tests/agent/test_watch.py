"""When the agent speaks unasked: each rule on its evidence, and silence otherwise."""

from __future__ import annotations

import time

import pytest
from runs import TrialByTrial
from studies import SPEC, phone_profile

from cotune.agent.figures import figures_in
from cotune.agent.watch import WATCH_RULES, Suggestion, course, evidence, suggest, turn_of
from cotune.model import action as act
from cotune.model import event as ev
from cotune.model.gate import Card, Proposal, Verdict

LONG = SPEC.having(seconds=1800)


def resting(seconds: float = 1800) -> TrialByTrial:
    """Best after 20 trials, then 60 that are as good at most; of 30 minutes 23 are left."""
    run = TrialByTrial(LONG.having(seconds=seconds))
    run.trials(20, 0.80)
    run.trial(0.84)
    run.trials(60, 0.8395)
    return run


def out_of_time(**spec: object) -> TrialByTrial:
    """Every third trial runs out of time, whatever its family."""
    run = TrialByTrial(LONG.having(**spec))
    for i in range(8):
        run.trials(2, 0.80 + i / 1000, "xgboost")
        run.trial(None, ("svm", "mlp", "knn")[i % 3], status="timeout", seconds=20)
    return run


def svm_out_of_time() -> TrialByTrial:
    run = TrialByTrial(LONG)
    run.trials(12, 0.80)
    run.trials(6, None, "svm", status="timeout", seconds=30)
    return run


def losing(second: float = 0.70) -> TrialByTrial:
    """Half of the time goes to a second family, which is far behind."""
    run = TrialByTrial(LONG)
    for i in range(14):
        run.trial(0.80 + i / 1000, "xgboost")
        run.trial(second + i / 1000, "knn")
    return run


def on_its_way_up() -> TrialByTrial:
    run = TrialByTrial(SPEC)
    for i in range(24):
        run.trial(0.70 + 0.006 * i)
    run.ended()
    return run


def overfitted(sealed: float = 0.78) -> TrialByTrial:
    run = TrialByTrial(SPEC)
    run.trials(20, 0.90)
    run.modelled(0.91)
    run.ended("stopped")
    run.opened(sealed)
    return run


CASES = [
    ("plateau", resting, act.StopRun),
    ("limit_hit", svm_out_of_time, act.BanFamily),
    ("limit_hit", lambda: out_of_time(seconds_per_trial=20), act.StartSearch),
    ("limit_hit", out_of_time, act.ExtendRun),
    ("never_wins", losing, act.BanFamily),
    ("still_improving", on_its_way_up, act.ExtendRun),
    ("far_from_sealed", overfitted, act.StartSearch),
]


def found(run: TrialByTrial) -> Suggestion | None:
    return suggest(run.view, phone_profile())


@pytest.mark.parametrize(("rule", "story", "kind"), CASES)
def test_the_rule_speaks_on_its_evidence(rule: str, story: type, kind: type) -> None:
    suggestion = found(story())
    assert suggestion is not None
    assert suggestion.rule == rule
    assert isinstance(suggestion.action, kind)


@pytest.mark.parametrize(("rule", "story", "kind"), CASES)
def test_without_the_rule_its_evidence_is_not_told(rule: str, story: type, kind: type) -> None:
    rest = tuple(r for r in WATCH_RULES if r.name != rule)
    assert all(s.rule != rule for s in evidence(story().view, phone_profile(), rest))


def test_every_rule_has_a_case() -> None:
    assert {c[0] for c in CASES} == {r.name for r in WATCH_RULES}


@pytest.mark.parametrize(("rule", "story", "kind"), CASES)
def test_every_number_in_its_words_is_borne_out(rule: str, story: type, kind: type) -> None:
    view = story().view
    suggestion = suggest(view, phone_profile())
    figures = figures_in(suggestion.text, view, phone_profile(), (suggestion.action,))
    assert [(f.text, f.note) for f in figures if f.bears == "nothing"] == []
    assert len(figures) >= 2


@pytest.mark.parametrize(("rule", "story", "kind"), [c for c in CASES if c[0] in ("plateau", "never_wins")])
def test_it_names_trials_that_a_click_shows(rule: str, story: type, kind: type) -> None:
    view = story().view
    suggestion = suggest(view, phone_profile())
    assert any(f.trial is not None for f in figures_in(suggestion.text, view, phone_profile()))


def test_the_actions_fit_what_ran_into_the_limit() -> None:
    assert found(svm_out_of_time()).action == act.BanFamily(family="svm")
    assert found(out_of_time(seconds_per_trial=20)).action.spec.seconds_per_trial == 40
    assert found(out_of_time()).action == act.ExtendRun(seconds=1800)
    assert found(losing()).action == act.BanFamily(family="knn")
    assert found(overfitted()).action.spec.folds == 10 or found(overfitted()).action.spec.split in ("group", "time")


def memory(**spec: object) -> TrialByTrial:
    run = TrialByTrial(LONG.having(**spec))
    for i in range(8):
        run.trials(2, 0.80 + i / 1000, "xgboost")
        run.trial(None, ("random_forest", "mlp", "knn")[i % 3], status="memout")
    return run


def test_trials_out_of_memory_get_more_of_it() -> None:
    assert found(memory(memory_mb=1000)).action.spec.memory_mb == 2000
    assert found(memory()).action.spec.workers == 1


def improving_all_the_time() -> TrialByTrial:
    run = TrialByTrial(LONG)
    for i in range(120):
        run.trial(0.70 + 0.001 * i)
    return run


def short_and_done() -> TrialByTrial:
    """Little of the budget is left."""
    return resting(seconds=500)


def ended_at_rest() -> TrialByTrial:
    run = short_and_done()
    run.ended()
    return run


def one_rival() -> TrialByTrial:
    """The second family is close behind."""
    return losing(second=0.795)


def a_few_failures() -> TrialByTrial:
    run = TrialByTrial(LONG)
    run.trials(30, 0.80)
    run.trials(6, None, "svm", status="timeout")
    return run


def sealed_as_promised() -> TrialByTrial:
    return overfitted(sealed=0.89)


def test_a_budget_that_grew_beyond_what_may_be_asked_for_is_no_trouble() -> None:
    run = TrialByTrial(SPEC.having(seconds=6 * 24 * 3600))
    run.tell(ev.RunExtended(run=1, seconds=5 * 24 * 3600, trials=None))
    for i in range(24):
        run.trial(0.70 + 0.006 * i)
    run.ended()
    (found,) = evidence(run.view, phone_profile())
    assert found.action == act.ExtendRun(seconds=7 * 24 * 3600)


@pytest.mark.parametrize(
    "story",
    [improving_all_the_time, short_and_done, ended_at_rest, one_rival, a_few_failures, sealed_as_promised],
)
def test_a_normal_run_hears_nothing(story: type) -> None:
    assert evidence(story().view, phone_profile()) == []


def test_gains_within_noise_are_a_plateau_and_gains_beyond_it_are_none() -> None:
    run = resting()
    assert course(run.view).level == 20
    run.trial(0.8401, own_noise=0.004)
    assert course(run.view).level == 20
    run.trial(0.87)
    assert course(run.view).level == course(run.view).best
    assert found(run) is None


def spoken(run: TrialByTrial, suggestion: Suggestion) -> None:
    """The log after the suggestion has been made."""
    turn = turn_of(suggestion, run.view)
    proposal = Proposal(id=f"{turn}-0", action=suggestion.action, actor="agent", door="python", turn=turn)
    verdict = Verdict(outcome="ask", rule="own_idea", reasons=("r",))
    run.tell(ev.ActionProposed(proposal=proposal, verdict=verdict))


def test_what_was_said_is_not_said_again_in_the_run() -> None:
    run = resting()
    spoken(run, found(run))
    run.trials(60, 0.8395)
    assert found(run) is None


def test_it_waits_while_somebody_is_at_something() -> None:
    run = resting()
    turn = ev.GoalStated(turn="t", text="how is it going?")
    run.tell(turn)
    assert found(run) is None
    run.tell(ev.TurnEnded(turn="t", status="done"))
    assert found(run) is not None
    proposal = Proposal(id="p", action=act.ExtendRun(seconds=60), actor="human", door="python")
    verdict = Verdict(outcome="ask", rule="r", reasons=("r",))
    card = Card(
        id="c",
        proposal=proposal,
        action_digest="d",
        verdict=verdict,
        changes=(),
        estimate=None,
        reversible="",
        if_no="",
    )
    run.tell(ev.CardOpened(card=card))
    assert found(run) is None
    run.tell(ev.CardClosed(card="c", reason="r"), ev.RunPaused(run=1, active_s=run.active_s))
    assert found(run) is None


def test_a_hundred_runs_hear_at_most_one_thing_each_and_most_hear_nothing() -> None:
    """Runs of 5 minutes as they mostly go: a steep start, then small gains within the noise of the folds."""
    said = []
    for seed in range(100):
        run, heard = TrialByTrial(SPEC.having(seconds=300)), 0
        for i in range(60):
            family = ("xgboost", "linear", "hist_gradient_boosting")[(i * 7 + seed) % 3]
            score = 0.8 - 0.1 * 0.8**i + 0.002 * ((i * 31 + seed * 17) % 11) / 11
            run.trial(score, family, own_noise=0.004)
            suggestion = found(run)
            if suggestion is not None:
                heard += 1
                spoken(run, suggestion)
        run.ended()
        heard += found(run) is not None
        said.append(heard)
    assert max(said) <= 1
    assert sum(said) <= 10


def test_a_look_at_ten_thousand_trials_is_quick() -> None:
    run = TrialByTrial(LONG.having(seconds=100_000))
    run.trials(2_000, 0.80)
    view = run.view
    rows = tuple(r.having(ask=r.ask.having(trial=i)) for i, r in enumerate(view.trials * 5))
    began = time.process_time()
    evidence(view.having(trials=rows), phone_profile())
    assert time.process_time() - began < 1.0
