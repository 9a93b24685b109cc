"""A probe of the language model, from the card to the report: one that knows the table, and one that doesn't."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hosts import kill_host, until
from typer.testing import CliRunner

import cotune
from agent.fake_openai import Calls, Fails, FakeOpenAI, Hangs, Says
from agent.readers import knows, repeats
from cotune.cli.app import app
from cotune.cli.outcome import OUR_FAULT, exit_code
from cotune.errors import CotuneError, Refused, UserError
from cotune.model.action import ProbeModel
from cotune.model.event import ModelProbed
from cotune.study import Study

Make = Callable[..., Study]


@pytest.fixture
def table() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"fee": rng.normal(50, 9, 120).round(2), "months": rng.integers(1, 60, 120)})
    frame["colour"] = rng.choice(["red", "green", "blue"], 120)
    frame["gb"] = rng.normal(9, 2, 120).round(3)
    return frame.assign(churn=np.where(frame["fee"] > 50, "yes", "no"))


def probed(study: Study, rows: int = 8) -> ModelProbed:
    study.probe(rows)
    study.approve()
    return until(lambda: found[-1] if (found := probes(study)) else None, "the probe did not end", timeout_s=180)


def probes(study: Study) -> list[ModelProbed]:
    return [e.body for e in study.events() if isinstance(e.body, ModelProbed)]


def test_a_model_that_knows_the_table_is_found_out_and_weighs_less(
    new_study: Make, fake: FakeOpenAI, table: pd.DataFrame
) -> None:
    study = new_study(model="openai:fake")
    study.propose({"target": "churn", "families": ("decision_tree", "linear"), "trials": 2, "folds": 2})
    study.approve()
    study.wait(timeout_s=120)
    fake.answers = knows(table)
    found = probed(study).score
    assert found is not None
    assert (found.rows, found.cells, found.names, found.names_control) == (8, 1.0, 1.0, 0.0)
    assert found.score == 1.0
    assert found.low > 0.5
    assert found.trust == 0.1
    view = study.view
    assert view.agent.probed == found
    assert not view.agent.probing
    assert view.agent.used.tokens > 0
    assert len(fake.requests) == len(study.sent()) == 2 * 8 + 2
    assert "knows this table from elsewhere" in study.report()
    assert "knows this table from elsewhere" in view.chat[-1].text
    assert "knows this table from elsewhere" in CliRunner().invoke(app, ["show", study.name]).output


def test_a_model_that_only_continues_is_not_accused(new_study: Make, fake: FakeOpenAI) -> None:
    fake.answers = repeats
    study = new_study(model="openai:fake")
    found = probed(study).score
    assert found is not None
    assert found.low <= 0 <= found.high
    assert (found.names, found.trust) == (0.0, 1.0)
    assert "does not seem to know this table" in study.report()


def test_it_sends_cells_after_a_yes_alone_and_the_card_says_so(new_study: Make, fake: FakeOpenAI) -> None:
    study = new_study(model="openai:fake", autonomy="ask_costly")
    study.grant(3600)
    study.approve()
    study.limit_agent(input_price=2, output_price=10)
    study.probe(5)
    (card,) = study.cards
    assert card.estimate is not None
    assert 0 < card.estimate.tokens_low < card.estimate.tokens_high
    assert 0 < card.estimate.money_low < card.estimate.money_high
    assert card.verdict.rule == "reveals_cells"
    assert "openai:fake, would be sent cells: up to 30 rows of 5 columns" in card.verdict.reasons[0]
    assert "can't be called back" in card.reversible
    assert fake.requests == []
    study.reject()
    assert fake.requests == []
    assert "was not measured" in study.report()


def test_no_cell_is_written_into_the_log(new_study: Make, fake: FakeOpenAI, table: pd.DataFrame) -> None:
    fake.answers = knows(table)
    study = new_study(model="openai:fake")
    probed(study)
    sent = json.dumps(fake.requests)
    cells = [f"{fee:.2f}" for fee in table["fee"]]
    assert any(cell in sent for cell in cells)
    log = "".join(e.body.model_dump_json() for e in study.events())
    assert [c for c in cells if re.search(rf"(?<![\d.]){c}(?!\d)", log + study.report())] == []


def test_without_a_language_model_there_is_nothing_to_probe(new_study: Make) -> None:
    study = new_study()
    with pytest.raises(Refused, match="no LLM: nothing to probe"):
        study.probe()
    assert study.cards == ()
    assert "language model" not in study.report()


def test_a_small_table_can_not_be_probed(fake: FakeOpenAI, table: pd.DataFrame, tmp_path: Path) -> None:
    del fake
    study = cotune.create(table.head(20), model="openai:fake", directory=tmp_path)
    with pytest.raises(Refused, match="30 rows; this table has fewer"):
        study.probe()
    study.quit_host()
    with pytest.raises(UserError):
        study.probe(2)


def test_a_fault_a_limit_and_a_stop_end_it_in_words(new_study: Make, fake: FakeOpenAI) -> None:
    study = new_study(model="openai:fake")
    fake.script = [Fails(401)]
    assert "refused the key" in probed(study).problem
    study.limit_agent(turn_tokens=100)
    fake.answers = repeats
    study.probe()
    study.approve()
    until(lambda: len(probes(study)) == 2, "the probe did not end", timeout_s=180)
    assert "limit of 100 tokens" in probes(study)[-1].problem
    fake.script = [Hangs(60)]
    study.probe()
    study.approve()
    until(lambda: len(fake.requests) >= 3, "nothing was asked", timeout_s=180)
    assert study.stop_turn().outcome == "done"
    until(lambda: len(probes(study)) == 3, "the probe was not stopped", timeout_s=180)
    assert probes(study)[-1].problem == "It was stopped."
    assert not study.view.agent.probing
    assert study.view.agent.probed is None


def test_one_whose_process_is_lost_counts_what_it_had_sent(new_study: Make, fake: FakeOpenAI) -> None:
    study = new_study(model="openai:fake")
    fake.script = [Says("1"), Hangs(60)]
    study.probe()
    study.approve()
    until(lambda: len(fake.requests) == 2, "nothing was asked", timeout_s=180)
    kill_host(study)
    study.ensure_host()
    (end,) = until(lambda: probes(study), "the probe has no end", timeout_s=180)
    assert "process was lost" in end.problem
    assert end.usage.unmetered_calls == len(study.sent()) == 2
    assert study.view.agent.used.input_tokens == sum(len(call.body) // 4 for call in study.sent())


def test_the_shell_and_the_chat_reach_it(new_study: Make, fake: FakeOpenAI, table: pd.DataFrame) -> None:
    fake.answers = knows(table)
    study = new_study(model="openai:fake")
    done = CliRunner().invoke(app, ["probe", study.name, "--rows", "5", "--yes"])
    assert "knows this table from elsewhere" in done.output, done
    fake.script = [Fails(401)]
    failed = CliRunner().invoke(app, ["probe", study.name, "--rows", "5", "--yes"]).exception
    assert isinstance(failed, CotuneError)
    assert (exit_code(failed), "refused the key" in str(failed)) == (OUR_FAULT, True)
    fake.script = [Calls((("draft_probe", {}),)), Says("You can measure it.")]
    study.say("do you know this table?")
    (card,) = until(lambda: study.cards, "no card came", timeout_s=180)
    assert (card.proposal.actor, card.proposal.action) == ("agent", ProbeModel())
