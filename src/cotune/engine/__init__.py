"""Carry runs out: ask, evaluate, append, tell; budgets, pauses, workers, the final model."""

from cotune.engine.engine import Engine
from cotune.engine.estimate import estimate, estimate_of_agent, measured
from cotune.engine.executor import Executor, Outcome, Task

__all__ = ["Engine", "Executor", "Outcome", "Task", "estimate", "estimate_of_agent", "measured"]
