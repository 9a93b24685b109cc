"""`Study`: the handle that people hold."""

from __future__ import annotations

import importlib
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cotune.errors import Refused, UserError, did_you_mean
from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.base import Noun
from cotune.model.gate import Card, Decision, Grant, Proposal
from cotune.model.goal import as_goal
from cotune.model.mail import Decide, Propose, Reply, RetryTurn, Say, StopTurn
from cotune.model.sharing import Sharing, SharingLevel
from cotune.model.spec import SearchSpec
from cotune.model.usage import AgentBudget
from cotune.model.words import Autonomy
from cotune.store import StudySettings
from cotune.study.card_text import card_text
from cotune.study.hints import as_agent_model, as_cluster, as_configuration, as_family, as_ranges, as_seconds, made
from cotune.study.no_model import ended_without_model, why_no_model
from cotune.study.results import Results
from cotune.study.waiting import WaitReason, wait_for
from cotune.study.waiting_card import waiting_card

if TYPE_CHECKING:
    from anywidget import AnyWidget


class Study(Results):
    """One data set, one goal, its whole history. Made by `cotune.create` and `cotune.open`.

    The search runs in a process of its own: this handle reads the study's log and mails what you want done. Any
    number of handles, in any number of notebooks, may hold the same study.
    """

    def say(self, text: str, id: str | None = None) -> str:
        """Tell the agent something in plain words. Returns at once with the id of the turn that this opens.

        Raises:
            UserError: it is no text, or an empty one.
        """
        words = as_goal(text)
        self._hand_over_chosen()
        turn = self.post_nowait(Say(text=words), id)
        self.ensure_host()
        return turn

    def stop_turn(self) -> Reply:
        """Stop the agent where it is. What it drafted is dropped; the search goes on."""
        return self.post(StopTurn())

    def retry(self, *, built_in: bool = False) -> Reply:
        """Let the agent answer once more, after a turn that failed or was stopped.

        `built_in`: the built-in planner answers this time, whatever the study's model is.
        """
        self._hand_over_chosen()
        return self.post(RetryTurn(built_in=built_in))

    def propose(self, what: SearchSpec | Mapping[str, object] | Action, why: str = "") -> Reply:
        """Ask for a search, or for any other action. A mapping holds SearchSpec fields; the rest get defaults.

        Returns when the host has answered: `reply.card` is set when somebody must approve first.

        Raises:
            SpecError: a field doesn't fit the table.
            Refused: policy said no.
        """
        action = act.StartSearch(spec=self._spec(what)) if isinstance(what, SearchSpec | Mapping) else what
        if not isinstance(action, Noun):
            raise UserError(f"{action!r} is no search", fix="propose SearchSpec fields, or say words with study.say")
        proposal = Proposal(id=uuid.uuid4().hex, action=action, actor="human", door=self._door, why=why)
        return _unless_refused(self.post(Propose(proposal=proposal), proposal.id))

    def approve(self, card: Card | str | None = None) -> Reply:
        """Say yes to a card, exactly as it is shown now; it may be left out when only one waits, which is printed then.

        What the agent suggests unasked counts only when nothing else waits.

        Raises:
            Refused: policy says no, or what the card says has changed: then it was drawn anew.
        """
        answered = self._printed(card)
        return self._decide(Decision(answer="approve", door=self._door, **self._answered(answered)))

    def edit(self, card: Card | str | None = None, /, **changes: object) -> Reply:
        """Say yes to a card with changes: fields of its spec, or of its action. The outcome is assessed again.

        Where there is more to say of it than the card did, it is put on a card of its own: `reply.card`.
        """
        answered = self._printed(card)
        action = answered.proposal.action
        if isinstance(action, act.StartSearch):
            kept = action.spec.model_dump(exclude={"positive_class"} if {"target", "task"} & set(changes) else None)
            edited: Action = act.StartSearch(spec=self._spec({**kept, **changes}))
        else:
            edited = _edited(action, changes)
        return self._decide(Decision(answer="edit", edited=edited, door=self._door, **self._answered(answered)))

    def reject(self, card: Card | str | None = None, reason: str = "") -> Reply:
        """Say no to a card. The agent sees the reason and respects it."""
        return self._decide(Decision(answer="reject", reason=reason, door=self._door, **self._answered(card)))

    def pause(self) -> Reply:
        """Stop the clock and the trials; what was running is tried again on `resume`."""
        return self.propose(act.PauseRun())

    def resume(self) -> Reply:
        """Make the run go on: after a pause, after a stop, or when its process died."""
        return self.propose(act.ResumeRun())

    def stop(self) -> Reply:
        """End the run. The model is the best trial at once, and what is made of all trials a few seconds later.

        `wait` tells when that is there; called again it isn't waited for.
        """
        return self.propose(act.StopRun())

    def extend(self, seconds: float | None = None, trials: int | None = None) -> Reply:
        """More budget for the run, also for one that has ended."""
        return self.propose(made(act.ExtendRun, seconds=seconds, trials=trials))

    def steer(self, family: str, *, weight: float = 0.5, half_life: int = 20, why: str = "", **ranges: object) -> Reply:
        """Hint where to look: `study.steer("xgboost", max_depth=(3, 6), grow_policy=["lossguide"])`.

        A share `weight` of the proposals comes from there, halving every `half_life` trials.
        """
        narrowed = as_ranges(as_family(family), ranges)
        steer = made(act.Steer, family=as_family(family), ranges=narrowed, weight=weight, half_life=half_life, why=why)
        return self.propose(steer)

    def unsteer(self, id: str | None = None) -> Reply:
        """Take a hint back; it may be left out when only one is in force. `study.view.steers` lists them."""
        return self.propose(made(act.Unsteer, steer_id=id or _only([s.id for s in self.view.steers], "hints")))

    def enqueue(self, configuration: Mapping[str, Any], why: str = "") -> Reply:
        """Try this next: `study.enqueue({"family": "xgboost", "max_depth": 4})`; what is left out gets its default.

        The settings may also stand apart: `{"family": "xgboost", "params": {"max_depth": 4}}`.
        """
        return self.propose(act.EnqueueTrial(configuration=as_configuration(configuration)), why)

    def ban(self, family: str) -> Reply:
        """Try no more pipelines of this family."""
        return self.propose(act.BanFamily(family=as_family(family)))

    def unban(self, family: str) -> Reply:
        """Let a banned family take part again."""
        return self.propose(act.UnbanFamily(family=as_family(family)))

    def grant(self, seconds: float) -> Reply:
        """A standing permission: this many more seconds of search without a card. It gets a card itself.

        It never covers the sealed rows, privacy or deletion, and `revoke` takes it back.
        """
        return self.propose(made(act.GrantBudget, seconds=seconds))

    def revoke(self, grant: Grant | str | None = None) -> Reply:
        """Take a standing permission back; it may be left out when only one is in force. `study.grants` lists them."""
        if isinstance(grant, Grant):
            grant = grant.id
        return self.propose(made(act.RevokeGrant, grant_id=grant or _only([g.id for g in self.grants], "permissions")))

    def set_autonomy(self, autonomy: Autonomy) -> Reply:
        """How often to be asked: "ask_all", "ask_risky" or "ask_costly"."""
        return self.propose(made(act.SetAutonomy, autonomy=autonomy))

    def limit_agent(self, **changes: object) -> Reply:
        """Change what the agent's model may use: `study.limit_agent(study_tokens=500_000, turn_tokens=50_000)`.

        Money needs your prices per million tokens: `study.limit_agent(money=2, input_price=0.15, output_price=0.6)`.
        None takes a limit away. Whatever permits more than before gets a card. `study.view.agent.budget` is in force.
        """
        known = list(AgentBudget.model_fields)
        for name in changes:
            if name not in known:
                raise UserError(f"there is no limit '{name}'", where="limit_agent", fix=did_you_mean(name, known))
        budget = made(AgentBudget, **{**self.view.agent.budget.model_dump(), **changes})
        return self.propose(act.LimitAgent(budget=budget))

    def share(self, level: SharingLevel, labels: Sequence[str] | str = ()) -> Reply:
        """What the agent's language model may see of the table; whatever it sees more than before gets a card.

        0: made-up names of columns, and their kinds. 1: names and kinds (default). 2: also counts and rounded ranges.
        3: also the category labels of the column, or the columns, in `labels`. `study.view.agent.sharing` is in force;
        `study.sent()` tells what was sent.
        """
        named = (labels,) if isinstance(labels, str) else tuple(labels)
        return self.propose(act.ShareWithAgent(sharing=made(Sharing, level=level, labels=named)))

    def set_agent_model(self, model: Any) -> Reply:
        """Let another language model answer as the agent; it gets a card. None: the built-in planner, without one.

        `model`: a string such as "openai:gpt-4o-mini", or a LangChain chat model. Such an object is told by its class,
        its model and its host. After the yes it lives in the study's process alone, which is started anew for it: so no
        search may be running.

        Raises:
            UserError: it is no chat model, its package isn't installed, or a search runs and it is an object.
        """
        action = as_agent_model(model)
        if action.is_object:
            if self.view.run.phase in ("running", "paused", "finishing"):
                raise UserError("a search is under way", fix="hand the object over when it has ended, or name a model")
            self._keep_object(model)
        reply = self.propose(action)
        self._hand_over_chosen()
        return reply

    def probe(self, rows: int = 10) -> Reply:
        """Measure whether the agent's language model knows this table from elsewhere. Always a card: it sends cells.

        The model guesses `rows` rows, each from the five before it, and once more in disguise. The finding is in
        `study.view.agent.probed` and the report; the hints of a model that knows the table weigh less from then on.

        Raises:
            Refused: there is no language model, or the table is too small.
        """
        return self.propose(made(act.ProbeModel, rows=rows))

    def use(self, trial: int | None) -> Reply:
        """Make this finished trial the model, alone; None: what cotune would choose. `wait` tells when it is there.

        While a search goes on, its model is made of that trial at its end. `study.pareto()` lists what is worth it.
        """
        return self.propose(made(act.UseTrial, trial=trial))

    def unseal(self) -> Reply:
        """Score the model on the sealed rows. Always gets a card, and each opening is counted."""
        return self.propose(act.UnsealHoldout())

    def use_cluster(self, address: str) -> None:
        """Have the trials run on the workers of the Dask scheduler at this address; "local": on this machine again.

        A search under way moves: the trials that this cuts off run again. Where no process serves the study, the next
        one does so. No card is asked for it: a study whose cluster is gone has nobody who could ask.

        Raises:
            UserError: it is no address.
            HostUnavailable: the study's process doesn't leave, or the next one doesn't answer.
        """
        settings = made(StudySettings, workers=self.settings.workers, cluster=as_cluster(address))
        if settings == self.settings:
            return
        was_served = self.host_alive()
        self._store.settings = settings
        self.quit_host()
        if was_served:
            self.resume() if self.view.run.phase in ("running", "finishing") else self.ensure_host()

    def wait(self, timeout_s: float | None = None) -> WaitReason:
        """Wait until nothing goes on by itself any more, at most `timeout_s` seconds, and say why.

        "ended": the run is over and its model made. "card": somebody must decide first; what the agent proposes by
        itself holds nothing up. "paused": by a human. "question": the agent asked something. "idle": nothing was
        started. "timeout": time is up, the study goes on. `cotune.WaitReason` is the type of these.

        Raises:
            UserError: `timeout_s` is no number of seconds.
            HostUnavailable: the host died in the middle of a run.
        """
        return wait_for(self, None if timeout_s is None else as_seconds(timeout_s, "timeout_s"))

    def show(self) -> AnyWidget:
        """The live widget of this study."""
        # The UI is above this room and knows it, not the other way round: so it is reached by name.
        widget: AnyWidget = importlib.import_module("cotune.ui").inline(self)
        return widget

    def __repr__(self) -> str:
        view = self.view
        best = view.best_score()
        score = f", best {best.metric} {best.in_figures()}" if best else ""
        phase = f"ended without a model ({why_no_model(view)})" if ended_without_model(view) else view.run.phase
        return f"<Study '{self.name}': {phase}, {len(view.trials)} trials{score}, {len(view.cards)} cards>"

    def _repr_mimebundle_(self, **_filters: object) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle: tuple[dict[str, Any], dict[str, Any]] = importlib.import_module("cotune.ui").mimebundle(self)
        return bundle

    def _spec(self, fields: SearchSpec | Mapping[str, object]) -> SearchSpec:
        from cotune.data import complete_spec

        if isinstance(fields, Mapping) and "target" not in fields and (target := self._target()) is not None:
            fields = {**fields, "target": target}
        completed: SearchSpec = complete_spec(fields, self.profile)
        return completed

    def _target(self) -> str | None:
        view = self.view
        return view.spec.target if view.spec else view.target

    def _card(self, card: Card | str | None) -> Card:
        return card if isinstance(card, Card) else waiting_card(self.cards, card, self.name)

    def _printed(self, card: Card | str | None) -> Card:
        """The card; one that nobody named is printed, for it may be another than was seen."""
        found = self._card(card)
        if card is None:
            print(card_text(found))
        return found

    def _answered(self, card: Card | str | None) -> dict[str, Any]:
        found = self._card(card)
        return {"id": uuid.uuid4().hex, "card": found.id, "action_digest": found.action_digest}

    def _decide(self, decision: Decision) -> Reply:
        return _unless_refused(self.post(Decide(decision=decision), decision.id))


def _edited(action: Action, changes: Mapping[str, object]) -> Action:
    fields = [name for name in type(action).model_fields if name != "kind"]
    unknown = [name for name in changes if name not in fields]
    if unknown:
        fix = did_you_mean(unknown[0], fields) if fields else "it can only be approved or rejected"
        raise UserError(f"this card has no field '{unknown[0]}'", fix=fix)
    edited: Action = made(type(action), **{**action.model_dump(), **changes})
    return edited


def _unless_refused(reply: Reply) -> Reply:
    if reply.outcome == "refused":
        raise Refused(reply.rule or "host", (reply.message,))
    return reply


def _only(in_force: Sequence[str], what: str) -> str:
    if len(in_force) != 1:
        fix = f"name one of {', '.join(in_force)}" if in_force else "there is nothing to take back"
        raise UserError(f"{len(in_force) or 'no'} {what} are in force", fix=fix)
    return in_force[0]
