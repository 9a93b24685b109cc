"""A wait ends, whatever becomes of the study's process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cotune.errors import HostUnavailable
from cotune.model.mail import Say
from written_studies import study_with


def test_a_host_that_can_not_be_started_ends_the_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cotune.study.handle.Handle.ensure_host", lambda _self: False)
    study = study_with(directory=tmp_path)
    monkeypatch.undo()
    started = []

    def start(*_: object) -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, "-S", "-c", "raise SystemExit(1)"]))
        return started[-1]

    monkeypatch.setattr("cotune.host.link.spawn_host", start)
    study.post_nowait(Say(text="predict y"))
    with pytest.raises(HostUnavailable, match=r"ends as soon as it is started; its output is in .*host\.log"):
        study.wait(timeout_s=60)
    for host in started:
        host.wait()
    assert len(started) == 4
