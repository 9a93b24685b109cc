"""Start a host as a process of its own, one that outlives the kernel it was started from."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cotune.host.handover import packed
from cotune.model.threads import ONE_THREAD
from cotune.store import StudyFolder, home

IDLE_S = 600.0
STAND_BY = "--stand-by"


_COMMAND = (sys.executable, "-P", "-m", "cotune.host")
_standing_by: dict[Path, subprocess.Popen[bytes]] = {}
_private: set[Path] = set()


class HostOptions(NamedTuple):
    """What the command line of a host says.

    `dead_pid` is a host that is known to be gone, however fresh its beat. `owner_pid` is the process that the study
    is for, and nobody else: without it the host leaves and takes the study along.
    """

    folder: Path
    model_on_stdin: bool
    dead_pid: int | None
    owner_pid: int | None
    idle_s: float


def parse_options(arguments: Sequence[str]) -> HostOptions:
    parser = argparse.ArgumentParser(prog="python -m cotune.host", description="Host the study in FOLDER.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model-on-stdin", action="store_true")
    parser.add_argument("--dead-pid", type=int)
    parser.add_argument("--owner-pid", type=int)
    parser.add_argument("--idle-s", type=float, default=IDLE_S, help="leave after so many seconds without work")
    return HostOptions(**vars(parser.parse_args(arguments)))


def spawn_host(
    folder: StudyFolder, model: object | None = None, dead_pid: int | None = None
) -> subprocess.Popen[bytes]:
    """Start a host of the study and return at once. `model` is a chat model object for its agent.

    Raises:
        UserError: the model object can't be handed to another process.
    """
    line = None if model is None else packed(model)
    options = [str(folder.path)]
    options += ["--model-on-stdin"] if line else []
    options += ["--dead-pid", str(dead_pid)] if dead_pid is not None else []
    options += ["--owner-pid", str(os.getpid())] if folder.path in _private else []
    waiting = _sent_off(folder, json.dumps(options).encode() + b"\n" + (line or b""))
    if waiting is not None:
        return waiting
    log = os.open(folder.host_log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        host = subprocess.Popen(
            [*_COMMAND, *options],
            stdin=subprocess.PIPE if line else subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=_environment(),
            cwd=folder.path,
            start_new_session=True,
        )
    finally:
        os.close(log)
    if line and host.stdin:
        host.stdin.write(line)
        host.stdin.close()
    return host


def keep_private(folder: StudyFolder) -> None:
    """The study is for this process alone, in a temporary folder: its hosts end with this process, and so does it."""
    _private.add(folder.path)


def stand_by(folder: StudyFolder) -> None:
    """Start a process that does a host's imports while its study is still being made; `spawn_host` then sends it off.

    Like that of any host its command line names the study's folder. It leaves by itself when this process ends first.
    """
    if folder.path not in _standing_by:
        _standing_by[folder.path] = subprocess.Popen(
            [*_COMMAND, str(folder.path), STAND_BY],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
        )


def stand_down() -> None:
    """End the processes that still stand by."""
    while _standing_by:
        _, waiting = _standing_by.popitem()
        waiting.kill()
        waiting.wait()


def _sent_off(folder: StudyFolder, letter: bytes) -> subprocess.Popen[bytes] | None:
    """The process that stood by for this study, now on its way with this letter; None when there is none."""
    waiting = _standing_by.pop(folder.path, None)
    if waiting is None or waiting.stdin is None:
        return None
    try:
        waiting.stdin.write(letter)
        waiting.stdin.close()
    except OSError:
        return None
    return waiting


def received_options(line: bytes) -> list[str]:
    """The command line that `spawn_host` sent to a process that stood by."""
    options: list[str] = json.loads(line)
    return options


def _environment() -> dict[str, str]:
    """A host works in its study's folder: a relative COTUNE_HOME would be another one there."""
    return {**os.environ, **ONE_THREAD, "PYTHONUNBUFFERED": "1", "COTUNE_HOME": str(home())}
