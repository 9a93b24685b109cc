"""How worker processes come to life on this system."""

from __future__ import annotations

import multiprocessing
import tempfile
from typing import Literal

StartMethod = Literal["forkserver", "spawn"]

_SOCKET_PATH_LIMIT = 100
_SOCKET_NAME_LENGTH = 40


def start_method() -> StartMethod:
    """forkserver where there is one and its socket's path fits (108 bytes on Linux); spawn elsewhere."""
    fits = len(tempfile.gettempdir()) + _SOCKET_NAME_LENGTH < _SOCKET_PATH_LIMIT
    return "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() and fits else "spawn"
