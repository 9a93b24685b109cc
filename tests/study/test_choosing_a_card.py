"""Which card a bare `approve()` means: the one that somebody waits for, not what the agent suggests unasked."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import cotune
from cotune.errors import UserError
from cotune.model.action import ExtendRun
from cotune.model.event import CardOpened
from cotune.model.gate import Card, Proposal, Verdict
from cotune.study import Study


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path))
    monkeypatch.setattr("cotune.study.handle.Handle.ensure_host", lambda _self: None)
    return cotune.create(pd.DataFrame({"x": range(60), "y": [0, 1] * 30}), name="s")


def opened(study: Study, id: str, rule: str) -> Card:
    action = ExtendRun(seconds=60)
    proposal = Proposal(id=id, action=action, actor="agent", door="python")
    verdict = Verdict(outcome="ask", rule=rule, reasons=("r",))
    shown = {"changes": (), "estimate": None, "reversible": "", "if_no": "", "action_digest": action.digest()}
    card = Card.model_validate({"id": id, "proposal": proposal, "verdict": verdict, **shown})
    study._store.append((CardOpened(card=card),), study._store.take_epoch())
    return card


def test_what_was_asked_for_comes_before_what_the_agent_suggests(study: Study) -> None:
    suggested = opened(study, "watch", "own_idea")
    assert study._card(None) == suggested
    asked = opened(study, "mine", "exceeds_budget")
    assert study._card(None) == asked
    assert study._card("watch") == suggested


def test_two_that_were_asked_for_must_be_told_apart(study: Study) -> None:
    opened(study, "a", "exceeds_budget")
    opened(study, "b", "exceeds_budget")
    with pytest.raises(UserError, match="cards wait"):
        study._card(None)
