"""%cotune and %%cotune in a real IPython shell, on a real study."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

import cotune
from cotune.errors import UserError
from cotune.model.mail import Reply
from cotune.store import list_studies
from cotune.ui import panel
from cotune.ui.magic_commands import COMMANDS, USAGE
from cotune.ui.show import remember, selected


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
    remember(None)
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


def test_without_a_panel_the_study_that_was_opened_last_is_selected(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.run_cell_magic("cotune", "df name=shop", "predict bought in 1 minute")
    shell.run_line_magic("cotune", "cards")
    cotune.create(shell.user_ns["df"].head(30), name="other")
    shell.run_line_magic("cotune", "open other")
    shell.run_line_magic("cotune", "status")
    assert "cotune study 'other'" in capsys.readouterr().out
    cotune.open("other").delete()
    with pytest.raises(UserError, match="no study is selected"):
        shell.run_line_magic("cotune", "status")


@pytest.fixture
def without_a_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cotune.study.handle.Handle.ensure_host", lambda _self: None)


@pytest.mark.usefixtures("without_a_host")
def test_a_study_is_opened_by_a_quoted_name_or_by_its_folder(shell: InteractiveShell, tmp_path: Path) -> None:
    table = shell.user_ns["df"]
    at = {name: cotune.create(table, name=name, directory=tmp_path / "else where").path for name in ("a", "b")}
    cotune.create(table, name="my shop")
    for line, name in ((f'"{at["a"]}"', "a"), ('"my shop"', "my shop"), (str(at["b"]), "b"), ("my shop", "my shop")):
        assert shell.run_line_magic("cotune", f"open {line}").name == name


@pytest.mark.usefixtures("without_a_host")
def test_a_card_that_does_not_wait_is_no_reason_to_reject_another(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered: list[tuple[str | None, str]] = []

    def reject(_self: cotune.Study, card: str | None, reason: str) -> Reply:
        answered.append((card, reason))
        return Reply(mail="m", outcome="done")

    monkeypatch.setattr("cotune.study.Study.reject", reject)
    panel(cotune.create(shell.user_ns["df"], name="shop"))
    for line in ("card-12", "card-12 too slow", "too slow", ""):
        shell.run_line_magic("cotune", f"reject {line}")
    assert answered == [("card-12", ""), ("card-12", "too slow"), (None, "too slow"), (None, "")]


@pytest.mark.usefixtures("without_a_host")
def test_where_trials_run_is_chosen(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    panel(cotune.create(shell.user_ns["df"], name="shop"))
    with pytest.raises(UserError, match="cotune cluster local"):
        shell.run_line_magic("cotune", "cluster")
    for address, place in (("tcp://c:1", "the cluster at tcp://c:1"), ("local", "this machine")):
        shell.run_line_magic("cotune", f"cluster {address}")
        assert capsys.readouterr().out == f"Trials run on {place}.\n"


@pytest.mark.parametrize("line", ["list x", "stop shop", "columns 5", "help extend"])
def test_what_stands_alone_passes_nothing_over(shell: InteractiveShell, line: str) -> None:
    with pytest.raises(UserError, match="stands alone"):
        shell.run_line_magic("cotune", line)


def test_each_command_is_in_the_list() -> None:
    named = {word for line in USAGE.splitlines() if line.startswith("%cotune ") for word in line.split()}
    assert set(COMMANDS) <= named


@pytest.mark.parametrize(
    ("typed", "seconds"), [("5", 300), ("5 min", 300), ("300 s", 300), ("5 minutes", 300), ("1.5h", 5400), ("90s", 90)]
)
def test_a_time_is_minutes_or_has_its_unit(shell: InteractiveShell, typed: str, seconds: float) -> None:
    study = cotune.create(shell.user_ns["df"], name="shop")
    panel(study)
    shell.run_line_magic("cotune", f"grant {typed}")
    assert [card.proposal.action.seconds for card in study.cards] == [seconds]


def test_trials_are_more_of_a_search_too(shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, object]] = []
    monkeypatch.setattr(
        "cotune.study.Study.extend", lambda _self, **more: asked.append(more) or Reply(mail="m", outcome="done")
    )
    panel(cotune.create(shell.user_ns["df"], name="shop"))
    shell.run_line_magic("cotune", "extend 20 trials")
    assert asked == [{"trials": 20}]


def test_hints_are_given_and_listed(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    study = cotune.create(shell.user_ns["df"], name="shop")
    panel(study)
    shell.run_line_magic("cotune", "hints")
    assert "no hints" in capsys.readouterr().out
    with pytest.raises(UserError, match="xgboost"):
        shell.run_line_magic("cotune", "steer xgbost")
    with pytest.raises(UserError, match="ask_all"):
        shell.run_line_magic("cotune", "autonomy never")
    shell.run_line_magic("cotune", "autonomy ask_all")
    assert study.view.autonomy == "ask_all"


def test_quotes_hold_a_name_with_blanks_together(shell: InteractiveShell, capsys: pytest.CaptureFixture[str]) -> None:
    shell.user_ns["df"] = shell.user_ns["df"].rename(columns={"bought": "was bought"})
    shell.run_cell_magic("cotune", 'df name=shop target="was bought"', "in 1 minute")
    panel("shop")
    capsys.readouterr()
    shell.run_line_magic("cotune", "agent-model openai:gpt-4o-mini")
    shell.run_line_magic("cotune", 'share 3 "was bought"')
    assert "category labels of 'was bought'" in capsys.readouterr().out
    with pytest.raises(UserError, match="isn't closed"):
        shell.run_cell_magic("cotune", 'df target="was', "in 1 minute")


@pytest.mark.parametrize("typed", ["", "long", "-5", "5 parsecs", "nan"])
def test_what_is_no_time_is_told_what_one_looks_like(shell: InteractiveShell, typed: str) -> None:
    with pytest.raises(UserError, match="a bare number is minutes"):
        shell.run_line_magic("cotune", f"extend {typed}")


@pytest.mark.parametrize("name", ["builtin", "built-in", "planner"])
def test_the_built_in_planner_goes_by_each_of_its_names(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    study = cotune.create(shell.user_ns["df"], name="shop")
    panel(study)
    shell.run_line_magic("cotune", f"agent-model {name}")
    shell.run_line_magic("cotune", f"retry {name}")
    assert "openai" not in capsys.readouterr().out
    assert study.cards == ()
