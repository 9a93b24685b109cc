"""The fold of events into a RunView. Pure: no clock, no files, no random numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from cotune.model import event as ev
from cotune.model import ledger
from cotune.model.action import ExtendRun, ProbeModel, ResumeRun, UnsealHoldout, searching_seconds
from cotune.model.gate import Card, Decision, Rejection
from cotune.model.sharing import SharedFrom
from cotune.model.space import Configuration
from cotune.model.trial import TrialAsk, TrialResult, TrialRow
from cotune.model.view import ActiveSteer, CardOfAgent, ChatLine, RunState, RunView, TurnState, TurnToCome, Verdicted
from cotune.model.wording import FAMILY_NAMES, in_words
from cotune.model.words import Family


class Fold:
    """Accumulates events; `view()` is what they amount to so far.

    Trials are kept in a list here and frozen into the view on demand, so that a long log folds in linear time.
    """

    def __init__(self) -> None:
        self._view = RunView()
        self._trials: list[TrialRow] = []
        self._stale = False

    def apply(self, event: ev.Event) -> None:
        """Take one more event. Events must come in the order of `seq`."""
        if event.seq != self._view.seq + 1:
            raise ValueError(f"event {event.seq} after {self._view.seq}: the log has a gap")
        self._set(seq=event.seq, epoch=event.epoch)
        self._take(event.body, event.seq)

    def view(self) -> RunView:
        if self._stale:
            self._set(trials=tuple(self._trials))
            self._stale = False
        return self._view

    def _set(self, **changes: object) -> None:
        self._view = self._view.model_copy(update=changes)

    def _set_run(self, **changes: object) -> None:
        self._set(run=self._view.run.model_copy(update=changes))

    def _say(self, line: ChatLine) -> None:
        self._set(chat=(*self._view.chat, line))

    def _take(self, body: ev.EventBody, seq: int) -> None:
        v = self._view
        match body:
            case ev.StudyCreated():
                self._set(
                    name=body.name,
                    data_hash=body.data_hash,
                    target=body.target,
                    planner=body.planner,
                    planner_is_object=body.planner_is_object,
                    autonomy=body.autonomy,
                    warnings=body.warnings,
                )
            case ev.HostStarted():
                agent = v.agent.model_copy(update={"probing": False})
                self._set(host_version=body.versions.get("cotune", ""), agent=agent)
            case ev.ModelProbed():
                self._take_probe(body)
            case ev.TargetSeen():
                self._set(targets_seen=(*v.targets_seen, body))
            case ev.GoalStated() | ev.TurnRetried() | ev.AgentSpoke() | ev.Remarked() | ev.TurnEnded():
                self._take_talk(body, seq)
            case (
                ev.ActionProposed()
                | ev.CardOpened()
                | ev.CardClosed()
                | ev.DecisionMade()
                | ev.GrantGiven()
                | ev.GrantRevoked()
                | ev.AutonomySet()
                | ev.AgentLimited()
                | ev.SharingSet()
                | ev.AgentModelSet()
            ):
                self._take_gate(body, seq)
            case (
                ev.RunStarted()
                | ev.RunPrepared()
                | ev.RunPaused()
                | ev.RunResumed()
                | ev.RunExtended()
                | ev.RunFinishing()
                | ev.RunEnded()
                | ev.TrialChosen()
                | ev.ModelReady()
                | ev.HoldoutOpened()
            ):
                self._take_run(body, seq)
            case ev.TrialStarted():
                self._start_trial(body.ask, body.active_s)
            case ev.TrialFinished():
                self._finish_trial(body.result, body.active_s)
            case ev.TrialRequeued():
                self._requeue_trial(body)
            case ev.BaselineFitted():
                self._set_run(xgboost_beside=TrialRow(ask=body.ask, status=body.result.status, result=body.result))
            case ev.SearchExplained():
                self._set(insight=body.insight)
            case ev.Steered():
                trust = v.agent.trust if body.by == "agent" else 1.0
                since = len(self._trials)
                steer = ActiveSteer(id=body.id, steer=body.steer, by=body.by, since_trial=since, trust=trust)
                self._set(steers=(*v.steers, steer))
            case ev.Unsteered():
                self._set(steers=tuple(s for s in v.steers if s.id != body.id))
            case ev.TrialEnqueued():
                self._set(queued=(*v.queued, body.configuration), queued_by=(*v.queued_by, body.by))
            case ev.TrialDropped():
                self._take_from_queue(body.configuration)
                name = FAMILY_NAMES[body.configuration.family]
                self._say(ChatLine(seq=seq, who="cotune", text=f"A queued {name} is not tried again: {body.why}."))
            case ev.FamilyBanned():
                self._set(banned=tuple(dict.fromkeys((*v.banned, body.family))))
                self._drop_queued(body.family)
            case ev.FamilyUnbanned():
                self._set(banned=tuple(f for f in v.banned if f != body.family))
            case _:
                assert_never(body)

    def _take_talk(
        self, body: ev.GoalStated | ev.TurnRetried | ev.AgentSpoke | ev.Remarked | ev.TurnEnded, seq: int
    ) -> None:
        v = self._view
        match body:
            case ev.GoalStated():
                self._say(ChatLine(seq=seq, who="you", text=body.text, turn=body.turn))
                self._set(
                    goals=(*v.goals, body.text),
                    revision=v.revision + 1,
                )
                self._open_turn(TurnToCome(turn=body.turn, words_of=body.turn))
            case ev.TurnRetried():
                self._open_turn(TurnToCome(turn=body.turn, words_of=body.words_of))
            case ev.AgentSpoke():
                self._say(
                    ChatLine(
                        seq=seq,
                        who="agent",
                        text=body.text,
                        turn=body.turn,
                        question=body.question,
                        candidates=body.candidates,
                        by=body.by or v.planner,
                        figures=body.figures,
                    )
                )
            case ev.Remarked():
                self._say(ChatLine(seq=seq, who="cotune", text=body.text, turn=body.turn))
                self._set(
                    unsealing=v.unsealing and body.failed != "unsealing",
                    choosing=v.choosing and body.failed != "choosing",
                )
            case ev.TurnEnded():
                self._end_turn(body, seq)
            case _:
                assert_never(body)

    def _open_turn(self, opened: TurnToCome) -> None:
        agent = self._view.agent
        if agent.busy:
            self._set(agent=agent.model_copy(update={"waiting": (*agent.waiting, opened)}))
        else:
            self._set(agent=_at(agent, opened))

    def _end_turn(self, ended: ev.TurnEnded, seq: int) -> None:
        v = self._view
        if ended.status == "stopped":
            self._set(stopped_turns=(*v.stopped_turns, ended.turn))
        agent = v.agent.model_copy(
            update={
                "used": v.agent.used.plus(ended.usage),
                "used_last": ended.usage,
                "waiting": tuple(w for w in v.agent.waiting if w.turn != ended.turn),
            }
        )
        if ended.turn == agent.turn and agent.waiting:
            if ended.problem:
                self._say(ChatLine(seq=seq, who="cotune", text=ended.problem, turn=ended.turn))
            agent = _at(agent.model_copy(update={"waiting": agent.waiting[1:]}), agent.waiting[0])
        elif ended.turn == agent.turn:
            over = {"busy": False, "retryable": ended.status != "done"}
            agent = agent.model_copy(update=over | {"problem": ended.problem, "raise_to": ended.raise_to})
        self._set(agent=agent)

    def _take_probe(self, body: ev.ModelProbed) -> None:
        """A finding holds for the hints in force as well; a probe without one leaves what was found before."""
        v = self._view
        probed = body.score or v.agent.probed
        agent = v.agent.model_copy(
            update={"probing": False, "probed": probed, "used": v.agent.used.plus(body.usage), "used_last": body.usage}
        )
        steers = (s.having(trust=agent.trust) if s.by == "agent" else s for s in v.steers)
        self._set(agent=agent, steers=tuple(steers))

    def _take_gate(
        self,
        body: ev.ActionProposed
        | ev.CardOpened
        | ev.CardClosed
        | ev.DecisionMade
        | ev.GrantGiven
        | ev.GrantRevoked
        | ev.AutonomySet
        | ev.AgentLimited
        | ev.SharingSet
        | ev.AgentModelSet,
        seq: int,
    ) -> None:
        v = self._view
        match body:
            case ev.ActionProposed():
                self._set(history=(*v.history, Verdicted(proposal=body.proposal, verdict=body.verdict)))
                if body.verdict.outcome == "allow":
                    self._view = ledger.charged(self._view, searching_seconds(body.proposal.action))
                    if isinstance(body.proposal.action, ExtendRun):
                        self._set(charged_s=v.charged_s + searching_seconds(body.proposal.action))
            case ev.CardOpened():
                self._set(cards=(*v.cards, body.card))
                self._note_asking(body.card)
            case ev.CardClosed():
                self._set(cards=tuple(c for c in v.cards if c.id != body.card))
            case ev.DecisionMade():
                card = v.card(body.decision.card)
                proposal = card.proposal.id if card else None
                if card and body.decision.answer == "reject":
                    self._note_rejection(card, body.decision, seq)
                    self._say(_told_no(card, body.decision, seq))
                elif card and isinstance(card.proposal.action, UnsealHoldout):
                    self._set(unsealing=True)
                elif card and isinstance(card.proposal.action, ProbeModel):
                    self._set(agent=v.agent.model_copy(update={"probing": True}))
                elif card and isinstance(card.proposal.action, ExtendRun | ResumeRun):
                    self._set(given_back_s=0.0)
                self._set(
                    cards=tuple(c for c in v.cards if c.id != body.decision.card),
                    history=tuple(
                        h.model_copy(update={"decision": body.decision}) if h.proposal.id == proposal else h
                        for h in v.history
                    ),
                    revision=v.revision + 1,
                )
            case ev.GrantGiven():
                self._set(grants=(*v.grants, body.grant))
            case ev.GrantRevoked():
                self._set(
                    grants=tuple(g.model_copy(update={"revoked": True}) if g.id == body.grant else g for g in v.grants)
                )
            case ev.AutonomySet():
                self._set(autonomy=body.autonomy)
            case ev.AgentLimited():
                self._set(agent=v.agent.model_copy(update={"budget": body.budget}))
            case ev.SharingSet():
                self._set(
                    agent=v.agent.model_copy(update={"sharing": body.sharing}),
                    sharings=(*v.sharings, SharedFrom(seq=seq, sharing=body.sharing)),
                )
            case ev.AgentModelSet():
                self._set(
                    planner=body.planner,
                    planner_is_object=body.is_object,
                    agent=v.agent.model_copy(update={"probed": None}),
                )
                self._say(ChatLine(seq=seq, who="cotune", text=f"From here on {body.planner} answers."))
            case _:
                assert_never(body)

    def _note_asking(self, card: Card) -> None:
        if card.proposal.actor == "agent" and card.opened_at is not None and card.drawn == 1:
            asked = CardOfAgent(at=card.opened_at, turn=card.proposal.turn)
            self._set(cards_of_agent=(*self._view.cards_of_agent, asked))

    def _note_rejection(self, card: Card, decision: Decision, seq: int) -> None:
        rejection = Rejection(
            action=card.proposal.action,
            reason=decision.reason,
            seq=seq,
            finished_trials=self.view().finished_trials(),
            searched=self._view.spec,
        )
        self._set(rejections=(*self._view.rejections, rejection))

    def _take_run(
        self,
        body: ev.RunStarted
        | ev.RunPrepared
        | ev.RunPaused
        | ev.RunResumed
        | ev.RunExtended
        | ev.RunFinishing
        | ev.RunEnded
        | ev.TrialChosen
        | ev.ModelReady
        | ev.HoldoutOpened,
        seq: int,
    ) -> None:
        v = self._view
        match body:
            case ev.RunStarted():
                self._start_run(body)
            case ev.RunPrepared():
                self._set_run(
                    folds=body.folds,
                    repeats=body.repeats,
                    folds_digest=body.folds_digest,
                    holdout_digest=body.holdout_digest,
                    holdout_rows=body.holdout_rows,
                    baseline_dummy=body.baseline_dummy,
                    baseline_dummy_folds=body.baseline_dummy_folds,
                    tested_per_trained=body.tested_per_trained or 1 / max(1, body.folds - 1),
                    cautions=body.cautions,
                    active_s=body.active_s,
                )
                for caution in body.cautions:
                    self._say(ChatLine(seq=seq, who="cotune", text=caution))
                if body.left_out:
                    self._say(ChatLine(seq=seq, who="cotune", text="Not searched: " + "; ".join(body.left_out) + "."))
            case ev.RunPaused():
                self._set_run(phase="paused", active_s=body.active_s)
            case ev.RunResumed():
                self._set_run(phase="running", active_s=body.active_s, why_ended=None, message="")
                self._set(choosing=False)
                self._view = ledger.charged_again(self._view)
            case ev.RunExtended():
                run = v.run
                self._set_run(
                    budget_s=None if run.budget_s is None else run.budget_s + (body.seconds or 0),
                    budget_trials=None if run.budget_trials is None else run.budget_trials + (body.trials or 0),
                )
                if body.seconds is not None:
                    self._set(given_back_s=0.0)
            case ev.RunFinishing():
                self._set_run(phase="finishing", why_ended=body.why, active_s=body.active_s)
            case ev.RunEnded():
                self._set_run(phase="ended", why_ended=body.why, message=body.message, active_s=body.active_s)
                self._view = ledger.given_back(self._view)
            case ev.ModelReady():
                self._set(model=body, choosing=False, opened=None)
            case ev.TrialChosen():
                self._set(chosen=body.trial, choosing=v.run.phase == "ended")
            case ev.HoldoutOpened():
                self._set(holdout=(*v.holdout, body), opened=body, unsealing=False)
            case _:
                assert_never(body)

    def _start_run(self, body: ev.RunStarted) -> None:
        state = RunState(
            run=body.run,
            phase="running",
            budget_s=body.spec.seconds,
            budget_trials=body.spec.trials,
            workers=body.workers,
            uses_gpu=body.permit.gpu,
        )
        self._set(
            spec=body.spec,
            run=state,
            searched_s_before=self._view.searched_s(),
            revision=self._view.revision + 1,
            incumbent=None,
            insight=None,
            model=None,
            chosen=None,
            choosing=False,
            opened=None,
            charged_s=(body.spec.seconds or 0.0) if body.permit.source == "allowed" else 0.0,
            given_back_s=0.0,
            queued=(),
            queued_by=(),
        )

    def _drop_queued(self, family: Family) -> None:
        v = self._view
        left = [(c, by) for c, by in zip(v.queued, v.queued_by, strict=True) if c.family != family]
        self._set(queued=tuple(c for c, _ in left), queued_by=tuple(by for _, by in left))

    def _take_from_queue(self, configuration: Configuration) -> None:
        queued, by = self._view.queued, self._view.queued_by
        if configuration in queued:
            i = queued.index(configuration)
            self._set(queued=queued[:i] + queued[i + 1 :], queued_by=by[:i] + by[i + 1 :])

    def _start_trial(self, ask: TrialAsk, active_s: float) -> None:
        row = TrialRow(ask=ask, status="running", started_at_s=active_s)
        if ask.trial < len(self._trials):
            self._trials[ask.trial] = row
        elif ask.trial == len(self._trials):
            self._trials.append(row)
        else:
            raise ValueError(f"trial {ask.trial} started, but only {len(self._trials)} are known")
        self._stale = True
        self._set_run(active_s=active_s)
        self._take_from_queue(ask.configuration)

    def _finish_trial(self, result: TrialResult, active_s: float) -> None:
        row = self._trials[result.trial]
        if row.status != "running" or row.ask.attempt != result.attempt:
            raise ValueError(f"trial {result.trial} attempt {result.attempt} finished, but it was not running")
        self._trials[result.trial] = row.model_copy(update={"status": result.status, "result": result})
        self._stale = True
        self._set_run(active_s=active_s)
        if result.status == "ok" and result.score is not None and row.ask.run == self._view.run.run:
            best = self._view.incumbent
            held = self._trials[best].result if best is not None else None
            if held is None or held.score is None or result.score > held.score:
                self._set(incumbent=result.trial)

    def _requeue_trial(self, body: ev.TrialRequeued) -> None:
        row = self._trials[body.trial]
        ask = row.ask.model_copy(update={"attempt": body.attempt})
        self._trials[body.trial] = TrialRow(ask=ask, status="cancelled", started_at_s=row.started_at_s)
        self._stale = True


def _told_no(card: Card, decision: Decision, seq: int) -> ChatLine:
    """A no, in the conversation: what follows it answers it."""
    reason = f" Your reason: {decision.reason.strip()}" if decision.reason.strip() else ""
    text = f"You said no: {in_words(card.proposal.action)}.{reason}"
    return ChatLine(seq=seq, who="cotune", text=text, turn=card.proposal.turn)


def _at(agent: TurnState, opened: TurnToCome) -> TurnState:
    """The state with this turn as the present one."""
    state = {"turn": opened.turn, "words_of": opened.words_of, "busy": True, "problem": ""}
    return agent.model_copy(update=state | {"retryable": False, "raise_to": None})


def fold(events: Iterable[ev.Event]) -> RunView:
    """The view after these events, which must start with seq 1."""
    state = Fold()
    for event in events:
        state.apply(event)
    return state.view()
