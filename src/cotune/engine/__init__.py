"""Carry runs out: ask, evaluate, append, tell; budgets, pauses, workers, the final model."""

from cotune.engine.engine import Engine
from cotune.engine.estimate import estimate, estimate_of_agent, measured
from cotune.engine.executor import Executor, Outcome, Task
from cotune.engine.going_on import check_extension, check_resumption
from cotune.engine.tried import Tried, may_be_tried_again, tried_in_words

__all__ = [
    "Engine",
    "Executor",
    "Outcome",
    "Task",
    "Tried",
    "check_extension",
    "check_resumption",
    "estimate",
    "estimate_of_agent",
    "may_be_tried_again",
    "measured",
    "tried_in_words",
]
