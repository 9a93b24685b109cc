"""What a worker process does to itself before anything heavy is imported."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import signal
import sys
import threading
import time

import psutil

from cotune.model.threads import ONE_THREAD
from cotune.model.words import RanOn

_SECRET_NAME = re.compile(r"API_?KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS|_KEY(?:_ID)?$", re.IGNORECASE)
_SECRET_VALUE = re.compile(
    r"://[^/\s]*@|[?&][^=&\s]*(?:key|token|secret|passw|sig)[^=&\s]*=|^(?:sk|rk|pk|xai)-|^(?:gsk|hf|ghp)_",
    re.IGNORECASE,
)
_PR_SET_PDEATHSIG = 1
_WATCH_EVERY_S = 1.0


def one_thread_per_process() -> None:
    os.environ.update(ONE_THREAD)


def strip_secrets() -> None:
    """Workers fit models: no provider key or token, and no address that holds one, is their business."""
    for name in _secrets():
        del os.environ[name]


def keep_secrets_here() -> None:
    """What this process starts from now on is started without its secrets, which stay in `os.environ`.

    A process that is started with them and drops them still shows them in /proc/PID/environ.
    """
    for name in _secrets():
        os.unsetenv(name)


def environment_of_worker() -> dict[str, str]:
    """For a worker that is started by a command: without secrets, with one thread."""
    secrets = _secrets()
    return {name: value for name, value in os.environ.items() if name not in secrets} | ONE_THREAD


def _secrets() -> list[str]:
    return [n for n, value in os.environ.items() if _SECRET_NAME.search(n) or _SECRET_VALUE.search(value)]


def see_device(device: RanOn) -> None:
    """CPU workers see no GPU: XGBoost for CUDA takes 400 MiB of it in every process (dmlc/xgboost#12116)."""
    if device == "cpu":
        os.environ["CUDA_VISIBLE_DEVICES"] = ""


def die_with(host_pid: int) -> None:
    """End this process when the host is gone, also after a kill -9.

    A worker's parent is the forkserver, which leaves when the host does; then the kernel kills the worker. Where there
    is no such signal (macOS, Windows) or the parent is another, a thread watches the host's pid.
    """
    if sys.platform == "linux" and os.getppid() != host_pid:
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_watch, args=(host_pid,), name="host-watch", daemon=True).start()


def wait_for_end_of(pid: int) -> None:
    """Return when the process is gone; what takes over its number is another."""
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            time.sleep(_WATCH_EVERY_S)


def _watch(host_pid: int) -> None:
    wait_for_end_of(host_pid)
    os._exit(1)
