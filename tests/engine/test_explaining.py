"""What a run has learned of its space: looked at beside the search, never while the model is made, once at the end."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from cotune.engine import explaining
from cotune.engine.explaining import EVERY_S, Explaining
from cotune.model import event as ev
from cotune.model.fold import Fold
from cotune.model.gate import Permit
from cotune.model.insight import FEWEST_OF_RUN, SearchInsight
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk, TrialResult
from cotune.model.view import RunView
from shapes import shape_of

SPEC = SearchSpec(target="y", task="binary", metric="roc_auc", seconds=600, families=("naive_bayes", "decision_tree"))
SHAPE = shape_of(task="binary")


@dataclass
class Log:
    events: list[ev.EventBody] = field(default_factory=list)
    fold: Fold = field(default_factory=Fold)

    @property
    def view(self) -> RunView:
        return self.fold.view()

    def append(self, *bodies: ev.EventBody) -> None:
        for body in bodies:
            self.events.append(body)
            self.fold.apply(ev.Event(seq=len(self.events), at=datetime(2026, 1, 1, tzinfo=UTC), epoch=1, body=body))


class Desk:
    """What `Explaining` reads of what is around it, on a clock of its own."""

    def __init__(self) -> None:
        self.journal = Log()
        self.now_s = 0.0
        permit = Permit(proposal="p", action_digest="d", source="allowed")
        self.journal.append(ev.RunStarted(run=1, spec=SPEC, permit=permit, seed=0, workers=1, versions={}))
        self.explaining = Explaining(self, SPEC)  # type: ignore[arg-type]

    def clock(self) -> float:
        return self.now_s

    @property
    def view(self) -> RunView:
        return self.journal.view

    def trials(self, count: int, status: str = "ok") -> None:
        for _ in range(count):
            n = len(self.view.trials)
            configuration = Configuration(family=SPEC.families[n % 2])
            ask = TrialAsk(trial=n, run=1, number=n, configuration=configuration, origin="smac")
            score = 0.7 + 0.1 * (n % 2) if status == "ok" else None
            result = TrialResult.model_validate({"trial": n, "attempt": 1, "status": status, "score": score})
            self.journal.append(
                ev.TrialStarted(ask=ask, active_s=n), ev.TrialFinished(run=1, result=result, active_s=n)
            )

    def look(self, after_s: float = EVERY_S) -> SearchInsight | None:
        """Let time pass, then turn until nothing is under way; how long a look takes must not count, only the wait for
        it when the run has ended."""
        self.now_s += after_s
        self.explaining.tick(SHAPE)
        deadline = time.monotonic() + 60
        while self.explaining.under_way and time.monotonic() < deadline:
            time.sleep(0.01)
            self.now_s += 0.1 if self.view.run.phase == "ended" else 0.0
            self.explaining.tick(SHAPE)
        return self.view.insight

    def looks(self) -> int:
        return sum(isinstance(body, ev.SearchExplained) for body in self.journal.events)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_it_waits_for_trials_and_for_time(desk: Desk) -> None:
    desk.trials(FEWEST_OF_RUN - 1)
    assert desk.look() is None
    desk.trials(1)
    assert desk.look(after_s=0.0) is not None
    assert desk.view.insight.trials == FEWEST_OF_RUN
    assert desk.view.insight.choice_of_family.share > 0.7


def test_it_looks_again_when_half_as_many_have_come(desk: Desk) -> None:
    desk.trials(FEWEST_OF_RUN)
    desk.look()
    desk.trials(FEWEST_OF_RUN // 2 - 1)
    desk.look()
    assert desk.looks() == 1
    desk.trials(1)
    desk.look()
    assert desk.looks() == 2
    desk.trials(100)
    desk.look(after_s=EVERY_S - 1)
    assert desk.looks() == 2
    desk.look(after_s=1)
    assert desk.looks() == 3


def test_while_the_model_is_made_it_keeps_still_and_at_the_end_it_looks_once(desk: Desk) -> None:
    desk.trials(5)
    desk.journal.append(ev.RunFinishing(run=1, why="time", active_s=9))
    assert desk.look() is None
    desk.journal.append(ev.RunEnded(run=1, why="time", active_s=9))
    assert desk.look().trials == 5
    for _ in range(3):
        desk.look()
    assert desk.looks() == 1


def test_a_failure_of_it_is_no_failure_of_the_run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> SearchInsight:
        raise ValueError("bug")

    monkeypatch.setattr(explaining, "explain", broken)
    desk.trials(FEWEST_OF_RUN)
    assert desk.look() is None
    assert desk.look() is None
    assert desk.looks() == 0


def test_what_came_of_another_run_is_dropped(desk: Desk) -> None:
    desk.trials(FEWEST_OF_RUN)
    desk.now_s += EVERY_S
    desk.explaining.tick(SHAPE)
    permit = Permit(proposal="p", action_digest="d", source="allowed")
    desk.journal.append(ev.RunStarted(run=2, spec=SPEC, permit=permit, seed=0, workers=1, versions={}))
    assert desk.look() is None
