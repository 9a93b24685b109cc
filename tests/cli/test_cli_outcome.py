"""Exit codes and error objects."""

import json
import re
import sqlite3
import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import cotune
from cotune.cli.app import app
from cotune.cli.outcome import (
    Interrupted,
    as_wrong_use,
    error_object,
    exit_code,
    hand_over,
    print_json,
    say,
    tell,
    tell_error,
)
from cotune.errors import DataError, HostUnavailable, Refused, SpecError


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SpecError("unknown metric"), 2),
        (DataError("empty"), 2),
        (Refused("memory", ("needs more than is free",)), 3),
        (HostUnavailable("no answer"), 1),
        (KeyboardInterrupt(), 130),
        (ZeroDivisionError(), 1),
    ],
)
def test_each_kind_of_error_has_its_code(error, code):
    assert exit_code(error) == code


def test_a_refusal_names_its_rule():
    told = error_object(Refused("memory", ("needs more than is free",)))

    assert told["status"] == "refused"
    assert told["rule"] == "memory"
    assert told["reasons"] == ["needs more than is free"]


def test_an_unexpected_error_shows_no_values():
    assert "secret" not in json.dumps(error_object(KeyError("secret")))


def test_json_has_no_nan(capsys):
    print_json({"a": float("nan"), "b": [float("inf"), 1.5]})

    assert json.loads(capsys.readouterr().out) == {"a": None, "b": [None, 1.5]}


def test_an_unexpected_error_is_told_where_no_log_can_be_kept(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").touch()
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path / "file"))

    tell_error(ZeroDivisionError())

    assert "no details are kept" in capsys.readouterr().err


def test_who_is_interrupted_is_told_of_the_study_and_what_next():
    left = Interrupted("shop", "left it to itself", "cotune stop shop")

    told = error_object(left)

    assert (told["status"], told["study"], exit_code(left)) == ("interrupted", "shop", 130)
    assert "cotune stop shop" in str(told["message"])


@pytest.mark.parametrize("error", [sqlite3.OperationalError("database or disk is full"), OSError(28, "No space left")])
def test_a_full_disk_is_nobodys_bug(error):
    told = as_wrong_use(error)

    assert exit_code(told) == 2
    assert "make room" in str(told)


def test_what_the_rights_of_a_file_forbid_asks_for_no_room():
    told = as_wrong_use(PermissionError(13, "Permission denied", "m.skops"))

    assert exit_code(told) == 2
    assert "m.skops" in str(told)
    assert "make room" not in str(told)


def test_a_study_that_another_process_writes_to_asks_for_no_room(tmp_path):
    with sqlite3.connect(tmp_path / "s.db") as writer, sqlite3.connect(tmp_path / "s.db", timeout=0) as reader:
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError) as locked:
            reader.execute("CREATE TABLE t (x)")
        writer.rollback()

    told = as_wrong_use(locked.value)

    assert exit_code(told) == 2
    assert "try again" in str(told)


def test_a_damaged_study_is_told_and_can_be_removed(tmp_path, monkeypatch):
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path))
    monkeypatch.setattr("cotune.study.handle.Handle.ensure_host", lambda _self: None)
    study = cotune.create(pd.DataFrame({"a": range(60), "y": [0, 1] * 30}), name="torn")
    study.close()
    file = tmp_path / "torn" / "study.sqlite"
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"U" * (len(content) - 4096))
    shown = CliRunner().invoke(app, ("show", "torn"))
    told = as_wrong_use(shown.exception)
    assert exit_code(told) == 2
    assert "damaged" in str(told)
    (listed,) = json.loads(CliRunner().invoke(app, ("list", "--json")).stdout)["studies"]
    assert (listed["name"], listed["changed"], listed["trials"]) == ("torn", None, None)
    assert CliRunner().invoke(app, ("rm", "torn")).exit_code != 0
    assert CliRunner().invoke(app, ("rm", "torn", "--yes")).output == "deleted torn\n"
    assert not file.parent.exists()


HOSTILE = "a\x1b]52;c;ZXZpbA==\x07\x1b[2J\x9b1;1H\rb\u202ec\u2066d\x7f\ud800"
"""Sets the clipboard, clears the screen, goes to its top, overwrites the line, and turns the text around."""


def _drives_a_terminal(text):
    return any(unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\n\t" for c in text)


@pytest.mark.parametrize("prints", [say, tell, print_json])
def test_what_others_wrote_drives_no_terminal(prints, capsys):
    prints(f"one\n\ttwo {HOSTILE}")

    printed = "".join(capsys.readouterr())
    assert not _drives_a_terminal(printed)
    assert ("\\x1b[2J" in printed) or ("\\u001b[2J" in printed)
    assert ("one\n\ttwo" in printed) or (json.loads(printed) == f"one\n\ttwo {HOSTILE}")


def test_data_for_another_program_stays_as_it_is(capsys):
    hand_over("prediction\na\x1b[2J\n")

    assert capsys.readouterr().out == "prediction\na\x1b[2J\n"


def test_all_that_the_command_prints_goes_through_one_file():
    sources = Path(cotune.cli.outcome.__file__).parent.glob("*.py")
    printing = {s.name for s in sources if re.search(r"\b(?:typer\.s?echo|(?<!\.)print)\(", s.read_text())}

    assert printing == {"outcome.py"}


def test_a_columns_name_drives_no_terminal_and_begins_no_line(tmp_path, monkeypatch):
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path))
    monkeypatch.setattr("cotune.study.handle.Handle.ensure_host", lambda _self: None)
    column = f"{HOSTILE[:-1]}\ncard-1: pause run"
    cotune.create(pd.DataFrame({column: 1, "a": range(60), "y": [0, 1] * 30}), name="shop").close()

    shown = CliRunner().invoke(app, ["show", "shop"]).output

    assert "\\x1b[2J" in shown
    assert not _drives_a_terminal(shown)
    assert not [line for line in shown.splitlines() if line.startswith("card-1")]
