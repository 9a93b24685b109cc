"""What a probe asks and how it counts."""

from __future__ import annotations

import pandas as pd
import pytest

from agent.studies import phone_table, running
from cotune.agent.probe.cost import probe_estimate
from cotune.agent.probe.excerpts import excerpts
from cotune.agent.probe.questions import INSTRUCTIONS, Excerpts, questions, score, share_right
from cotune.data import normalise, profile_table
from cotune.model import event as ev
from cotune.model.action import Steer
from cotune.model.probe import ProbeScore, probe_in_words
from cotune.model.usage import AgentBudget

NAMES = ("a", "b", "c", "d")
PIECES = tuple(tuple((f"{i}{j}", str(i * j), "x", f"{i + j}.50") for j in range(6)) for i in range(8))
ASKED = questions(Excerpts(NAMES, PIECES), seed=1)
ROWS = [q for q in ASKED if q.kind == "row"]


@pytest.mark.parametrize(
    ("answer", "share"),
    [
        ("1,red,2.50", 1.0),
        ("1,red,2.5", 1.0),
        ("```csv\n1,red,2.5\n```", 1.0),
        ("1,blue,2.5,and more", 2 / 3),
        ("1", 1 / 3),
        ("", 0.0),
        ("I can't do that.", 0.0),
        pytest.param("1" * 140_000, 0.0, id="longer than any cell"),
    ],
)
def test_cells_are_right_as_text_or_as_numbers(answer: str, share: float) -> None:
    assert share_right(answer, ("1", "red", "2.50")) == pytest.approx(share)


def test_each_question_has_a_control_with_the_same_cells_under_other_names() -> None:
    assert [q.is_control for q in ASKED] == [False, True] * (1 + len(PIECES))
    for asked, control in zip(ROWS[::2], ROWS[1::2], strict=True):
        assert sorted(asked.right) == sorted(control.right)
        assert asked.right != control.right
    lines = [q.text.splitlines()[2:4] for q in ROWS[:2]]
    (names, first), (other_names, other_first) = ([row.split(",") for row in pair] for pair in lines)
    true_name = dict(zip(first, names, strict=True))
    assert all(true_name[cell] != name for cell, name in zip(other_first, other_names, strict=True))


def test_the_row_that_is_wanted_is_not_shown() -> None:
    assert not any(",".join(q.right) in q.text for q in ROWS)


def test_the_same_table_is_asked_the_same() -> None:
    assert questions(Excerpts(NAMES, PIECES), seed=1) == ASKED


def test_only_what_goes_beyond_the_control_counts() -> None:
    """One of four cells is the same in every row: whoever is shown the rows gets it right."""
    everything = score(ASKED, [",".join(q.right) for q in ASKED])
    assert (everything.cells, everything.control, everything.score, everything.knows) == (1.0, 1.0, 0.0, False)
    by_heart = score(ASKED, ["x,x,x,x" if q.is_control else ",".join(q.right) for q in ASKED])
    assert (by_heart.cells, by_heart.control, by_heart.score) == (1.0, 0.25, 1.0)
    assert by_heart.trust == 0.1
    half = [",".join(q.right) if not q.is_control and q.nth % 2 else "x,x,x,x" for q in ASKED]
    assert score(ASKED, half).score == pytest.approx(0.5)
    assert score(ASKED, half).trust == pytest.approx(0.5)
    assert 0.1 < score(ASKED, half).low < score(ASKED, half).high < 0.9


def test_excerpts_are_in_the_tables_own_order_and_form() -> None:
    frame = normalise(phone_table())
    taken = excerpts(frame, profile_table(frame), 4, seed=0)
    file = pd.concat([phone_table()], ignore_index=True).assign(signed_on=lambda t: t["signed_on"].astype(str))
    rows = [tuple(str(v) for v in row) for row in file[list(taken.names)].itertuples(index=False, name=None)]
    for piece in taken.pieces:
        at = rows.index(piece[0])
        assert tuple(rows[at : at + 6]) == piece


def test_a_finding_weighs_the_agents_hints_and_nobody_elses() -> None:
    found = ProbeScore(rows=9, cells=0.9, control=0.5, score=0.8, low=0.6, high=0.9, names=1, names_control=0)
    hints = [ev.Steered(id=by, steer=Steer(family="linear", weight=0.5), by=by) for by in ("agent", "human")]
    late = ev.Steered(id="late", steer=Steer(family="linear", weight=0.5), by="agent")
    view = running(*hints, ev.ModelProbed(probe="p", model="m", score=found), late)
    assert {s.id: round(s.weight, 6) for s in view.steers} == {"agent": 0.1, "human": 0.5, "late": 0.1}
    later = running(*hints, ev.ModelProbed(probe="p", model="m", problem="It was stopped."))
    assert {s.weight for s in later.steers} == {0.5}
    assert "weigh 0.20" in probe_in_words(found, "m")


@pytest.mark.parametrize("rows", [5, 40])
def test_the_size_of_a_probe_lies_within_its_estimate(rows: int) -> None:
    frame = normalise(phone_table())
    profile = profile_table(frame)
    asked = questions(excerpts(frame, profile, rows, seed=4), seed=4)
    estimate = probe_estimate(rows, profile, AgentBudget(input_price=2, output_price=10))
    sent = sum(len(INSTRUCTIONS) + len(q.text) for q in asked)
    right = sum(len(",".join(q.right)) for q in asked)
    assert estimate.tokens_low <= (sent + right) / 5
    assert (sent + right) / 1.5 <= estimate.tokens_high
    assert estimate.tokens_high < 12 * estimate.tokens_low
    assert estimate.money_low <= (2 * sent + 10 * right) / 5 / 1e6
    assert (2 * sent + 10 * right) / 1.5 / 1e6 <= estimate.money_high
    assert f"{len(asked)} calls" in estimate.basis
    assert probe_estimate(rows, profile, AgentBudget()).money_high == 0
