"""The gate: submit a proposal, decide a card. Everything it settles is in the log before it answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from cotune import policy
from cotune.errors import UserError
from cotune.gate.card import is_card_of, make_card
from cotune.gate.effect import without_effect
from cotune.gate.evidence import missing_evidence, still_rejected
from cotune.gate.open_cards import open_twin, outlived, replaced, waiting
from cotune.gate.pace import answers_a_human, held_back
from cotune.gate.ruling import Refusal, Ruling, ignored, refused
from cotune.gate.truth import figures_hold, follows_the_run, to_be_heard
from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.event import ActionProposed, CardClosed, CardOpened, DecisionMade, EventBody, Remarked
from cotune.model.gate import Card, Decision, Estimate, Facts, Permit, Proposal, Verdict
from cotune.model.view import RunView
from cotune.model.wording import in_words, told

_CHANGED = "what it would do has changed since the card was drawn; look at it as it stands now"


class Log(Protocol):
    """The part of the journal that the gate uses: append events, read what they amount to."""

    @property
    def view(self) -> RunView: ...

    def append(self, *bodies: EventBody) -> None: ...


class Gate:
    """The one door of a study.

    proposal -> seen before? without effect? stopped turn? stale? valid? rejected before?
             -> policy -> allowed | card, unless the agent asks too often | refused
    decision -> open card? exactly what was shown? an edit: valid? -> policy again -> still what the card says?
             -> approved | rejected | refused, and drawn anew

    `facts_for` gives the figures that policy weighs, `estimate` the cost on a card, and `check` raises a UserError for
    an action that doesn't fit the table. `now` is UTC.
    """

    def __init__(
        self,
        journal: Log,
        facts_for: Callable[[Action], Facts],
        estimate: Callable[[Action], Estimate | None],
        check: Callable[[Action], None],
        now: Callable[[], datetime],
    ) -> None:
        self._journal = journal
        self._facts_for = facts_for
        self._estimate = estimate
        self._check = check
        self._now = now
        self._run_seen: tuple[object, ...] = ()

    def submit(self, proposal: Proposal) -> Ruling:
        """Let a proposal in: it is carried out now, waits on a card, or is refused. The same id twice counts once."""
        view = self._journal.view
        known = next((h for h in view.history if h.proposal.id == proposal.id), None)
        if known is not None:
            return _seen_before(proposal, view)
        idle = without_effect(proposal.action, view)
        if idle:
            return ignored(idle, "idle")
        verdict = self._objection(proposal, view) or self._assessed(proposal, view)
        twin = open_twin(proposal, view)
        if twin is not None and verdict.outcome == "ask":
            return Ruling(outcome="card", message="this is already waiting on a card", card_id=twin.id)
        verdict = _paced(verdict, proposal, view, self._now())
        match verdict.outcome:
            case "allow":
                done = (CardClosed(card=twin.id, reason="it was done meanwhile"),) if twin is not None else ()
                closed = outlived(proposal.action, view, twin.id if twin is not None else "")
                self._journal.append(ActionProposed(proposal=proposal, verdict=verdict), *done, *closed)
                permit = Permit(
                    proposal=proposal.id,
                    action_digest=proposal.action.digest(),
                    source="allowed",
                    gpu=bool(verdict.gpu),
                )
                return _go(proposal.action, permit, verdict)
            case "deny":
                self._journal.append(ActionProposed(proposal=proposal, verdict=verdict))
                return refused(verdict.rule, "; ".join(verdict.reasons))
            case "ask":
                return self._open_card(proposal, verdict, view)

    def would_listen(self, proposal: Proposal) -> bool:
        """Whether a proposal that nobody asked for would come as far as policy; asking leaves no trace."""
        view = self._journal.view
        if any(h.proposal.id == proposal.id for h in view.history) or without_effect(proposal.action, view):
            return False
        return self._objection(proposal, view) is None and not held_back(proposal, view, self._now())

    def decide(self, decision: Decision) -> Ruling:
        """Take a human's answer to a card. A refused answer leaves the card open."""
        view = self._journal.view
        if any(h.decision is not None and h.decision.id == decision.id for h in view.history):
            return ignored("this decision was already taken")
        card = view.card(decision.card)
        if card is None:
            return _no_card(decision, view)
        if decision.action_digest != card.action_digest:
            return refused("digest", "the card shows something else than what was answered; look again", card.id)
        if decision.answer == "reject":
            self._journal.append(DecisionMade(decision=decision))
            return Ruling(outcome="done", message="rejected", card_id=card.id)
        return self._approve(decision, card, view)

    def withdraw_outlived(self) -> None:
        """Close the cards that ask for what would have no effect any more, and say so.

        Those that say something else since the run ended, went on or was given more are drawn anew.
        """
        self._close_idle()
        run = self._journal.view.run
        seen = (run.run, run.phase, run.budget_s, run.budget_trials)
        if seen != self._run_seen:
            self._run_seen = seen
            self._follow_run()

    def _close_idle(self) -> None:
        view = self._journal.view
        for card in view.cards:
            action = card.proposal.action
            idle = without_effect(action, view)
            if idle:
                text = f"No longer asked: {in_words(action)}. {idle[:1].upper()}{idle[1:]}."
                turn = card.proposal.turn or card.proposal.id
                self._journal.append(CardClosed(card=card.id, reason=idle), Remarked(turn=turn, text=text))

    def _follow_run(self) -> None:
        view = self._journal.view
        for card in view.cards:
            action = card.proposal.action
            if not follows_the_run(action) or self._misfit(action) is not None:
                continue
            if policy.unheard(self._assessed(card.proposal, view), card.verdict) or not figures_hold(card, view):
                self._draw_anew(card, view)

    def _draw_anew(self, card: Card, view: RunView) -> Card:
        """Put another card in the place of one that no longer says what is true; it doesn't count as asking again."""
        verdict = self._assessed(card.proposal, view)
        drawn = make_card(
            card.proposal,
            verdict if verdict.outcome == "ask" else card.verdict,
            view,
            self._estimate(card.proposal.action),
            card.opened_at or self._now(),
            card.drawn + 1,
        )
        self._journal.append(CardClosed(card=card.id, reason=_CHANGED), CardOpened(card=drawn))
        return drawn

    def _approve(self, decision: Decision, card: Card, view: RunView) -> Ruling:
        action = decision.edited if decision.answer == "edit" else card.proposal.action
        if action is None or action.kind != card.proposal.action.kind:
            return refused("edit", f"an edit of this card must be a whole '{card.proposal.action.kind}'", card.id)
        problem = self._misfit(action)
        verdict = problem or policy.assess(action, self._facts_for(action))
        if verdict.outcome == "deny":
            return refused(verdict.rule, "; ".join(verdict.reasons), card.id)
        news = to_be_heard(policy.unheard(verdict, card.verdict), decision)
        if not figures_hold(card, view) or (news and decision.answer == "approve"):
            return refused("changed", _CHANGED, self._draw_anew(card, view).id)
        if news:
            return self._ask_about_edit(decision, action, card, verdict)
        self._journal.append(DecisionMade(decision=decision), *outlived(action, view, card.id))
        permit = Permit(
            proposal=card.proposal.id,
            action_digest=action.digest(),
            source="approved",
            decision=decision.id,
            gpu=_may_use_gpu(action, verdict, card),
        )
        return _go(action, permit, verdict, card.id)

    def _ask_about_edit(self, decision: Decision, action: Action, card: Card, verdict: Verdict) -> Ruling:
        """An edit that a rule has more to say of than the card did is a proposal of its own."""
        proposal = Proposal(id=decision.id, action=action, actor="human", door=decision.door)
        self._journal.append(CardClosed(card=card.id, reason="it was edited, and a card asks about the edit"))
        return self._open_card(proposal, verdict, self._journal.view)

    def _assessed(self, proposal: Proposal, view: RunView) -> Verdict:
        by_agent = proposal.actor == "agent"
        facts = self._facts_for(proposal.action).having(
            unasked=by_agent and not proposal.asked,
            unprompted=by_agent and not answers_a_human(proposal, view),
        )
        return policy.assess(proposal.action, facts)

    def _open_card(self, proposal: Proposal, verdict: Verdict, view: RunView) -> Ruling:
        card = make_card(proposal, verdict, view, self._estimate(proposal.action), self._now())
        closed = replaced(proposal.action, view)
        self._journal.append(ActionProposed(proposal=proposal, verdict=verdict), *closed, CardOpened(card=card))
        return Ruling(outcome="card", rule=verdict.rule, message="; ".join(verdict.reasons), card_id=card.id)

    def _objection(self, proposal: Proposal, view: RunView) -> Verdict | None:
        """The gate's own reasons to refuse, before policy looks at the action."""
        if proposal.turn is not None and proposal.turn in view.stopped_turns:
            return _deny("stopped_turn", "the agent's turn that drafted this was stopped")
        free = isinstance(proposal.action, act.PauseRun | act.StopRun)
        if not free and proposal.base_revision is not None and proposal.base_revision < view.revision:
            return _deny("stale", "the study moved on since this was drafted; look at it again and propose anew")
        rejection = still_rejected(proposal, view)
        if rejection is not None:
            return _deny("rejected_before", missing_evidence(rejection, view))
        return self._misfit(proposal.action)

    def _misfit(self, action: Action) -> Verdict | None:
        try:
            self._check(action)
        except UserError as error:
            return _deny("invalid", told(error))
        return None


def _paced(verdict: Verdict, proposal: Proposal, view: RunView, now: datetime) -> Verdict:
    """The verdict, unless the agent would ask too often."""
    too_often = held_back(proposal, view, now) if verdict.outcome == "ask" else ""
    return _deny("asks_too_often", too_often) if too_often else verdict


def _deny(rule: Refusal, reason: str) -> Verdict:
    return Verdict(outcome="deny", rule=rule, reasons=(reason,))


def _go(action: Action, permit: Permit, verdict: Verdict, card: str | None = None) -> Ruling:
    return Ruling(outcome="done", rule=verdict.rule, card_id=card, permit=permit, action=action)


def _may_use_gpu(action: Action, verdict: Verdict, card: Card) -> bool:
    """Whether the human knew: the card named the GPU, or their edit did. One found meanwhile waits for its own card."""
    named = isinstance(action, act.StartSearch) and action.spec.device == "cuda"
    return bool(verdict.gpu) and (named or bool(card.verdict.gpu))


def _seen_before(proposal: Proposal, view: RunView) -> Ruling:
    card = waiting(proposal.id, view)
    if card is not None:
        return Ruling(outcome="card", rule=card.verdict.rule, message="waiting for a human", card_id=card.id)
    return ignored("this proposal was already dealt with")


def _no_card(decision: Decision, view: RunView) -> Ruling:
    asked = next((h for h in view.history if is_card_of(decision.card, h.proposal.id)), None)
    if asked is None:
        return refused("no_card", f"no card '{decision.card}' is waiting", decision.card)
    if asked.decision is not None:
        return ignored("this card was already decided")
    drawn = waiting(asked.proposal.id, view)
    if drawn is not None:
        return refused("changed", _CHANGED, drawn.id)
    return refused("no_card", "this is no longer asked: the study has moved on", decision.card)
