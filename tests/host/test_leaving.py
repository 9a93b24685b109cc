"""How hosts come and go."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing

import pytest
from hosts import host_pid, until

import cotune
from cotune.model.event import HostStarted
from cotune.model.mail import Mail, Reply, StopTurn
from cotune.store import StudyStore
from cotune.study import Study

Make = Callable[..., Study]


@pytest.fixture
def hostless(new_study: Make, monkeypatch: pytest.MonkeyPatch) -> Study:
    """A study whose host the test starts by itself."""
    with monkeypatch.context() as patch:
        patch.setattr("cotune.study.handle.Handle.ensure_host", lambda _self: None)
        return new_study()


def host_command(study: Study, *options: str) -> list[str]:
    return [sys.executable, "-m", "cotune.host", str(study.path), *options]


def halt_between_writes(study: Study, pid: int) -> None:
    """Halt a host where it holds no lock: one that is halted while it writes keeps all others from writing."""
    while True:
        os.kill(pid, signal.SIGSTOP)
        with closing(sqlite3.connect(study.path / "study.sqlite", timeout=0.2)) as database:
            try:
                database.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                os.kill(pid, signal.SIGCONT)
                time.sleep(0.05)
            else:
                return


def test_a_host_without_work_leaves_and_signs_off(hostless: Study) -> None:
    subprocess.run(host_command(hostless, "--idle-s", "0.1"), check=True, timeout=60, stdin=subprocess.DEVNULL)
    assert not hostless.host_alive()
    assert [e.body.kind for e in hostless.events()] == ["study_created", "host_started"]


def test_a_second_host_sees_the_first_and_leaves_at_once(new_study: Make) -> None:
    study = new_study()
    first = host_pid(study)
    until(lambda: study.view.epoch == 1, "the first host did not start")
    subprocess.run(host_command(study), check=True, timeout=60, stdin=subprocess.DEVNULL)
    assert host_pid(study) == first
    assert study.view.epoch == 1


def test_a_host_that_answers_and_is_gone_at_once_is_not_replaced(
    hostless: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its answer counts, however soon after it the process ends: a new host would wait for work that never comes."""
    monkeypatch.setattr("cotune.host.link.spawn_host", lambda *_: pytest.fail("a host was started"))
    store = StudyStore(hostless.path / "study.sqlite")
    answer = Reply(mail="m", outcome="done")
    store.post(Mail(id="m", door="python", letter=StopTurn()))
    store.append((), store.take_epoch(), answer)
    assert hostless.post(StopTurn(), "m") == answer


def test_nobody_is_started_to_be_told_to_quit_and_no_later_host_takes_the_letter(new_study: Make) -> None:
    study = new_study()
    until(lambda: study.view.epoch == 1, "the host did not start")
    pid = host_pid(study)
    halt_between_writes(study, pid)
    waiting = threading.Thread(target=study.quit_host)
    waiting.start()
    until(study.has_unread, "the letter was not posted")
    os.kill(pid, signal.SIGKILL)
    waiting.join(30)
    assert (waiting.is_alive(), study.has_unread(), study.view.epoch) == (False, False, 1)
    study.say("how is it going?")
    assert study.wait(timeout_s=60) == "question"
    assert study.view.epoch == 2


def test_a_host_whose_study_is_deleted_leaves(new_study: Make) -> None:
    study = new_study()
    until(lambda: study.view.epoch == 1, "the host did not start")
    shutil.rmtree(study.path)
    assert study._link._child is not None
    assert study._link._child.wait(timeout=30) == 0


def test_a_host_whose_epoch_was_taken_leaves(new_study: Make) -> None:
    study = new_study()
    until(lambda: study.view.epoch == 1, "the first host did not start")
    study._store.take_epoch()
    assert study._link._child is not None
    assert study._link._child.wait(timeout=30) == 0


def test_a_host_of_another_version_is_pointed_out(
    hostless: Study, monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    store = hostless._store
    epoch = store.take_epoch()
    store.append([HostStarted(epoch=epoch, protocol=1, versions={"cotune": "0.0.9"})], epoch)
    cotune.open(hostless.name)
    assert not recwarn.list
    store.beat(epoch)
    with pytest.warns(UserWarning, match=r"served by cotune 0\.0\.9"):
        cotune.open(hostless.name)
    store.rest(epoch)
