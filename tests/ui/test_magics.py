"""%cotune and %%cotune in a real IPython shell, on a real study."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

import cotune
from cotune.errors import UserError
from cotune.store import list_studies
from cotune.ui import panel
from cotune.ui.show import selected


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path))
    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "cotune")
    shell.user_ns["df"] = pd.DataFrame({"age": range(40), "bought": [0, 1] * 20})
    yield shell
    for folder in list_studies():
        cotune.open(folder.name).quit_host()
    panel().bridge.select(None)
    InteractiveShell.clear_instance()


def test_a_goal_for_a_table_makes_a_study_and_returns_at_once(shell: InteractiveShell) -> None:
    study = shell.run_cell_magic("cotune", "df name=shop", "predict bought in 1 minute")
    assert isinstance(study, cotune.Study)
    assert study.name == "shop"
    assert study.events()[0].body.kind == "study_created"


def test_an_unknown_command_offers_the_closest(shell: InteractiveShell) -> None:
    with pytest.raises(UserError, match="pause"):
        shell.run_line_magic("cotune", "pauze")


def test_without_a_study_the_next_step_is_named(shell: InteractiveShell) -> None:
    with pytest.raises(UserError, match="%%cotune TABLE"):
        shell.run_line_magic("cotune", "stop")


def test_options_of_a_new_study_are_not_passed_over_when_no_table_is_named(shell: InteractiveShell) -> None:
    study = shell.run_cell_magic("cotune", "df name=shop", "predict bought in 1 minute")
    for line in ("name=other", "model=openai:m"):
        with pytest.raises(UserError, match="is not understood"):
            shell.run_cell_magic("cotune", line, "how is it going?")
    assert study.view.goals in ((), ("predict bought in 1 minute",))


def test_commands_go_to_the_selected_study(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    shell.run_cell_magic("cotune", "df name=shop", "predict bought in 1 minute")
    panel("shop")
    study = selected()
    assert study is not None
    assert study.name == "shop"
    shell.run_line_magic("cotune", "status")
    assert "cotune study 'shop'" in capsys.readouterr().out
    shell.run_line_magic("cotune", "stop-turn")
    assert capsys.readouterr().out.strip() in ("Done.", "no turn is under way")
    shell.run_line_magic("cotune", "use 3")
    assert "No search was started yet" in capsys.readouterr().out
    with pytest.raises(UserError, match="cotune use 12"):
        shell.run_line_magic("cotune", "use best")
    with pytest.raises(UserError, match="retry built-in"):
        shell.run_line_magic("cotune", "retry sideways")
    shell.run_line_magic("cotune", "sent")
    assert capsys.readouterr().out.strip() == "nothing was sent to a language model"
    with pytest.raises(UserError, match="share 3 COLUMN"):
        shell.run_line_magic("cotune", "share all")
    shell.run_line_magic("cotune", "share 0")
    assert capsys.readouterr().out.strip() == "Done."
    with pytest.raises(UserError, match="no model yet"):
        shell.run_line_magic("cotune", "columns")
    with pytest.raises(UserError, match="which model"):
        shell.run_line_magic("cotune", "agent-model")
    shell.run_line_magic("cotune", "agent-model openai:gpt-4o-mini")
    assert "your words would go to openai:gpt-4o-mini" in capsys.readouterr().out
    shell.run_line_magic("cotune", "share 3 bought")
    assert "category labels of 'bought'" in capsys.readouterr().out
    shell.run_line_magic("cotune", "pause")
    assert capsys.readouterr().out.strip() != ""


def test_a_missing_table_is_said(shell: InteractiveShell) -> None:
    with pytest.raises(UserError, match="no variable 'nope'"):
        shell.run_cell_magic("cotune", "nope", "predict x")


def test_a_standing_permission_is_asked_for_listed_and_withdrawn(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    study = cotune.create(shell.user_ns["df"], name="shop")
    panel(study)

    def said(line: str) -> str:
        shell.run_line_magic("cotune", line)
        return capsys.readouterr().out

    assert "waits for your yes" in said("grant 20")
    assert study.grants == ()
    shown = said("cards")
    assert "search without a card: 10 min -> 30 min" in shown
    assert "never covers the sealed rows" in shown
    assert "search without a card: 10 min -> 30 min" in said("approve")
    assert "20 min of 20 min of search without a card are left" in said("grants")
    assert "Done" in said("revoke")
    assert "No permission" in said("grants")
    with pytest.raises(UserError, match="no permissions are in force"):
        shell.run_line_magic("cotune", "revoke")
    assert [e.body.kind for e in study.events()][-2:] == ["action_proposed", "grant_revoked"]
