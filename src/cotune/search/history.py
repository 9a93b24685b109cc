"""What a searcher knows: the trials told, in order, and the configurations that are out."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cotune.model.space import Configuration
from cotune.model.trial import TrialAsk, TrialResult

INFEASIBLE = ("failed", "timeout", "memout")


@dataclass(frozen=True)
class Told:
    """One ended trial. `cost` is lower-is-better, None when the trial has no score; `result` has what else counts."""

    trial: int
    configuration: Configuration
    cost: float | None
    feasible: bool
    result: TrialResult


class History:
    """Trials told and proposals out; a configuration in either is not proposed again."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self._told_digests: set[str] = set()
        self._out: dict[int, str] = {}

    def hand_out(self, number: int, configuration: Configuration) -> None:
        self._out[number] = configuration.digest()

    def take_back(self, number: int) -> None:
        self._out.pop(number, None)

    def note(self, ask: TrialAsk, result: TrialResult) -> None:
        """Record what became of a trial; a cancelled one counts as seen, without an outcome."""
        self.take_back(ask.number)
        if result.status == "running":
            self.hand_out(ask.number, ask.configuration)
            return
        self._told_digests.add(ask.configuration.digest())
        score = result.score if result.score is not None and math.isfinite(result.score) else None
        if result.status in INFEASIBLE or (result.status == "ok" and score is None):
            self.told.append(Told(ask.trial, ask.configuration, cost=None, feasible=False, result=result))
        elif result.status != "cancelled":
            cost = None if score is None else -score
            self.told.append(Told(ask.trial, ask.configuration, cost=cost, feasible=True, result=result))

    def has_seen(self, configuration: Configuration) -> bool:
        digest = configuration.digest()
        return digest in self._told_digests or digest in self._out.values()

    def count_since(self, trial: int) -> int:
        """How many trials with this id or a later one have been told."""
        return sum(1 for t in self.told if t.trial >= trial)
