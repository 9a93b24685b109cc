"""Is there a GPU that XGBoost can train on? Asked once, in a thread, of subprocesses: a broken driver can't hurt us."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable

from cotune.pipelines.installation import may_know_cuda

_LIST = ("nvidia-smi", "--query-gpu=name", "--format=csv,noheader")
_LIST_TIMEOUT_S = 10
_PROBE_TIMEOUT_S = 90
_PATIENCE_S = 20.0
"""How long a proposal may wait for the look: a broken driver can keep a process from ever ending, killed or not."""

# XGBoost trains on the CPU with only a warning when it can't use the GPU: the truth is in the booster's own settings.
_PROBE = """
import json, numpy, xgboost
rows = numpy.arange(64, dtype=numpy.float32).reshape(32, 2)
booster = xgboost.train({"device": "cuda", "verbosity": 0}, xgboost.DMatrix(rows, label=rows[:, 0]), num_boost_round=1)
print(json.loads(booster.save_config())["learner"]["generic_param"]["device"])
"""


class GpuProbe:
    """Looks for GPUs in the background, where there is anything to ask; nobody ever waits in here."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._names: tuple[str, ...] = ()
        self._clock = clock
        self._began_s = clock()
        self._looking = threading.Thread(target=self._look, name="gpu-probe", daemon=True)
        if shutil.which(_LIST[0]) and os.environ.get("CUDA_VISIBLE_DEVICES") != "" and may_know_cuda():
            self._looking.start()

    @property
    def found(self) -> tuple[str, ...]:
        """The GPUs that have proved to work by now."""
        return self._names

    @property
    def under_way(self) -> bool:
        """Whether the look has not ended yet."""
        return self._looking.is_alive()

    @property
    def worth_waiting_for(self) -> bool:
        """Whether the look is under way and has not taken too long already."""
        return self.under_way and self._clock() - self._began_s < _PATIENCE_S

    def _look(self) -> None:
        self._names = working_gpus()


def listed_gpus() -> tuple[str, ...]:
    """The names of the GPUs of this machine, whether XGBoost can use them or not."""
    return tuple(name.strip() for name in _answer(_LIST, _LIST_TIMEOUT_S).splitlines())


def working_gpus() -> tuple[str, ...]:
    """The names of the GPUs of this machine on which XGBoost really trains; takes seconds."""
    listed = listed_gpus()
    works = listed and _answer((sys.executable, "-c", _PROBE), _PROBE_TIMEOUT_S).startswith("cuda")
    return listed if works else ()


def _answer(command: tuple[str, ...], timeout_s: float) -> str:
    """What a command prints; nothing when it isn't there, fails or hangs."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=timeout_s, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode(errors="replace").strip()
