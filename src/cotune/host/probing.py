"""A probe of the agent's model, in a thread of its own: the study goes on meanwhile."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cotune.errors import UserError
from cotune.model.event import ModelProbed
from cotune.model.profile import TableProfile
from cotune.model.wording import told

if TYPE_CHECKING:
    from cotune.agent import Agent
    from cotune.model.view import RunView

log = logging.getLogger(__name__)


class Probing:
    """One probe at a time. One that is stopped is left behind: it may linger at a call, what it returns is dropped."""

    def __init__(self, make_agent: Callable[[RunView], Agent], data_folder: Path, profile: TableProfile) -> None:
        self._make_agent = make_agent
        self._data_folder = data_folder
        self._profile = profile
        self._results: queue.SimpleQueue[ModelProbed] = queue.SimpleQueue()
        self._now: str | None = None
        self._cancelled = threading.Event()

    @property
    def busy(self) -> bool:
        return self._now is not None

    def begin(self, probe_id: str, n_rows: int, view: RunView) -> None:
        """Start a probe of whoever answers in a study as it is in `view`; one under way is left behind."""
        self._cancelled.set()
        self._now, self._cancelled = probe_id, threading.Event()
        arguments = (probe_id, n_rows, view, self._cancelled)
        threading.Thread(target=self._take, args=arguments, name=probe_id, daemon=True).start()

    def stop(self) -> bool:
        """Whether there was one to stop. Its end comes by `step` at once."""
        if self._now is None:
            return False
        self._cancelled.set()
        self._results.put(ModelProbed(probe=self._now, model="", problem="It was stopped."))
        return True

    def step(self) -> ModelProbed | None:
        """What came of the probe, once."""
        while not self._results.empty():
            ended = self._results.get()
            if ended.probe == self._now:
                self._now = None
                return ended
        return None

    def _take(self, probe_id: str, n_rows: int, view: RunView, cancelled: threading.Event) -> None:
        try:
            ended = self._probed(probe_id, n_rows, view, cancelled)
        except UserError as error:
            ended = ModelProbed(probe=probe_id, model=view.planner, problem=told(error))
        except Exception as error:
            log.exception("the probe failed")
            ended = ModelProbed(probe=probe_id, model=view.planner, problem=f"It failed ({type(error).__name__}).")
        self._results.put(ended)

    def _probed(self, probe_id: str, n_rows: int, view: RunView, cancelled: threading.Event) -> ModelProbed:
        from cotune.agent.probe.excerpts import excerpts
        from cotune.agent.probe.questions import questions
        from cotune.data import read_snapshot

        seed = int(self._profile.data_hash[:8], 16)
        asked = questions(excerpts(read_snapshot(self._data_folder), self._profile, n_rows, seed), seed)
        return self._make_agent(view).probe(asked, probe_id, view.planner, view.agent, cancelled)
