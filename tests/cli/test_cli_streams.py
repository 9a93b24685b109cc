"""The command where its streams are odd: a reader that has gone, a closed stream, a narrow encoding."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from cotune.cli import entry

COMMAND = (sys.executable, "-m", "cotune.cli")


def environment(home: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "COTUNE_HOME": str(home), **more}


def test_a_reader_that_has_gone_makes_no_traceback(home: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*COMMAND, "show", "nosuch", "--json"],
        env=environment(home),
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)
    assert "Traceback" not in done.stderr
    assert done.returncode == 2


@pytest.mark.parametrize(("words", "code"), [(("list",), 0), (("show", "nosuch"), 2), (("key", "set", "openai"), 2)])
def test_closed_streams_make_no_traceback(home: Path, words: Sequence[str], code: int) -> None:
    """As under some daemons; stderr stays here, to see what is said."""
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" <&- >&-', "sh", *COMMAND, *words],
        env=environment(home),
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "our fault" not in done.stderr
    assert done.returncode == code


def test_what_other_programs_read_is_utf_8_in_every_locale(home: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "show", "größe", "--json"],
        env=environment(home, PYTHONIOENCODING="ascii"),
        capture_output=True,
        check=False,
    )
    assert "größe" in json.loads(done.stdout.decode())["message"]
    assert "größe" in done.stderr.decode()


def test_ctrl_c_while_the_command_is_being_imported_is_an_interruption(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupted(ModuleType):
        @property
        def app(self) -> object:
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "cotune.cli.app", Interrupted("cotune.cli.app"))
    assert entry._run(["list"]) == 130
    assert capsys.readouterr().err == "interrupted\n"
