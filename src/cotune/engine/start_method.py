"""How worker processes come to life on this system."""

from __future__ import annotations

import multiprocessing
import multiprocessing.util
import os
import sys
import tempfile
from typing import Literal

from cotune.engine.worker_setup import keep_secrets_here, one_thread_per_process

StartMethod = Literal["forkserver", "spawn"]

SOCKET_FOLDER = "COTUNE_SOCKET_FOLDER"
"""Environment variable that tells the forkserver where its socket lies, so that it can remove it when it leaves."""

_SOCKET_PATH_LIMIT = 100
_SOCKET_NAME_LENGTH = 40


def start_method() -> StartMethod:
    """forkserver where there is one and its socket's path fits; spawn elsewhere, and on macOS, whose own libraries may
    crash in a process that was forked (python/cpython#77906)."""
    has_one = sys.platform != "darwin" and "forkserver" in multiprocessing.get_all_start_methods()
    return "forkserver" if has_one and socket_fits() else "spawn"


def socket_fits() -> bool:
    """Whether the path of a forkserver's socket is short enough (108 bytes on Linux)."""
    return len(tempfile.gettempdir()) + _SOCKET_NAME_LENGTH < _SOCKET_PATH_LIMIT


def prepare_workers() -> None:
    """Set what the workers of this process will be started with; changes nothing once a forkserver is up."""
    one_thread_per_process()
    keep_secrets_here()
    os.environ.pop(SOCKET_FOLDER, None)
    if start_method() != "forkserver":
        return
    multiprocessing.set_forkserver_preload(["cotune.engine.preload"])
    # A child of multiprocessing shares the folder of its parent, who needs it longer.
    if multiprocessing.parent_process() is None:
        os.environ[SOCKET_FOLDER] = multiprocessing.util.get_temp_dir()


def start_early() -> None:
    """Let the forkserver begin its imports before anybody wants a worker; returns at once."""
    prepare_workers()
    if start_method() == "forkserver":
        from multiprocessing.forkserver import ensure_running

        ensure_running()
