"""How a budget that counts from process start is shared out: start-up, search, sealed rows, leaving."""

from __future__ import annotations

from cotune.cli.process_clock import ProcessClock

TOLERANCE = 0.03
TOLERANCE_CAP_S = 3.0
MINIMUM_SEARCH_S = 1.0


class Deadline:
    """The budget of one headless run in wall seconds; time spent waiting for a human or paused is given back."""

    def __init__(self, clock: ProcessClock, budget_s: float | None, reading_s: float) -> None:
        self._clock = clock
        self._budget_s = budget_s
        self._reading_s = reading_s
        self._given_back_s = 0.0

    @property
    def budget_s(self) -> float | None:
        return self._budget_s

    def elapsed_s(self) -> float:
        return self._clock.elapsed_s() - self._given_back_s

    def give_back(self, seconds: float) -> None:
        self._given_back_s += seconds

    def search_s(self) -> float | None:
        """What the run itself may take, its final model included.

        The host reads the table once more before its clock starts, and the sealed rows are scored after it.
        """
        if self._budget_s is None:
            return None
        reserve_s = 0.7 + min(0.25 * self._reading_s, 0.02 * self._budget_s)
        return round(max(MINIMUM_SEARCH_S, self._budget_s - self.elapsed_s() - reserve_s), 2)

    def left_s(self) -> float:
        """Seconds until the result must be printed, with half of the tolerance used up."""
        if self._budget_s is None:
            return float("inf")
        return self._budget_s + min(TOLERANCE * self._budget_s, TOLERANCE_CAP_S) / 2 - self.elapsed_s()
