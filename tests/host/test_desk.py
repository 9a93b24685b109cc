"""What goes wrong inside is told to whoever asked, and the study goes on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hosts import Served, until

from cotune.errors import Refused
from cotune.model import event as ev
from cotune.study import Study


@pytest.fixture
def study(unserved: Study, monkeypatch: pytest.MonkeyPatch) -> Iterator[Study]:
    """A search is under way, and nothing more can be carried out."""

    def broken(*_: object) -> None:
        raise KeyError("a bug")

    served = Served(unserved)
    unserved.propose({"target": "churn", "seconds": 600})
    unserved.approve()
    monkeypatch.setattr("cotune.host.desk.carry", broken)
    yield unserved
    served.end()


def test_a_letter_that_fails_inside_is_answered(study: Study) -> None:
    with pytest.raises(Refused, match="failed inside"):
        study.pause()
    assert study.view.run.phase == "running"


def test_a_draft_that_fails_inside_ends_its_turn_and_not_the_host(study: Study) -> None:
    turn = study.say("pause")
    until(lambda: [e for e in study.events() if isinstance(e.body, ev.TurnEnded)], "the turn did not end", timeout_s=20)
    assert study.view.agent.turn == turn
    assert study.view.chat[-1].text == "Refused: cotune failed inside (KeyError); see host.log"
    study.stop_turn()
