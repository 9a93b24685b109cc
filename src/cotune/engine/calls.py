"""What a worker can be asked to do, as functions from JSON to JSON: the names that a Task's `call` may bear."""

from __future__ import annotations

from cotune.engine import arguments as a
from cotune.engine.column_work import measure_columns
from cotune.engine.evaluate import run_trial
from cotune.engine.final_work import blend_trials, refit_trials, score_holdout
from cotune.engine.preflight import preflight as fit_sample
from cotune.engine.prepare import prepare_run


def prepare(args: str) -> str:
    return prepare_run(a.PrepareArguments.model_validate_json(args)).model_dump_json()


def preflight(args: str) -> str:
    fit_sample(a.PreflightArguments.model_validate_json(args))
    return "{}"


def trial(args: str) -> str:
    return run_trial(a.TrialArguments.model_validate_json(args)).model_dump_json()


def blend(args: str) -> str:
    return blend_trials(a.BlendArguments.model_validate_json(args)).model_dump_json()


def refit(args: str) -> str:
    return refit_trials(a.RefitArguments.model_validate_json(args)).model_dump_json()


def columns(args: str) -> str:
    return measure_columns(a.ColumnsArguments.model_validate_json(args)).model_dump_json()


def holdout(args: str) -> str:
    return score_holdout(a.HoldoutArguments.model_validate_json(args)).model_dump_json()
