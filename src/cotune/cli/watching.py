"""Watch a run until it is over, its time is up, or its human has had enough."""

from __future__ import annotations

import importlib
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from cotune.cli.deadline import Deadline
from cotune.cli.outcome import Interrupted, say
from cotune.cli.progress import ProgressLine
from cotune.cli.result import RunStatus
from cotune.model.view import RunView
from cotune.study import Study

POLL_S = 0.03
LOOK_AT_HOST_EVERY_S = 2.0
NEEDED_FOR_EXPORT = ("cotune_runtime", "skops.io")


class Watch:
    """Follows one run; starts a new host when the study's process died, and stops the run on Ctrl-C."""

    def __init__(self, study: Study, deadline: Deadline, *, saves: bool) -> None:
        self._study = study
        self._run = study.view.run.run
        self._deadline = deadline
        self._interrupted = threading.Event()
        self._stopped = False
        self._must_import = saves
        self._seen_s = self._seen_host_s = deadline.elapsed_s()
        self.notes: list[str] = []

    def until_over(self) -> RunStatus:
        """How the run ended: done, stopped by a human, failed without a trial that was successful, or late.

        Raises:
            Interrupted: another search took its place, from a notebook or another shell.
        """
        with ProgressLine(self._deadline.budget_s) as line, _interrupts(self._interrupted):
            while True:
                view = self._study.view
                if view.run.run != self._run:
                    raise Interrupted(
                        view.name, "another search took its place", f"cotune show {self._study.shell_name} tells of it"
                    )
                line.show(view, self._deadline.elapsed_s())
                if view.run.phase == "ended":
                    self.notes += [view.run.message] if view.run.message else []
                    return _ending(view)
                if self._deadline.left_s() <= 0:
                    self.notes.append(_late(view, self._study.shell_name))
                    return "late"
                self._attend(view)
                time.sleep(POLL_S)

    def _attend(self, view: RunView) -> None:
        if self._interrupted.is_set() and not self._stopped:
            self._stopped = True
            say("stopping; the best so far is kept (Ctrl-C again leaves at once)")
            self._study.stop()
        if self._must_import and view.incumbent is not None:
            self._must_import = False
            threading.Thread(target=_import_for_export, daemon=True).start()
        now_s = self._deadline.elapsed_s()
        if now_s - self._seen_host_s > LOOK_AT_HOST_EVERY_S:
            self._seen_host_s = now_s
            self._mend_host(view)
        if view.run.phase == "paused":
            self._deadline.give_back(now_s - self._seen_s)
        self._seen_s = self._deadline.elapsed_s()

    def _mend_host(self, view: RunView) -> None:
        """A study's process may die at any moment: the next one goes on where it was."""
        if not self._study.host_gone():
            return
        self.notes.append("the study's process died and was started again")
        if view.run.phase in ("running", "finishing"):
            self._study.resume()
        else:
            self._study.ensure_host()


def _late(view: RunView, name: str) -> str:
    if view.best() is not None:
        then = "until then the best trial is the model"
        return f"the final model is late: `cotune show {name}` tells when it is there, {then}"
    more = f"`cotune extend {name} --seconds 60` gives it more"
    return f"the time was over before a trial had finished: `cotune show {name}` tells what comes of it, {more}"


def _ending(view: RunView) -> RunStatus:
    if view.model is None or view.best() is None:
        return "failed"
    return "stopped" if view.run.why_ended == "stopped" else "done"


def _import_for_export() -> None:
    """Imports take a second that the end of the budget doesn't have."""
    for name in NEEDED_FOR_EXPORT:
        importlib.import_module(name)


@contextmanager
def _interrupts(asked: threading.Event) -> Iterator[None]:
    """The first Ctrl-C is a wish to stop the search, the second one leaves."""

    def on_interrupt(*_: object) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
