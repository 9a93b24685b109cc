"""When is there nothing left to wait for?"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Literal

from cotune.errors import HostUnavailable
from cotune.model.view import RunView
from cotune.store import StudyFolder

if TYPE_CHECKING:
    from cotune.study.study import Study

WaitReason = Literal["ended", "card", "paused", "question", "idle", "timeout"]
"""Why a wait ended; `Study.wait` tells what each means."""

_LOOK_EVERY_S = 0.05
_MOST_STARTS = 3


def wait_for(study: Study, timeout_s: float | None) -> WaitReason:
    """Look at the study until it comes to rest. Letters that nobody reads, and sealed rows that nobody
    scores, wake a host.

    Raises:
        HostUnavailable: the host died while a run was under way, or can't be started.
    """
    deadline = None if timeout_s is None else time.monotonic() + timeout_s
    starts = 0
    while True:
        unread = study.has_unread()
        starts = starts + study.ensure_host() if unread or study.view.unsealing else 0
        if starts > _MOST_STARTS:
            raise HostUnavailable(
                f"the host of study '{study.name}' ends as soon as it is started; its output is in "
                f"{StudyFolder(study.path).host_log}\n  -> mend what that says, then wait again"
            )
        reason = None if unread else resting(study.view)
        if reason is not None:
            return reason
        if deadline is not None and time.monotonic() >= deadline:
            return "timeout"
        if study.host_gone():
            raise HostUnavailable(
                f"the host of study '{study.name}' is gone\n"
                f"  -> study.resume(), or `cotune resume {study.shell_name}` in a terminal, goes on where it was"
            )
        time.sleep(_LOOK_EVERY_S)


def resting(view: RunView) -> WaitReason | None:
    """Why nothing goes on by itself any more.

    None while a run, the agent, a probe, a chosen model or the score of sealed rows is under way.
    """
    under_way = view.agent.busy or view.agent.probing or view.unsealing or view.choosing
    if under_way or view.run.phase in ("running", "finishing"):
        return None
    if any(not card.is_unasked for card in view.cards):
        return "card"
    if view.run.phase == "paused":
        return "paused"
    if view.chat and view.chat[-1].question:
        return "question"
    return "ended" if view.run.phase == "ended" else "idle"
