"""Keeps what a run has learned of its space up to date, in a thread of its own that no trial waits for."""

from __future__ import annotations

import logging
import threading

from cotune.engine.around import Around
from cotune.model.event import SearchExplained
from cotune.model.insight import FEWEST_OF_RUN, SearchInsight
from cotune.model.profile import TableShape
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialRow
from cotune.search import explain

GROWS_BY = 1.5
EVERY_S = 45.0
AFTER_END_S = 2.0
log = logging.getLogger(__name__)


class Explaining:
    """Looks anew when half as many trials again have finished and 45 s have passed, and once when the run has ended.

    While the final model is made nothing is looked at, nor in the moment after: the deadline, and whoever waits to read
    the model, have the machine for themselves.
    """

    def __init__(self, around: Around, spec: SearchSpec) -> None:
        self._around, self._spec = around, spec
        self._looked_at_s = around.clock()
        self._seen = 0
        self._judged_seq = -1
        self._ended_at_s: float | None = None
        self._thread: threading.Thread | None = None
        self._found: SearchInsight | None = None

    @property
    def under_way(self) -> bool:
        return self._thread is not None or self._ended_at_s is not None

    def tick(self, shape: TableShape) -> None:
        """Log what was found, and look again when it is time; called in any phase of a run with a table of this
        shape."""
        if self._thread is not None:
            self._take()
        elif self._is_due():
            self._look(shape)

    def _is_due(self) -> bool:
        view, now_s = self._around.view, self._around.clock()
        has_ended = view.run.phase == "ended"
        is_time = view.run.phase == "running" and now_s - self._looked_at_s >= EVERY_S
        if not has_ended:
            self._ended_at_s = None
        elif self._ended_at_s is not None:
            return now_s - self._ended_at_s >= AFTER_END_S
        if view.seq == self._judged_seq or not (has_ended or is_time):
            return False
        self._judged_seq = view.seq
        known = max(self._seen, view.insight.trials if view.insight is not None else 0)
        finished = _finished(view.run_trials())
        if has_ended and finished > known:
            self._ended_at_s = now_s
        return not has_ended and finished >= max(FEWEST_OF_RUN, GROWS_BY * known)

    def _look(self, shape: TableShape) -> None:
        view = self._around.view
        rows = view.run_trials()
        self._looked_at_s = self._around.clock()
        self._ended_at_s = None
        self._seen = _finished(rows)
        known = (shape, view.run.run, rows)
        self._thread = threading.Thread(target=self._explain, args=known, name="explaining", daemon=True)
        self._thread.start()

    def _explain(self, shape: TableShape, run: int, rows: tuple[TrialRow, ...]) -> None:
        try:
            self._found = explain(self._spec, shape, run, rows)
        except Exception:
            # What it says is a help to people; that it can't be said must not end a search.
            log.exception("the search could not be explained")

    def _take(self) -> None:
        if self._thread is None or self._thread.is_alive():
            return
        self._thread, found, self._found = None, self._found, None
        if found is not None and found.run == self._around.view.run.run:
            self._around.journal.append(SearchExplained(insight=found))


def _finished(rows: tuple[TrialRow, ...]) -> int:
    return sum(row.result is not None and row.status != "cancelled" for row in rows)
