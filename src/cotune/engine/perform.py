"""The worker's side of a task: find the function, call it, and turn whatever happens into an outcome."""

from __future__ import annotations

import importlib
import json
import time
from pathlib import Path

from cotune.engine.executor import GPU_FULL, Outcome, Task
from cotune.engine.scrub import log_trouble, scrubbed
from cotune.model.trial import Failure
from cotune.pipelines.fitting import is_out_of_gpu_memory
from cotune.store.folder import StudyFolder


def perform(task: Task) -> Outcome:
    """Do a task. Whatever the function raises is an outcome, as is running out of memory; nothing is raised."""
    began = time.monotonic()
    outcome = _called(task)
    return outcome.having(seconds=time.monotonic() - began)


def _called(task: Task) -> Outcome:
    module, function = task.call.split(":")
    try:
        payload = getattr(importlib.import_module(module), function)(task.args)
    except MemoryError as error:
        return Outcome(id=task.id, status="memout", failure=scrubbed(error))
    except Exception as error:  # noqa: BLE001  any estimator may raise anything: to the engine that is data
        if task.device == "cuda" and is_out_of_gpu_memory(error):
            full = Failure(type=GPU_FULL, message="it needs more memory than the GPU has free")
            return Outcome(id=task.id, status="failed", failure=full)
        folder = json.loads(task.args).get("folder")
        if folder is not None:
            log_trouble(StudyFolder(Path(folder)).trouble_log, task.id, error)
        return Outcome(id=task.id, status="failed", failure=scrubbed(error))
    return Outcome(id=task.id, status="ok", payload=payload)
