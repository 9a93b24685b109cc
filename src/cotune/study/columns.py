"""Which columns a study's model relies on: measured in a process of its own, so that no kernel lags by it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from cotune.engine.apart import run_apart
from cotune.engine.arguments import ColumnsArguments, ColumnsMeasured, Weight
from cotune.engine.executor import Outcome, Task
from cotune.errors import UserError
from cotune.model.event import ModelReady
from cotune.model.reliance import Reliance
from cotune.model.view import RunView
from cotune.store import StudyFolder
from cotune.study.no_model import no_model
from cotune.study.present_model import present_model

_MOST_S = 24 * 3600.0
_READING_S = 120.0
"""Beside what is measured, for the start of the process and the models that it reads."""


def measured_columns(
    view: Callable[[], RunView], folder: StudyFolder, seconds: float, stopped: threading.Event
) -> Reliance:
    """Of the model that the study has now. A trial's file may go meanwhile: then a better one is there.

    Raises:
        UserError: there is no model, it was made of no trial, it could not be measured, or `stopped` was set.
    """
    while (model := present_model(view())) is not None:
        outcome = run_apart(_task(model, folder, seconds), stopped)
        if outcome.status == "ok" and outcome.payload is not None:
            return Reliance(model=model, weights=ColumnsMeasured.model_validate_json(outcome.payload).weights)
        newer = present_model(view())
        if outcome.status != "failed" or newer is None or newer.file == model.file:
            raise _why_not(outcome, folder)
    raise no_model(view())


def _task(model: ModelReady, folder: StudyFolder, seconds: float) -> Task:
    if not model.members or not all(folder.fold_models(m.trial).exists() for m in model.members):
        raise UserError(
            f"the model of study '{folder.name}' is made of no trial whose fold models are on disk",
            fix="search on with study.extend, then ask again",
        )
    seconds = min(seconds, _MOST_S)
    arguments = ColumnsArguments(
        folder=str(folder.path),
        run=model.run,
        file=str(folder.path / model.file),
        members=tuple(Weight(trial=m.trial, weight=m.weight) for m in model.members),
        seconds=seconds,
    )
    args, limit_s = arguments.model_dump_json(), seconds + _READING_S
    return Task(id="columns", call=arguments.call, args=args, timeout_s=limit_s)


def _why_not(outcome: Outcome, folder: StudyFolder) -> UserError:
    what = "which columns the model relies on was not measured"
    match outcome.status:
        case "cancelled":
            return UserError(f"{what}: it was stopped")
        case "timeout":
            return UserError(f"{what}: it took too long", fix="ask again when the machine has less to do")
        case "memout":
            return UserError(f"{what}: there was too little memory", fix="make room, then ask again")
        case _:
            why = "" if outcome.failure is None else f" ({outcome.failure.type}: {outcome.failure.message})"
            return UserError(f"{what}: it failed{why}", fix=f"{folder.trouble_log} tells more")
