"""kill -9 for study processes, and what must hold afterwards."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable

import psutil

from cotune import HostUnavailable, Study
from cotune.model.fold import fold


def host_pids(study: Study) -> list[int]:
    """The processes that serve this study."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if "cotune.host" in words and str(study.path) in words:
            found.append(process.pid)
    return found


def worker_pids(study: Study) -> list[int]:
    """All processes below the host that compute."""
    return [child.pid for pid in host_pids(study) for child in psutil.Process(pid).children(recursive=True)]


def kill(pids: list[int]) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


class KillAt(threading.Thread):
    """Kills the host, or other processes, as soon as an event of this kind is in the log."""

    def __init__(self, study: Study, kind: str, victims: Callable[[Study], list[int]] = host_pids) -> None:
        super().__init__(daemon=True)
        self._study, self._kind, self._victims = study, kind, victims
        self.struck = False

    def run(self) -> None:
        seen = 0
        while not self.struck:
            for event in self._study.events(after=seen):
                seen = event.seq
                if event.body.kind == self._kind:
                    kill(self._victims(self._study))
                    self.struck = True
                    return
            time.sleep(0.002)


def run_to_end(study: Study, fields: dict[str, object]) -> None:
    """Propose, approve and wait, as a person would who resumes whenever the host is gone."""
    study.propose(fields)
    while study.cards:
        study.approve(study.cards[0])
    wait_through_deaths(study)


def wait_through_deaths(study: Study) -> None:
    for _ in range(20):
        try:
            if study.wait(timeout_s=120) == "ended":
                return
        except HostUnavailable:
            study.resume()
    raise AssertionError(f"the run did not come to its end: {study.view.run}")


def assert_sound(study: Study, trials: int) -> None:
    """Nothing lost, nothing doubled, and any prefix of the log folds."""
    events = study.events()
    kinds = Counter(event.body.kind for event in events)
    finished = Counter(
        event.body.result.trial
        for event in events
        if event.body.kind == "trial_finished" and event.body.result.status != "cancelled"
    )
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert set(finished.values()) <= {1}
    assert sum(finished.values()) == trials
    assert kinds["card_opened"] == kinds["decision_made"] == kinds["run_started"] == 1
    assert study.view.model is not None
    for end in range(1, len(events), 7):
        fold(events[:end])
