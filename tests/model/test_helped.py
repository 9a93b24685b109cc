"""What each origin bought, and when a suggestion may be said to help."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from cotune.model import event as ev
from cotune.model.bought import Bought, BoughtSoFar, bought_in_words
from cotune.model.fold import fold
from cotune.model.gate import Permit
from cotune.model.helped import Compared, Helped, difference, helped
from cotune.model.noise import standard_error
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import Failure, TrialAsk, TrialResult, TrialRow
from cotune.model.view import RunView
from cotune.model.words import Origin
from cotune.study.report import report
from cotune.ui.fallback import text
from cotune.ui.snapshot import Snapshot

SPEC = SearchSpec(target="y", task="binary", metric="roc_auc", trials=99)
Ended = tuple[Origin, float | None]


def run_of(*ended: Ended, run: int = 1) -> RunView:
    """A run whose trials ended one after the other; without a score one ran out of memory. Those before it had none."""
    permit = Permit(proposal="p", action_digest="d", source="approved", decision="x")
    bodies: list[ev.EventBody] = [
        ev.RunStarted(run=n, spec=SPEC, permit=permit, seed=0, workers=1, versions={}) for n in range(1, run + 1)
    ]
    for n, (origin, score) in enumerate(ended):
        ask = TrialAsk(trial=n, run=run, number=n, configuration=Configuration(family="linear"), origin=origin)
        failure = None if score is not None else Failure(type="memout", message="")
        status = "ok" if score is not None else "memout"
        result = TrialResult(trial=n, attempt=1, status=status, score=score, failure=failure)
        bodies += [ev.TrialStarted(ask=ask, active_s=n), ev.TrialFinished(run=run, result=result, active_s=n)]
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return fold(ev.Event(seq=n, at=at, epoch=1, body=body) for n, body in enumerate(bodies, 1))


def row(trial: int, origin: Origin, folds: tuple[float, ...]) -> TrialRow:
    ask = TrialAsk(trial=trial, run=1, number=trial, configuration=Configuration(family="linear"), origin=origin)
    result = TrialResult(trial=trial, attempt=1, status="ok", score=sum(folds) / len(folds), fold_scores=folds)
    return TrialRow(ask=ask, status="ok", result=result)


def bought(rows: Sequence[TrialRow], tested_per_trained: float) -> tuple[Bought, ...]:
    so_far = BoughtSoFar()
    for one in rows:
        so_far.add(one)
    return so_far.found(tested_per_trained)


def found(*ended: Ended) -> Helped:
    value = helped(run_of(*ended))
    assert value is not None
    return value


def beside(own: Sequence[float | None], control: Sequence[float | None], by: Origin = "agent") -> Compared:
    """The two sides take turns, the suggested ones first and last."""
    pairs = [[(by, a), ("smac", b)] for a, b in zip(own, [*control, None], strict=False)]
    ended = [trial for pair in pairs for trial in pair][: len(own) + len(control)]
    return found(*ended).compared[0]


def test_nothing_is_told_while_all_trials_are_of_one_origin() -> None:
    assert helped(run_of(("default", 0.7), ("default", 0.8))) is None


def test_without_suggestions_the_other_origins_are_told_and_nothing_is_compared() -> None:
    view = run_of(("default", 0.7), ("portfolio", 0.75), ("smac", 0.8), ("random", 0.81))
    value = helped(view)
    assert value is not None
    assert [b.origin for b in value.bought] == ["default", "portfolio", "smac", "random"]
    assert value.compared == ()
    assert "## What each origin brought" in report(view)
    assert "suggestion" not in report(view)


def test_each_step_of_the_best_is_bought_by_the_trial_that_makes_it() -> None:
    value = found(("default", 0.70), ("smac", 0.75), ("agent", 0.78), ("agent", 0.77), ("human", None), ("smac", 0.80))
    told = {b.origin: (b.trials, b.failed, b.bests, round(b.gain, 6)) for b in value.bought}
    assert told == {
        "default": (1, 0, 0, 0.0),
        "smac": (2, 0, 2, 0.07),
        "agent": (2, 0, 1, 0.03),
        "human": (1, 1, 0, 0.0),
    }
    assert sum(b.gain for b in value.bought) == pytest.approx(0.10)


def test_the_interval_of_a_gain_is_that_of_the_differences_by_fold() -> None:
    """Folds that sway together say more than their own spread; the steps of one origin are summed fold by fold."""
    first, steady, swaying = (0.6, 0.8, 0.7), (0.611, 0.81, 0.709), (0.7, 0.75, 0.76)
    value = bought([row(0, "default", first), row(1, "agent", steady), row(2, "smac", swaying)], 0.5)
    _, searcher, agent = value
    assert (agent.origin, agent.gain) == ("agent", pytest.approx(0.01))
    assert agent.low == pytest.approx(0.01 - 4.303 * standard_error([0.011, 0.01, 0.009], 0.5))
    assert agent.low > 0
    assert searcher.low < 0 < searcher.high


def test_the_steps_of_one_origin_are_summed_before_their_noise_is_taken() -> None:
    up, back = (0.75, 0.6), (0.73, 0.63)
    _, agent = bought([row(0, "default", (0.7, 0.6)), row(1, "agent", up), row(2, "agent", back)], 1.0)
    assert (agent.bests, agent.gain) == (2, pytest.approx(0.03))
    assert agent.high - agent.gain == pytest.approx(12.71 * standard_error([0.03, 0.03], 1.0), abs=1e-9)


def test_the_gain_of_a_single_fold_has_no_interval() -> None:
    _, agent = bought([row(0, "default", (0.7,)), row(1, "agent", (0.8,))], 1.0)
    assert (agent.low, agent.high) == (None, None)
    assert "its noise is not known" in bought_in_words(agent, "roc_auc")


def test_the_control_is_what_the_searcher_tried_meanwhile() -> None:
    """Neither the opening nor what came before the first suggestion or after the last."""
    value = found(("default", 0.9), ("smac", 0.9), ("agent", 0.5), ("random", 0.4), ("agent", 0.6), ("smac", 0.9))
    assert [(c.by, c.suggested, c.control) for c in value.compared] == [("agent", 2, 1)]


def test_good_suggestions_are_said_to_help_and_bad_ones_not_to() -> None:
    good, bad = [0.9 + i / 1000 for i in range(12)], [0.5 + i / 1000 for i in range(11)]
    better = beside(good, bad)
    assert (better.finding, better.hits, better.control_hits) == ("better", 6, 0)
    assert "suggestions helped" in better.says
    worse = beside([0.1] * 20, good + bad[:7])
    assert worse.finding == "worse"
    assert "worse than the searcher" in worse.says


def test_of_a_later_search_it_is_said_that_earlier_ones_do_not_count() -> None:
    ended: tuple[Ended, ...] = (("default", 0.7), ("smac", 0.8))
    first, second = run_of(*ended), run_of(*ended, run=2)
    assert found_note(first) == ""
    assert found_note(second).startswith("Of this search alone.")
    assert "Of this search alone" in report(second)


def found_note(view: RunView) -> str:
    value = helped(view)
    assert value is not None
    return value.note


def test_failures_are_misses() -> None:
    assert beside([None] * 12, [0.5 + i / 1000 for i in range(11)]).hits == 0


def test_suggestions_like_the_searchers_own_bring_nothing_and_it_says_so() -> None:
    alike = beside([0.5 + i / 100 for i in range(12)], [0.505 + i / 100 for i in range(11)])
    assert alike.finding == "no_difference"
    assert alike.low is not None
    assert alike.high is not None
    assert alike.low < 0 < alike.high
    assert "brought nothing that shows" in alike.says
    assert "holds 0" in alike.says


@pytest.mark.parametrize("control", [0, 7])
def test_with_few_trials_on_a_side_nothing_is_said(control: int) -> None:
    few = found(*[("human", 0.9)] * 10, *[("smac", 0.1)] * control, ("human", 0.9)).compared[0]
    assert few.finding == "too_few"
    assert "can't be said yet" in few.says


def test_the_interval_is_the_published_one() -> None:
    """Newcombe 1998, table II, method 10: (a) 56/70 - 48/80 and (b) 9/10 - 3/10."""
    assert difference(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=1e-4)
    assert difference(9, 10, 3, 10) == pytest.approx((0.1705, 0.8090), abs=1e-4)


def test_suggestions_that_are_no_better_are_rarely_said_to_help() -> None:
    """The quarter is of both sides together, so the rates aren't independent: it errs no more often for that."""
    rng = random.Random(0)
    draws = [
        beside([rng.random() for _ in range(n)], [rng.random() for _ in range(n - 1)]).finding
        for n in (9, 14, 30)
        for _ in range(300)
    ]
    assert sum(finding != "no_difference" for finding in draws) <= 0.06 * len(draws)


def test_every_door_tells_it() -> None:
    view = run_of(("default", 0.7), *[("agent", 0.71 + i / 1000) for i in range(9)], ("smac", 0.6), ("agent", 0.7))
    says = found_in(view)
    assert says in report(view)
    assert "the agent: 10 trials; raised the best 9 times, by 0.018 ROC AUC" in report(view)
    assert says in text(Snapshot.of(view, None, 0, "alive"))


def found_in(view: RunView) -> str:
    value = helped(view)
    assert value is not None
    return value.compared[0].says
