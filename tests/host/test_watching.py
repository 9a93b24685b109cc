"""The host proposes on evidence, once, also after it was lost; the log tells."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cotune.data import write_snapshot
from cotune.gate import Gate
from cotune.host.watching import LOOK_EVERY_S, Watching
from cotune.model import action as act
from cotune.model import event as ev
from cotune.model.gate import Decision, Facts, Permit, Proposal
from cotune.model.profile import TableProfile
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk, TrialResult
from cotune.store import Journal, StudyFolder, StudySettings, StudyStore

SPEC = SearchSpec(target="y", task="binary", metric="roc_auc", seconds=1800)
WOBBLE = (0.004, -0.004, 0.002, -0.002, 0.0)
"""What all trials' folds differ by."""


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


class OneHost:
    """A journal, a gate and a watch over a study on disk: what a host is made of, without its workers."""

    def __init__(self, store: StudyStore, profile: TableProfile) -> None:
        self.clock = Clock()
        self.journal = Journal(store, store.take_epoch())
        self.gate = Gate(
            self.journal, self.facts, lambda _: None, lambda _: None, lambda: datetime(2026, 1, 1, tzinfo=UTC)
        )
        self.watching = Watching(self.journal, self.gate, profile, self.clock)

    def facts(self, _action: act.Action) -> Facts:
        view = self.journal.view
        return Facts(
            autonomy="ask_costly", spec=view.spec, searches_started=1, free_seconds_left=600, granted_seconds_left=0,
            run_active=True, trials_done=9, n_cells=1_000, suspected_leaks=(), leak_messages=(), group_candidates=(),
            time_candidates=(), holdout_openings=0, gpus=(), looking_for_gpus=False, gpu_in_use=False,
            free_memory_mb=4000, estimate=None, has_model=False,
        )  # fmt: skip

    def start(self) -> None:
        permit = Permit(proposal="p", action_digest="d", source="allowed")
        self.journal.append(
            ev.RunStarted(run=1, spec=SPEC, permit=permit, seed=0, workers=1, versions={}),
            ev.RunPrepared(
                run=1, folds=5, folds_digest="f", holdout_digest="h", holdout_rows=9, baseline_dummy=0.5, active_s=0
            ),
        )

    def trials(self, count: int, score: float) -> None:
        for _ in range(count):
            n = len(self.journal.view.trials)
            configuration = Configuration(family="knn", params={"n_neighbors": n + 1})
            ask = TrialAsk(trial=n, run=1, number=n, configuration=configuration, origin="smac")
            own = 0.001 if n % 2 else -0.001
            folds = tuple(score + w + s for w, s in zip(WOBBLE, (own, -own, own, -own, 0.0), strict=True))
            result = TrialResult(trial=n, attempt=1, status="ok", score=score, fold_scores=folds, seconds=5)
            self.journal.append(ev.TrialStarted(ask=ask, active_s=5.0 * n))
            self.journal.append(ev.TrialFinished(run=1, result=result, active_s=5.0 * (n + 1)))

    def look(self) -> None:
        self.clock.now_s += LOOK_EVERY_S
        self.watching.step()

    def count(self, kind: type) -> int:
        return sum(isinstance(e.body, kind) for e in self.journal._store.events())


@pytest.fixture
def made(tmp_path: Path) -> tuple[StudyStore, TableProfile]:
    folder = StudyFolder(tmp_path / "s")
    folder.prepare()
    rng = np.random.default_rng(0)
    profile = write_snapshot(pd.DataFrame({"a": rng.normal(size=60), "y": rng.choice(["u", "v"], 60)}), folder.data)
    created = ev.StudyCreated(
        name="s", data_hash="h", n_rows=60, n_columns=2, target="y", autonomy="ask_costly", planner="p", warnings=(),
        versions={},
    )  # fmt: skip
    return StudyStore.create(folder.database, created, StudySettings()), profile


@pytest.fixture
def host(made: tuple[StudyStore, TableProfile]) -> OneHost:
    one = OneHost(*made)
    one.start()
    return one


def test_on_evidence_there_is_a_message_and_a_card(host: OneHost) -> None:
    host.trials(20, 0.80)
    host.trials(1, 0.84)
    host.look()
    assert host.journal.view.cards == ()
    host.trials(60, 0.8395)
    host.look()
    (card,) = host.journal.view.cards
    line = host.journal.view.chat[-1]
    assert (card.proposal.action, card.proposal.actor, card.is_unasked) == (act.StopRun(), "agent", True)
    assert (line.who, line.by, line.turn) == ("agent", "cotune, unasked", "watch-1-plateau")
    assert card.proposal.why == line.text
    assert [f for f in line.figures if f.bears == "nothing"] == []
    assert any(f.trial == 20 for f in line.figures)
    assert host.count(ev.AgentSpoke) == 1


def test_nothing_runs_before_a_yes(host: OneHost) -> None:
    test_on_evidence_there_is_a_message_and_a_card(host)
    kinds = [e.body.kind for e in host.journal._store.events()]
    assert "run_finishing" not in kinds
    assert kinds[-3:] == ["action_proposed", "card_opened", "agent_spoke"]


def test_it_is_said_once_also_by_the_next_host(host: OneHost, made: tuple[StudyStore, TableProfile]) -> None:
    test_on_evidence_there_is_a_message_and_a_card(host)
    (card,) = host.journal.view.cards
    no = Decision(id="d", card=card.id, action_digest=card.action_digest, answer="reject", reason="go on")
    host.gate.decide(no)
    after = OneHost(*made)
    for _ in range(3):
        after.trials(30, 0.8395)
        after.look()
    assert after.journal.view.cards == ()
    assert after.count(ev.AgentSpoke) == 1
    assert after.count(ev.ActionProposed) == 1


def test_a_card_whose_evidence_has_passed_is_closed(host: OneHost) -> None:
    test_on_evidence_there_is_a_message_and_a_card(host)
    host.trials(1, 0.90)
    host.look()
    assert host.journal.view.cards == ()
    (closed,) = [e.body for e in host.journal._store.events() if isinstance(e.body, ev.CardClosed)]
    assert closed.reason == "its evidence has passed"


def test_a_card_stays_while_the_run_is_paused(host: OneHost) -> None:
    test_on_evidence_there_is_a_message_and_a_card(host)
    host.journal.append(ev.RunPaused(run=1, active_s=host.journal.view.run.active_s))
    host.look()
    assert len(host.journal.view.cards) == 1


def test_it_looks_only_when_something_happened_and_not_too_often(
    host: OneHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    monkeypatch.setattr("cotune.host.watching.suggest", lambda view, _profile: looks.append(view.seq))
    host.trials(5, 0.8)
    for _ in range(10):
        host.look()
    assert len(looks) == 1
    for _ in range(10):
        host.trials(1, 0.8)
        host.watching.step()
    assert len(looks) == 2
    host.look()
    assert len(looks) == 3


def test_a_failure_of_the_watch_is_no_failure_of_the_study(host: OneHost, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("bug")

    monkeypatch.setattr("cotune.host.watching.suggest", broken)
    host.trials(5, 0.8)
    before = host.journal.view.seq
    host.look()
    assert host.journal.view.seq == before


def test_where_the_gate_does_not_listen_nothing_is_said(host: OneHost) -> None:
    host.trials(20, 0.80)
    host.trials(1, 0.84)
    for n in range(4):
        more = act.ExtendRun(seconds=9000 + n)
        host.gate.submit(Proposal(id=f"x{n}", action=more, actor="agent", door="python", turn=f"other-{n}"))
        host.journal.append(ev.CardClosed(card=f"card-x{n}", reason="r"))
    spoken = host.count(ev.AgentSpoke)
    host.trials(60, 0.8395)
    host.look()
    assert host.journal.view.cards == ()
    assert host.count(ev.AgentSpoke) == spoken
