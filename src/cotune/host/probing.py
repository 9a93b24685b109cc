"""A probe of the agent's model, in a thread of its own: the study goes on meanwhile."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cotune.agent.meter import Meter, Spending
from cotune.errors import UserError
from cotune.model.event import ModelProbed
from cotune.model.profile import TableProfile
from cotune.model.wording import told

if TYPE_CHECKING:
    from cotune.agent import Agent
    from cotune.model.view import RunView

log = logging.getLogger(__name__)


def probe_id(proposal: str) -> str:
    """By which the calls of the probe that was proposed so are known."""
    return f"probe-{proposal}"


class _Probe(NamedTuple):
    """A probe under way, of the model that people know as `label`."""

    id: str
    label: str
    meter: Meter
    cancelled: threading.Event

    def ended(self, problem: str) -> ModelProbed:
        """Its end without a finding, with what it is known to have used."""
        return ModelProbed(probe=self.id, model=self.label, problem=problem, usage=self.meter.close())


class Probing:
    """One probe at a time. One that is stopped is left behind: it may linger at a call, what it returns is dropped."""

    def __init__(
        self,
        make_agent: Callable[[RunView], Agent],
        spending: Spending,
        data_folder: Path,
        profile: TableProfile,
    ) -> None:
        self._make_agent = make_agent
        self._spending = spending
        self._data_folder = data_folder
        self._profile = profile
        self._results: queue.SimpleQueue[ModelProbed] = queue.SimpleQueue()
        self._now: _Probe | None = None
        self._stopped: list[ModelProbed] = []

    @property
    def busy(self) -> bool:
        return self._now is not None or bool(self._stopped)

    def begin(self, probe: str, n_rows: int, view: RunView) -> None:
        """Start a probe of whoever answers in a study as it is in `view`; one under way is stopped."""
        self.stop()
        meter = Meter(self._spending, view.agent.budget)
        self._now = _Probe(probe, view.planner, meter, threading.Event())
        threading.Thread(target=self._take, args=(self._now, n_rows, view), name=probe, daemon=True).start()

    def stop(self, problem: str = "It was stopped.") -> bool:
        """Whether there was one to stop. Its end comes by `step` at once."""
        if self._now is None:
            return False
        self._now.cancelled.set()
        self._stopped.append(self._now.ended(problem))
        self._now = None
        return True

    def step(self) -> ModelProbed | None:
        """What came of the probe, once."""
        if self._stopped:
            return self._stopped.pop(0)
        while not self._results.empty():
            ended = self._results.get()
            if self._now is not None and ended.probe == self._now.id:
                self._now = None
                return ended
        return None

    def _take(self, probe: _Probe, n_rows: int, view: RunView) -> None:
        try:
            ended = self._probed(probe, n_rows, view)
        except UserError as error:
            ended = probe.ended(told(error))
        except Exception as error:
            log.exception("the probe failed")
            ended = probe.ended(f"It failed ({type(error).__name__}).")
        self._results.put(ended)

    def _probed(self, probe: _Probe, n_rows: int, view: RunView) -> ModelProbed:
        from cotune.agent.probe.excerpts import excerpts
        from cotune.agent.probe.questions import questions
        from cotune.data import read_snapshot

        seed = int(self._profile.data_hash[:8], 16)
        asked = questions(excerpts(read_snapshot(self._data_folder), self._profile, n_rows, seed), seed)
        return self._make_agent(view).probe(asked, probe.id, probe.label, probe.meter, probe.cancelled)
