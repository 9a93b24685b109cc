"""The study process: one loop over mail, agent turns and the engine, until it is told to quit or has nothing to do."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cotune.agent.meter import Spending
from cotune.agent.model_names import object_name
from cotune.data import read_profile
from cotune.engine import Engine
from cotune.engine.executor import Executor
from cotune.errors import OwnershipLost, SpecError, UserError
from cotune.gate import Gate, permitted
from cotune.host.checks import Checks
from cotune.host.desk import Desk
from cotune.host.facts import FactFinder
from cotune.host.heartbeat import Heartbeat, Progress
from cotune.host.left_open import end_of_probe
from cotune.host.probing import Probing
from cotune.host.shape import rough_shape
from cotune.host.speaking import Speaking
from cotune.host.turns import Turns
from cotune.host.versions import versions
from cotune.host.watching import Watching
from cotune.model.action import Action
from cotune.model.event import HostStarted
from cotune.model.gate import Permit
from cotune.model.sharing import SentCall
from cotune.model.view import RunView
from cotune.model.words import is_language_model
from cotune.store import Journal, SentLog, StudyFolder, StudyStore
from cotune.store.database import PROTOCOL

if TYPE_CHECKING:
    from cotune.agent import Agent
    from cotune.agent.sending import Outgoing

LOOP_S = 0.02
_ACTIVE = ("running", "finishing")
log = logging.getLogger(__name__)


class Host:
    """Owns a study for one epoch: replays its log, goes on where an earlier host was, and serves its mailbox."""

    def __init__(
        self,
        folder: StudyFolder,
        store: StudyStore,
        heartbeat: Heartbeat,
        executor: Executor,
        model: object | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._heartbeat = heartbeat
        self._clock = clock
        self._model = model
        self._journal = Journal(store, heartbeat.epoch)
        self._engine = Engine(self._journal, folder, executor, clock, self._is_permitted)
        self._profile = profile = read_profile(folder.data)
        facts = FactFinder(folder.data, profile, self._engine)
        checks = Checks(profile, lambda: self._journal.view, facts.shape)
        self._gate = gate = Gate(
            self._journal,
            facts_for=lambda action: facts.facts(action, self._journal.view),
            estimate=lambda action: facts.estimate(action, self._journal.view),
            check=checks.check,
            now=lambda: datetime.now(UTC),
        )
        self._look = facts.look
        self._spending = spending = Spending(self._journal.view.agent.used)
        self._turns = Turns(self._agent, spending)
        self._speaking = Speaking(folder.database)
        self._sent = SentLog(folder.sent)
        self._probing = Probing(self._agent, spending, folder.data, profile)
        self._desk = Desk(
            self._journal, gate, self._engine, self._turns, self._probing, profile=profile, look=facts.look
        )
        self._watching = Watching(self._journal, gate, profile, clock)
        self._busy_at_s = clock()
        self._told_to_quit = False

    def quit(self) -> None:
        """Leave at the next turn of the loop; safe to call from a signal handler."""
        self._told_to_quit = True

    def serve(self, idle_s: float) -> None:
        """Run until told to quit, or idle for `idle_s`.

        Raises:
            OwnershipLost: another host took over.
        """
        is_open = self._journal.view.agent.busy or self._journal.view.agent.probing
        sent = self._sent.calls() if is_open else ()
        if self._journal.view.agent.probing:
            lost = end_of_probe(self._journal.view, sent)
            self._spending.add(lost.usage)
            self._desk.end_probe(lost)
        self._journal.append(HostStarted(epoch=self._journal.epoch, protocol=PROTOCOL, versions=versions()))
        known = self._heartbeat.progress
        self._engine.restore(known.active_s if known.run == self._journal.view.run.run else 0.0)
        self._desk.reopen(self._store.events(), sent)
        self._look_ahead()
        try:
            while not self._is_over(idle_s):
                self._step()
                time.sleep(LOOP_S)
        finally:
            self._engine.close()
            self._speaking.close()

    def _look_ahead(self) -> None:
        """Look at the table from its target before the first search, so that its proposal is answered at once."""
        view = self._journal.view
        if view.run.phase == "none" and view.target is not None:
            with suppress(SpecError):
                self._look.at(view.target)

    def _step(self) -> None:
        if self._heartbeat.lost.is_set():
            raise OwnershipLost("another host took over, or the study was deleted")
        for mail in self._store.unread():
            self._busy_at_s = self._clock()
            self._desk.handle(mail)
        ended = self._turns.step(self._desk.turn_waits)
        if ended is not None:
            self._desk.end_turn(ended)
        probed = self._probing.step()
        if probed is not None:
            self._desk.end_probe(probed)
        self._speaking.show(self._turns.speech)
        self._tick()
        self._gate.withdraw_outlived()
        self._watching.step()
        self._heartbeat.progress = Progress(self._journal.view.run.run, self._engine.active_s)

    def _tick(self) -> None:
        try:
            self._engine.tick()
        except (OwnershipLost, sqlite3.Error):
            # A database that is locked or a disk that is full says nothing against the run: the next host goes on.
            raise
        except Exception as error:
            self._engine.fail(f"cotune failed inside ({type(error).__name__}); see host.log")
            raise

    def _is_over(self, idle_s: float) -> bool:
        busy = (
            self._turns.busy
            or self._probing.busy
            or self._engine.is_unsealing
            or self._engine.is_explaining
            or self._journal.view.choosing
            or self._journal.view.run.phase in _ACTIVE
        )
        if busy:
            self._busy_at_s = self._clock()
        farewell = self._desk.farewell
        if self._told_to_quit or (farewell is not None and not (busy and farewell.after_work)):
            return True
        return self._clock() - self._busy_at_s > idle_s

    def _is_permitted(self, permit: Permit) -> bool:
        return permitted(self._journal.view, permit)

    def _agent(self, view: RunView | None) -> Agent:
        """Whoever answers in a study as it is in `view`; None: the built-in planner.

        Called in the thread of a turn: the journal, which moves meanwhile, is not for it.
        """
        from cotune.agent import Agent, resolve_model

        if view is None:
            return Agent(check=self._check_draft)
        model: object = view.planner if is_language_model(view.planner) else None
        if view.planner_is_object:
            model = self._model
            if object_name(model) != view.planner:
                raise UserError(
                    f"the chat model {view.planner} was handed over as an object, and this process was started without "
                    "it; the search goes on",
                    fix="hand it over again by study.set_agent_model when no search runs, or name a model by a string",
                )
        return Agent(resolve_model(model), check=self._check_draft, note=self._note_sent)

    def _note_sent(self, outgoing: Outgoing) -> None:
        """Called in the thread of a turn."""
        self._sent.add(SentCall(at=datetime.now(UTC), **outgoing.model_dump()))

    def _check_draft(self, action: Action, view: RunView) -> None:
        """What the gate would refuse, told to the agent first. Uses nothing that belongs to the host's own thread."""
        Checks(self._profile, lambda: view, lambda spec: rough_shape(self._profile, spec)).check(action)
