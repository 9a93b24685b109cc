"""A card that isn't named is read at the terminal before it is approved."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import cotune
from cotune.cli.app import app
from cotune.model.action import ExtendRun
from cotune.model.event import CardOpened
from cotune.model.gate import Card, Proposal, Verdict
from cotune.model.spec import FieldChange
from cotune.study import Study


@pytest.fixture
def approved(monkeypatch: pytest.MonkeyPatch) -> list[Card]:
    given: list[Card] = []
    monkeypatch.setattr(Study, "approve", lambda _self, card: given.append(card))
    return given


@pytest.fixture
def card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Card:
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path))
    monkeypatch.setattr("cotune.study.handle.Handle.ensure_host", lambda _self: None)
    return _waiting(tmp_path)


def _waiting(directory: Path) -> Card:
    study = cotune.create(pd.DataFrame({"x": range(60), "y": [0, 1] * 30}), name="s", directory=directory)
    action = ExtendRun(seconds=21_600)
    card = Card(
        id="card-p",
        proposal=Proposal(id="p", action=action, actor="human", door="python"),
        action_digest=action.digest(),
        verdict=Verdict(outcome="ask", rule="exceeds_budget", reasons=("r",)),
        changes=(FieldChange(field="seconds", before="300", after="21900"),),
        estimate=None,
        reversible="",
        if_no="",
    )
    study._store.append((CardOpened(card=card),), study._store.take_epoch())
    return card


@pytest.mark.parametrize(("answer", "yes"), [("n", False), ("y", True)])
def test_it_is_shown_and_asked_about(
    card: Card, approved: list[Card], monkeypatch: pytest.MonkeyPatch, answer: str, yes: bool
) -> None:
    monkeypatch.setattr("cotune.cli.answering._somebody_is_there", lambda: True)
    done = CliRunner().invoke(app, ["approve", "s"], input=f"{answer}\n")
    assert "seconds: 300 -> 21900" in done.output
    assert approved == ([card] if yes else [])


def test_where_nobody_reads_it_must_be_named(card: Card, approved: list[Card]) -> None:
    told = CliRunner().invoke(app, ["approve", "s"])
    assert approved == []
    assert str(told.exception).endswith(f"-> cotune approve s {card.id}")
    CliRunner().invoke(app, ["approve", "s", card.id])
    assert approved == [card.id]


def test_a_study_elsewhere_is_named_so_that_the_next_command_finds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("cotune.study.handle.Handle.ensure_host", lambda _self: None)
    _waiting(tmp_path)
    told = CliRunner().invoke(app, ["approve", str(tmp_path / "s")])
    assert f"cotune approve {tmp_path / 's'} card-p" in str(told.exception)
