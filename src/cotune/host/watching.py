"""Looks at the run when trials have finished, and lets the agent propose the next step when the figures call for it.

Nobody's model is called and nothing leaves the machine: the rules are built in.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable

from cotune.agent.figures import figures_in
from cotune.agent.watch import Suggestion, evidence, suggest, turn_of
from cotune.errors import OwnershipLost
from cotune.gate import Gate
from cotune.model.event import AgentSpoke, CardClosed
from cotune.model.gate import Proposal
from cotune.model.profile import TableProfile
from cotune.store import Journal

LOOK_EVERY_S = 5.0
BY = "cotune, unasked"
log = logging.getLogger(__name__)


class Watching:
    """One look takes milliseconds and comes at most every five seconds, so that no trial and no click waits for it.

    What was proposed is in the log: another host doesn't propose it again.
    """

    def __init__(self, journal: Journal, gate: Gate, profile: TableProfile, clock: Callable[[], float]) -> None:
        self._journal = journal
        self._gate = gate
        self._profile = profile
        self._clock = clock
        self._looked_at_s = float("-inf")
        self._seen = 0

    def step(self) -> None:
        """Look if something has happened since the last look."""
        view, now_s = self._journal.view, self._clock()
        if view.seq == self._seen or now_s - self._looked_at_s < LOOK_EVERY_S:
            return
        self._looked_at_s, self._seen = now_s, view.seq
        try:
            self._look()
        except (OwnershipLost, sqlite3.Error):
            raise
        except Exception:
            # What it says is a help to people; that it can't be said must not end a study.
            log.exception("the watch failed")

    def _look(self) -> None:
        self._close_outlived()
        found = suggest(self._journal.view, self._profile)
        if found is not None:
            self._propose(found)

    def _propose(self, suggestion: Suggestion) -> None:
        """Message and card are one transaction; without a card nothing is said."""
        view = self._journal.view
        turn = turn_of(suggestion, view)
        proposal = Proposal(
            id=f"{turn}-0",
            action=suggestion.action,
            actor="agent",
            door="python",
            base_revision=view.revision,
            turn=turn,
            why=suggestion.text,
            figures=figures_in(suggestion.text, view, self._profile, (suggestion.action,)),
        )
        if not self._gate.would_listen(proposal):
            return
        with self._journal.handling():
            if self._gate.submit(proposal).outcome == "card":
                self._journal.append(AgentSpoke(turn=turn, text=suggestion.text, by=BY, figures=proposal.figures))

    def _close_outlived(self) -> None:
        """What the agent proposed by itself goes when the figures don't call for it any more."""
        view = self._journal.view
        unasked = [c for c in view.cards if c.is_unasked]
        if not unasked or view.run.phase == "paused":
            return
        due = {turn_of(s, view) for s in evidence(view, self._profile)}
        over = [c.id for c in unasked if c.proposal.turn not in due]
        self._journal.append(*(CardClosed(card=card, reason="its evidence has passed") for card in over))
