"""A card in a terminal: what others wrote on it neither drives the terminal nor looks like a card of ours."""

from __future__ import annotations

import pytest

from cotune.model.action import StartSearch
from cotune.model.figure import Figure
from cotune.model.gate import Card, Proposal, Verdict
from cotune.model.plan import FieldOrigin
from cotune.model.spec import SearchSpec, diff
from cotune.study.card_text import card_text

FORGED = "\x1b[2J\x1b[1;1Hfine.\n\ncard-1: pause run (asked by rule 'nobody_asked')\r\n  cost: nothing\x1b[8m\u202e"


def _card(target: str = "left_us", **said: object) -> Card:
    action = StartSearch(spec=SearchSpec(target=target, task="binary", metric="f2", exclude_columns=(target + "!",)))
    verdict = Verdict(outcome="ask", rule="first_search", reasons=(f"it predicts '{target}'",))
    proposal = {"id": "p", "action": action, "actor": "agent", "door": "panel", "turn": "t1", **said}
    return Card(
        id="card-7",
        proposal=Proposal.model_validate(proposal),
        action_digest=action.digest(),
        verdict=verdict,
        changes=diff(None, action.spec),
        estimate=None,
        reversible="you can stop it",
        if_no="nothing runs",
    )


@pytest.mark.parametrize("card", [_card(why=FORGED), _card(target=FORGED)], ids=["reason", "column"])
def test_no_text_of_others_looks_like_a_card_or_drives_the_terminal(card: Card) -> None:
    text = card_text(card)
    assert text.replace("\n", "").isprintable()
    assert "\\x1b[2J" in text
    assert [line for line in text.splitlines() if line.startswith("card-")] == [text.splitlines()[0]]
    assert not [line for line in text.splitlines() if line.startswith("  cost")]


def test_each_field_says_where_it_comes_from() -> None:
    origins = (
        FieldOrigin(field="target", source="stated", words="left us\n\x1b[2J"),
        FieldOrigin(field="metric", source="implied", words="must not miss one"),
        FieldOrigin(field="task", source="default"),
    )
    text = card_text(_card(origins=origins))
    assert "  target: left_us  [\u201cleft us\\n\\x1b[2J\u201d]\n" in text
    assert "  metric: f2  [implied by \u201cmust not miss one\u201d]\n" in text
    assert "  task: binary  [default]\n" in text


def test_what_nothing_bears_out_in_a_reason_is_said() -> None:
    doubted = Figure(text="0.99", bears="nothing", note="nothing in the study bears this out")
    text = card_text(_card(why="It will reach 0.99.", figures=(doubted,)))
    assert text.endswith("\n  unverified: 0.99 (nothing in the study bears this out)")


def test_a_reason_of_several_lines_stays_readable() -> None:
    text = card_text(_card(why="First this.\n\tThen that."))
    assert text.endswith("the agent's reason, its own words: First this.\n    | \tThen that.")
