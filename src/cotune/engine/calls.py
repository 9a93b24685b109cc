"""The worker's side of a task: find what its call means, do it, and turn whatever happens into an outcome."""

from __future__ import annotations

from collections.abc import Callable

from cotune.engine import arguments as a
from cotune.engine.evaluate import run_trial
from cotune.engine.executor import Call, Outcome, Task
from cotune.engine.final_work import blend, refit, score_holdout
from cotune.engine.prepare import prepare
from cotune.engine.scrub import log_trouble, scrubbed
from cotune.engine.tables import study_folder
from cotune.model.base import Noun


def _ping(_args: str) -> Noun:
    return Noun()


_CALLS: dict[Call, Callable[[str], Noun]] = {
    "ping": _ping,
    "prepare": lambda args: prepare(a.PrepareArguments.model_validate_json(args)),
    "trial": lambda args: run_trial(a.TrialArguments.model_validate_json(args)),
    "blend": lambda args: blend(a.BlendArguments.model_validate_json(args)),
    "refit": lambda args: refit(a.RefitArguments.model_validate_json(args)),
    "holdout": lambda args: score_holdout(a.HoldoutArguments.model_validate_json(args)),
}


def perform(task: Task) -> Outcome:
    """Do a task. Whatever an estimator raises is an outcome, as is running out of memory; nothing is raised."""
    try:
        answer = _CALLS[task.call](task.args)
    except MemoryError as error:
        return Outcome(id=task.id, status="memout", failure=scrubbed(error))
    except Exception as error:  # noqa: BLE001  any estimator may raise anything: to the engine that is data
        log_trouble(study_folder(task.args).trouble_log, task.id, error)
        return Outcome(id=task.id, status="failed", failure=scrubbed(error))
    return Outcome(id=task.id, status="ok", payload=answer.model_dump_json())
