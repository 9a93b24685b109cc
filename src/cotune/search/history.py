"""What a searcher knows: the trials told, in order, and the configurations that are out."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass

from cotune.model.space import Configuration
from cotune.model.trial import TrialAsk, TrialResult
from cotune.model.words import SUGGESTED, Origin
from cotune.search.control import MOST_IN_A_ROW

INFEASIBLE = ("failed", "timeout", "memout")


@dataclass(frozen=True)
class Told:
    """One ended trial. `cost` is lower-is-better and None when the trial has no score; `result` has
    what else counts.

    `feasible` is None for a trial whose worker was lost, and for a suggestion that failed: what others propose can be
    anything, and so many failures of theirs would say little of what the searcher itself proposes.
    """

    trial: int
    configuration: Configuration
    cost: float | None
    feasible: bool | None
    result: TrialResult


class History:
    """Trials told and proposals out; a configuration in either is not proposed again."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self._told_digests: set[str] = set()
        self._out: dict[int, str] = {}
        self._origins: dict[int, Origin] = {}

    def hand_out(self, number: int, configuration: Configuration, origin: Origin) -> None:
        self._out[number] = configuration.digest()
        self._origins[number] = origin

    def take_back(self, number: int) -> None:
        self._out.pop(number, None)
        self._origins.pop(number, None)

    def note(self, ask: TrialAsk, result: TrialResult) -> None:
        """Record what became of a trial; a cancelled one counts as seen, without an outcome."""
        self.take_back(ask.number)
        if result.status == "running":
            self.hand_out(ask.number, ask.configuration, ask.origin)
            return
        self._origins[ask.number] = ask.origin
        self._told_digests.add(ask.configuration.digest())
        score = result.score if result.score is not None and math.isfinite(result.score) else None
        if result.status in INFEASIBLE or (result.status == "ok" and score is None):
            lost = result.failure is not None and result.failure.is_loss
            feasible = None if lost or ask.origin in SUGGESTED else False
            self.told.append(Told(ask.trial, ask.configuration, cost=None, feasible=feasible, result=result))
        elif result.status != "cancelled":
            cost = None if score is None else -score
            self.told.append(Told(ask.trial, ask.configuration, cost=cost, feasible=True, result=result))

    def has_seen(self, configuration: Configuration) -> bool:
        digest = configuration.digest()
        return digest in self._told_digests or digest in self._out.values()

    def latest_origins(self) -> list[Origin]:
        """Of the trials with the highest numbers, told or out, the newest last: as many as the control looks at."""
        return [self._origins[number] for number in heapq.nlargest(MOST_IN_A_ROW, self._origins)[::-1]]

    def count_since(self, trial: int) -> int:
        """How many trials with this id or a later one have been told."""
        return sum(1 for t in self.told if t.trial >= trial)
