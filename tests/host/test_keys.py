"""A key in the system's keyring: used by the agent, and written nowhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import psutil
import pytest
from hosts import host_pid, until
from typer.testing import CliRunner

import agent
from agent.fake_keyring import FileKeyring, LockedKeyring
from agent.fake_openai import KEY, Fails, FakeOpenAI, Says
from cotune.agent.keys import key_of
from cotune.cli.app import app
from cotune.errors import UserError
from cotune.model.event import TurnEnded
from cotune.study import Study


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file of a keyring that this process and those it starts use; no key is in the environment."""
    before = keyring.get_keyring()
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("FAKE_KEYRING", str(tmp_path / "ring"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "agent.fake_keyring.FileKeyring")
    tests = str(Path(next(iter(agent.__path__))).parent)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([tests, os.environ.get("PYTHONPATH", "")]))
    keyring.set_keyring(FileKeyring())
    yield tmp_path / "ring"
    keyring.set_keyring(before)


def shell(*command: str, typed: str = "") -> str:
    done = CliRunner().invoke(app, command, input=typed)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def test_the_agent_speaks_with_a_key_of_the_keyring_that_is_found_nowhere_else(
    ring: Path, new_study: Callable[..., Study], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert KEY not in shell("key", "set", "openai", typed=f"{KEY}\n")
    with FakeOpenAI(Says("It goes well."), Fails(401, f"wrong key {KEY}")) as fake:
        monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
        study = new_study(model="openai:fake")
        for n in (1, 2):
            study.say("how is it going?")
            until(lambda n=n: len(turns(study)) == n, "the turn did not end", timeout_s=200)
        assert [t.status for t in turns(study)] == ["done", "failed"]
        files = [f for f in study.path.rglob("*") if f.is_file()]
        assert {f.name for f in files} >= {"host.log", "study.sqlite", "sent.jsonl"}
        assert [f.name for f in files if KEY.encode() in f.read_bytes()] == []
        assert KEY not in study.report() + turns(study)[-1].problem + shell("show", study.name)
    assert KEY in ring.read_text()


def turns(study: Study) -> list[TurnEnded]:
    return [e.body for e in study.events() if isinstance(e.body, TurnEnded)]


def test_a_key_is_replaced_and_removed(ring: Path) -> None:
    shell("key", "set", "openai", typed="sk-one\n")
    shell("key", "set", "openai", typed="  sk-two \n")
    held = key_of("openai")
    assert held is not None
    assert held.get_secret_value() == "sk-two"
    assert "sk-two" not in repr(held)
    assert "removed" in shell("key", "rm", "openai")
    assert key_of("openai") is None
    with pytest.raises(UserError, match="holds no key"):
        shell("key", "rm", "openai")
    assert "sk" not in ring.read_text()


def test_the_environment_wins(ring: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del ring
    shell("key", "set", "openai", typed="sk-ring\n")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-env")
    assert key_of("openai") is None


@pytest.mark.parametrize("typed", ["\n", "two words\n"])
def test_what_is_no_key_is_not_kept(ring: Path, typed: str) -> None:
    with pytest.raises(UserError, match="no key"):
        shell("key", "set", "openai", typed=typed)
    assert not ring.exists()


def test_an_unknown_provider_is_named_with_those_there_are(ring: Path) -> None:
    del ring
    with pytest.raises(UserError, match="openai"):
        shell("key", "set", "opnai", typed="sk-1\n")


def test_a_locked_keyring_is_told_without_the_key(ring: Path) -> None:
    del ring
    keyring.set_keyring(LockedKeyring())
    with pytest.raises(UserError, match="can't be used") as told:
        shell("key", "set", "openai", typed="sk-secret\n")
    assert "sk-secret" not in str(told.value) + repr(told.value.__cause__)
    assert key_of("openai") is None


def test_a_keyring_of_plain_files_is_refused(ring: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del ring
    monkeypatch.setattr(FileKeyring, "__module__", "keyrings.alt.file")
    with pytest.raises(UserError, match="plain files"):
        shell("key", "set", "openai", typed="sk-1\n")


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_no_process_under_the_host_is_started_with_a_key(
    new_study: Callable[..., Study], fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTHER_BASE_URL", "http://user:urlcanary@models.invalid/v1")
    monkeypatch.setenv("SOME_SERVICE_URL", "https://example.org/v1?api_key=querycanary")
    fake.script = [Says("Here I am.")]
    study = new_study(model="openai:fake")
    host = psutil.Process(host_pid(study))

    def forkserver() -> list[psutil.Process]:
        return [p for p in host.children() if "forkserver" in str(p.cmdline())]

    until(forkserver, "the host started no forkserver")
    workers = forkserver()[0].children() + forkserver()
    started_with = b"".join(Path(f"/proc/{worker.pid}/environ").read_bytes() for worker in workers)
    assert b"OMP_NUM_THREADS" in started_with
    assert [s for s in (KEY, "urlcanary", "querycanary") if s.encode() in started_with] == []
    study.say("hello")
    until(lambda: turns(study), "the turn did not end", timeout_s=200)
    assert turns(study)[0].status == "done"
