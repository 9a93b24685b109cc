"""A fake for what can't be had in a test, a GPU: what `nvidia-smi` lists and what XGBoost's probe answers."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import pytest

from cotune.engine import gpu

TWO_GPUS = "echo 'Fake GPU A'; echo 'Fake GPU B'"


class FakeGpu:
    """An `nvidia-smi` first on the PATH that runs `script`, and a probe that finds training to have run on `ran_on`."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, script: str, ran_on: str = "cuda:0") -> None:
        self._answer = folder / "the-look-may-end"
        program = folder / "bin" / "nvidia-smi"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        patch.setenv("PATH", str(program.parent), prepend=os.pathsep)
        patch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
        patch.setattr(gpu, "may_know_cuda", lambda: True)
        patch.setattr(gpu, "_PROBE", f"print({ran_on!r})")

    @classmethod
    def slow(cls, folder: Path, patch: pytest.MonkeyPatch, ran_on: str = "cuda:0") -> FakeGpu:
        """One that lists nothing before `answer` is called."""
        waits = "import pathlib, sys, time\nwhile not pathlib.Path(sys.argv[1]).exists(): time.sleep(0.01)"
        command = shlex.join([sys.executable, "-S", "-c", waits, str(folder / "the-look-may-end")])
        return cls(folder, patch, f"{command}; {TWO_GPUS}", ran_on)

    def answer(self) -> None:
        self._answer.touch()
