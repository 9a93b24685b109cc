"""What a trial is to workers: its tasks, and the result that their outcomes amount to."""

from __future__ import annotations

from cotune.engine.arguments import PREFLIGHT_LIMIT_S, PREFLIGHT_ROWS, PreflightArguments, TrialArguments
from cotune.engine.executor import Outcome, Task
from cotune.model.trial import Failure, TrialAsk, TrialResult

_GRACE = 2.0
_PREFLIGHT_GRACE = 3.0


def preflight_task(arguments: PreflightArguments, limit_s: float, memory_mb: float | None) -> Task:
    """A suggestion may be anything: it is tried on few rows first, with a tight limit of time."""
    return Task(
        id=_preflight_id(arguments.ask),
        call=arguments.call,
        args=arguments.model_dump_json(),
        timeout_s=min(PREFLIGHT_LIMIT_S, limit_s),
        memory_mb=memory_mb,
        many=True,
        grace=_PREFLIGHT_GRACE,
    )


def trial_task(arguments: TrialArguments, limit_s: float, memory_mb: float | None) -> Task:
    return Task(
        id=f"trial-{arguments.ask.trial}-{arguments.ask.attempt}",
        call=arguments.call,
        args=arguments.model_dump_json(),
        timeout_s=limit_s,
        memory_mb=memory_mb,
        many=True,
        device=arguments.device,
        grace=1.0 if arguments.spec.seconds_per_trial else _GRACE,
    )


def may_begin(ask: TrialAsk, outcome: Outcome) -> bool:
    """Whether this is a pre-flight that went well: the trial itself is next."""
    return outcome.status == "ok" and outcome.id == _preflight_id(ask)


def result_of(ask: TrialAsk, outcome: Outcome) -> TrialResult:
    """The result of a trial, whether its worker reported one or was lost, or its pre-flight failed."""
    if outcome.status == "ok" and outcome.payload is not None:
        return TrialResult.model_validate_json(outcome.payload)
    reasons = {"timeout": "it took longer than a trial may", "memout": "it needed more memory than a trial may have"}
    why = outcome.failure or Failure(type=outcome.status, message=reasons.get(outcome.status, "it was cancelled"))
    if outcome.id == _preflight_id(ask):
        why = why.having(message=f"already on a sample of about {PREFLIGHT_ROWS} rows: {why.message}")
    status = "failed" if outcome.status == "ok" else outcome.status
    return TrialResult(trial=ask.trial, attempt=ask.attempt, status=status, seconds=outcome.seconds, failure=why)


def _preflight_id(ask: TrialAsk) -> str:
    return f"preflight-{ask.trial}-{ask.attempt}"
