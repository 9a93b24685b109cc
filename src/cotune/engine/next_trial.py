"""Which trial is started next."""

from __future__ import annotations

from collections.abc import Callable

from cotune.engine.around import Around
from cotune.engine.asking import Asking, Numbered
from cotune.engine.tried import Tried, may_be_tried_again, tried_in_words
from cotune.model.event import TrialDropped
from cotune.model.profile import TableShape
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk
from cotune.model.words import SUGGESTED, Family, Origin
from cotune.search import Searcher
from cotune.search.control import MOST_IN_A_ROW, control_is_due

_MOST_HELD = 1


class NextTrial:
    """In this order: trials that were cut off, then what people and the agent put into the queue, then the searcher's
    proposals; but of any five trials in a row one is the plain searcher's own.

    A trial that was cut off keeps its id, and has its place in the trial budget when it runs again. What waits for its
    device is passed over and keeps its turn. Of proposals one waits; more of them run without it, unless the spec wants
    that device and no other. What was tried already is dropped from the queue, and is not taken of the searcher.
    """

    def __init__(self, around: Around, asking: Asking, spec: SearchSpec, shape: TableShape) -> None:
        rows = around.view.run_trials()
        self._around, self._asking, self._spec = around, asking, spec
        self._tried = Tried(spec, shape, (r.ask for r in rows))
        self._run = around.view.run.run
        self._runs_anywhere = spec.device == "auto"
        self._cut_off = [r.next_attempt for r in rows if r.status == "cancelled"]
        self._next_number = max((r.ask.number for r in rows), default=-1) + 1
        self._used = around.view.trials_used()
        self._held: list[Numbered] = []
        self._asked = False

    @property
    def is_given(self) -> bool:
        """Whether a trial that was cut off, the queue or a proposal held back has one to start, now or later."""
        waiting = self._around.view.queued or self._still_held()
        return bool(self.cut_off()) or bool(waiting and not self.all_started())

    def cut_off(self) -> list[TrialAsk]:
        """What is to run again: as many as the trial budget has room for, and of no banned family."""
        view = self._around.view
        found = [ask for ask in self._cut_off if ask.configuration.family not in view.banned]
        budget = view.run.budget_trials
        return found if budget is None else found[: max(0, budget - self._used)]

    def all_started(self) -> bool:
        """Whether the trial budget allows no further trial."""
        budget = self._around.view.run.budget_trials
        return budget is not None and self._used + len(self.cut_off()) >= budget

    def put_back(self, ask: TrialAsk) -> None:
        """A trial that was chosen was cut off: this attempt, its next one, is to run."""
        self._cut_off.append(ask)
        self._used -= 1

    def change_searcher(self, make: Callable[[], Searcher]) -> None:
        """What was held back goes with the searcher that proposed it: the next one doesn't know of it."""
        self._held = []
        self._asking.change(make)

    def ask_ahead(self) -> None:
        """Have the searcher make its next proposal."""
        if not self._asked and not self.all_started():
            self._asking.want(self._number())
            self._asked = True

    def choose(self, has_device: Callable[[Family], bool]) -> TrialAsk | None:
        """The next trial, which is taken for started; None when there is none yet.

        `has_device` says whether the device that trials of a family run on is free.
        """
        ask = self._chosen(has_device)
        if ask is not None:
            self._used += 1
            self._tried.note(ask)
        return ask

    def _chosen(self, has_device: Callable[[Family], bool]) -> TrialAsk | None:
        again = next((ask for ask in self.cut_off() if has_device(ask.configuration.family)), None)
        if again is not None:
            self._cut_off.remove(again)
            return again
        if self.all_started():
            return None
        self._drop_what_was_tried()
        view = self._around.view
        trust = view.agent.trust if view.queued_by[:1] == ("agent",) else 1.0
        if view.queued and has_device(view.queued[0].family) and not self._control_is_due(trust):
            return self._new(self._number(), view.queued[0], view.queued_by[0])
        return self._proposed(has_device)

    def _proposed(self, has_device: Callable[[Family], bool]) -> TrialAsk | None:
        control = self._control_is_due()
        self._held = self._still_held()
        if self._runs_anywhere or len(self._able(control)) <= _MOST_HELD:
            self._take_ready(control)
        able = self._able(control)
        chosen = next((p for p in able if has_device(p.proposed.configuration.family)), None)
        if chosen is None and self._runs_anywhere and len(able) > _MOST_HELD:
            chosen = able[-1]
        if chosen is None:
            return None
        self._held.remove(chosen)
        return self._new(chosen.number, chosen.proposed.configuration, chosen.proposed.origin)

    def _able(self, control: bool) -> list[Numbered]:
        return [p for p in self._held if not (control and p.proposed.origin in SUGGESTED)]

    def _take_ready(self, control: bool) -> None:
        ready = self._asking.take()
        if ready is None:
            return
        was_tried = self._tried.trial(ready.proposed.configuration) is not None
        if was_tried or (control and ready.proposed.origin in SUGGESTED):
            self._asking.want(ready.number)
            return
        self._held.append(ready)
        self._asked = False

    def _drop_what_was_tried(self) -> None:
        """Take from the head of the queue what the searcher has tried since it was put there."""
        while (view := self._around.view).queued:
            tried = self._tried.trial(view.queued[0])
            row = None if tried is None else view.trial(tried)
            if row is None or may_be_tried_again(row):
                return
            why = tried_in_words(row, self._spec.metric)
            self._around.journal.append(TrialDropped(configuration=view.queued[0], why=why))

    def _still_held(self) -> list[Numbered]:
        """Without those of banned families, and what somebody else has had tried meanwhile."""
        held = ((p, p.proposed.configuration) for p in self._held)
        banned = self._around.view.banned
        return [p for p, c in held if c.family not in banned and self._tried.trial(c) is None]

    def _control_is_due(self, trust: float = 1.0) -> bool:
        """Whether the next trial is the plain searcher's, unless it has nothing left to propose.

        `trust` is the queue's: the searcher weighs steers by its own, and would propose the same one again.
        """
        rows = self._around.view.trials[-MOST_IN_A_ROW:]
        latest = [row.ask.origin for row in rows if row.ask.run == self._run]
        return control_is_due(latest, trust) and not self._asking.exhausted and self._asking.failure is None

    def _new(self, number: int, configuration: Configuration, origin: Origin) -> TrialAsk:
        trial = len(self._around.view.trials)
        return TrialAsk(trial=trial, run=self._run, number=number, configuration=configuration, origin=origin)

    def _number(self) -> int:
        self._next_number += 1
        return self._next_number - 1
