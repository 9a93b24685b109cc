"""A task in a process of its own, for whoever has no executor."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from cotune.engine.apart import run_apart
from cotune.engine.executor import Task

HERE = Path(__file__).parent
NEVER = threading.Event()


@pytest.fixture(autouse=True)
def _hostile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HERE))


def task(call: str, args: str = "", **fields: object) -> Task:
    return Task.model_validate({"id": "t", "call": f"hostile:{call}", "args": args, "timeout_s": 60, **fields})


def children() -> list[psutil.Process]:
    return [p for p in psutil.Process().children() if "cotune.engine.apart" in p.cmdline()]


def test_it_answers_whatever_libraries_print_and_leaves_no_process() -> None:
    outcome = run_apart(task("echo_aloud", "42"), NEVER)
    assert (outcome.status, outcome.payload) == ("ok", "42")
    assert children() == []


def test_it_sees_no_secret_and_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    seen = run_apart(task("environment"), NEVER).payload
    assert seen is not None
    assert "sk-secret" not in seen
    assert "OMP_NUM_THREADS=1" in seen
    assert "CUDA_VISIBLE_DEVICES=\n" in f"{seen}\n"


def _stopped() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


@pytest.mark.parametrize(
    ("call", "args", "fields", "stopped", "status"),
    [
        ("deaf", "", {"timeout_s": 0.2}, threading.Event, "timeout"),
        ("deaf", "", {}, _stopped, "cancelled"),
        ("leap", "", {}, threading.Event, "memout"),
        ("crash", "", {}, threading.Event, "failed"),
        ("leave", "", {}, threading.Event, "failed"),
    ],
)
def test_whatever_becomes_of_it_is_an_outcome(
    call: str, args: str, fields: dict[str, object], stopped: Callable[[], threading.Event], status: str
) -> None:
    assert run_apart(task(call, args, **fields), stopped()).status == status
    assert children() == []
