"""Takes a letter or the outcome of an agent's turn, lets it pass the gate, and carries out what may be done."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple, assert_never

from cotune.engine import Engine
from cotune.errors import CotuneError, OwnershipLost, Refused
from cotune.gate import Gate, Ruling
from cotune.host.carry import carry
from cotune.host.left_open import open_turns, used_for
from cotune.host.permission import taken_back
from cotune.host.probing import Probing, probe_id
from cotune.host.put_off import PutOff
from cotune.host.target_look import TargetLook
from cotune.host.turns import EndedTurn, Turns, WaitingTurn
from cotune.host.whole import whole_decision, whole_proposal
from cotune.model.action import ProbeModel, StopRun
from cotune.model.event import (
    Event,
    GoalStated,
    ModelProbed,
    Remarked,
    TargetSeen,
    TurnEnded,
    TurnRetried,
)
from cotune.model.gate import Proposal
from cotune.model.mail import Decide, Foreign, Mail, Propose, QuitHost, Ready, RetryTurn, Say, StopTurn
from cotune.model.probe import probe_in_words
from cotune.model.profile import TableProfile
from cotune.model.sharing import SentCall
from cotune.model.usage import Usage
from cotune.model.view import RunView
from cotune.model.wording import in_words, told
from cotune.store import Handling, Journal

if TYPE_CHECKING:
    from cotune.agent import TurnRequest
    from cotune.agent.turn import Draft

_OTHER_VERSION = (
    "another version of cotune asked for this, and the study's process can't read it; study.quit_host() lets it leave, "
    "so that the next one is of your version"
)
log = logging.getLogger(__name__)


class Desk:
    """Each letter's events and its reply are one transaction. A letter that asks the host to leave is in `farewell`."""

    def __init__(
        self,
        journal: Journal,
        gate: Gate,
        engine: Engine,
        turns: Turns,
        probing: Probing,
        *,
        profile: TableProfile,
        look: TargetLook,
    ) -> None:
        self._journal = journal
        self._gate = gate
        self._engine = engine
        self._turns = turns
        self._probing = probing
        self._profile = profile
        self._look = look
        self._put_off = PutOff(engine.gpus, journal, profile.n_cells)
        self._revisions: dict[str, int] = {}
        self.farewell: QuitHost | None = None

    def handle(self, mail: Mail) -> None:
        """Answer one letter. Whatever it says, it is answered and the study goes on.

        One that can't be judged yet stays unread: hand it in again.
        """
        if self._put_off.letter_waits(mail):
            return
        try:
            with self._journal.handling(mail.id) as answer:
                then = self._take(mail, answer)
        except (OwnershipLost, sqlite3.Error):
            raise
        except Exception as error:  # noqa: BLE001 - what is our own fault is logged by _refusal
            self._refuse(mail, *_refusal(error))
        else:
            then()

    def reopen(self, events: Iterable[Event], sent: Collection[SentCall] = ()) -> None:
        """Take up the turns that an earlier host left open; what it had `sent` for them counts as used."""
        for opened in open_turns(events):
            self._open_turn(opened, used_for(opened.turn, sent, self._journal.view.agent.budget))

    def turn_waits(self, ended: EndedTurn) -> bool:
        """Whether what the agent drafted can't be judged yet."""
        return self._put_off.turn_waits(ended)

    def end_turn(self, ended: EndedTurn) -> None:
        """Log what the agent said, and submit what it drafted.

        A host that was lost in between has logged the words: they are not said twice. What fails inside fails the turn.
        """
        try:
            self._say_and_submit(ended)
            end = _end_of(ended)
        except (OwnershipLost, sqlite3.Error):
            raise
        except Exception as error:  # noqa: BLE001 - what is our own fault is logged by _refusal
            problem = f"{_refusal(error).message}."
            end = TurnEnded(turn=ended.turn, status="failed", problem=problem, usage=ended.result.usage)
        self._journal.append(end)

    def _say_and_submit(self, ended: EndedTurn) -> None:
        turn, result, _ = ended
        is_said = any(line.turn == turn and line.who == "agent" for line in self._journal.view.chat)
        with self._journal.handling():
            if not is_said:
                self._journal.append(*ended.said())
        for number, draft in enumerate(result.drafts if result.status == "done" else ()):
            self._submit_draft(turn, number, draft)

    def end_probe(self, ended: ModelProbed) -> None:
        """Log what a probe found, and let it weigh the hints in force."""
        says = probe_in_words(ended.score, ended.model) if ended.score else f"The probe found nothing: {ended.problem}"
        with self._journal.handling():
            self._journal.append(ended, Remarked(turn=ended.probe, text=says))
        self._engine.weigh_steers()

    def _take(self, mail: Mail, answer: Handling) -> Callable[[], None]:
        """The effect of a letter; what is returned is done after it is on disk."""
        letter = mail.letter
        match letter:
            case Say():
                self._journal.append(GoalStated(turn=mail.id, text=letter.text))
                answer.answer("done")
                return lambda: self._open_turn(TurnRetried(turn=mail.id, words_of=mail.id))
            case RetryTurn():
                return self._retry(mail.id, letter, answer)
            case Propose():
                then = self._settle(self._gate.submit(whole_proposal(letter.proposal, self._profile)), answer)
                return self._withdraw if isinstance(letter.proposal.action, StopRun) else then
            case Decide():
                return self._settle(self._gate.decide(whole_decision(letter.decision, self._profile)), answer)
            case StopTurn():
                stopped = self._turns.stop(letter.turn)
                if stopped is not None:
                    self._journal.append(_end_of(stopped))
                any_stopped = stopped is not None or (letter.turn is None and self._probing.stop())
                answer.answer("done" if any_stopped else "ignored", "" if any_stopped else "no turn is under way")
            case Ready():
                answer.answer("done")
            case QuitHost():
                answer.answer("done")
                self.farewell = letter
            case Foreign():
                answer.answer("refused", _OTHER_VERSION, rule="version")
            case _:
                assert_never(letter)
        return _nothing_more

    def _retry(self, turn: str, letter: RetryTurn, answer: Handling) -> Callable[[], None]:
        last = self._journal.view.agent
        if not last.retryable or last.words_of is None:
            answer.answer("ignored", "there is no turn to try again")
            return _nothing_more
        again = TurnRetried(turn=turn, words_of=last.words_of, built_in=letter.built_in)
        self._journal.append(again)
        answer.answer("done")
        return lambda: self._open_turn(again)

    def _settle(self, ruling: Ruling, answer: Handling) -> Callable[[], None]:
        """Carry out what may be done; what is returned is done after it is on disk."""
        action, permit, why = ruling.action, ruling.permit, ""
        if permit is not None and action is not None:
            why = taken_back(action, self._journal.view)
            carry(action, permit, self._engine, self._journal)
        self._note_target()
        answer.answer(ruling.outcome, ruling.message, rule=ruling.rule, card=ruling.card_id)
        if why:
            self._end_calls(f"It was stopped: {why}.")
        if permit is None or not isinstance(action, ProbeModel):
            return _nothing_more
        probe, n_rows = probe_id(permit.proposal), action.rows
        return lambda: self._probing.begin(probe, n_rows, self._journal.view)

    def _end_calls(self, problem: str) -> None:
        """Let no call follow that began under another permission; turns that wait begin under the present one."""
        stopped = self._turns.stop_sending(problem)
        if stopped is not None:
            self._journal.append(_end_of(stopped))
        self._probing.stop(problem)

    def _note_target(self) -> None:
        """What policy learned of the target belongs to the person as well."""
        view = self._journal.view
        target = view.target_now()
        if target is not None and self._look.has_seen(target) and all(s.target != target for s in view.targets_seen):
            self._journal.append(TargetSeen(target=target, warnings=self._look.at(target).warnings))

    def _withdraw(self) -> None:
        for mail in self._put_off.withdraw():
            self._refuse(mail, "stopped", "it was stopped before it began")

    def _refuse(self, mail: Mail, rule: str, message: str) -> None:
        with self._journal.handling(mail.id) as answer:
            answer.answer("refused", message, rule=rule)

    def _open_turn(self, opened: TurnRetried, used: Usage = Usage()) -> None:
        """Queue a turn, of which an earlier host `used` so much.

        Its request is made when it begins; one that can't be made fails the turn.
        """

        def request() -> TurnRequest | None:
            try:
                return self._request(opened)
            except (OwnershipLost, sqlite3.Error):
                raise
            except Exception as error:  # noqa: BLE001 - what is our own fault is logged by _refusal
                problem = f"{_refusal(error).message}."
                self._journal.append(TurnEnded(turn=opened.turn, status="failed", problem=problem, usage=used))
                return None

        self._turns.add(WaitingTurn(opened.turn, request, opened.built_in, used))

    def _request(self, opened: TurnRetried) -> TurnRequest:
        from cotune.agent import TurnRequest

        view = self._view_now()
        self._revisions[opened.turn] = view.revision
        text = next(line.text for line in view.chat if line.who == "you" and line.turn == opened.words_of)
        return TurnRequest(turn=opened.turn, text=text, view=view, profile=self._profile, words_of=opened.words_of)

    def _view_now(self) -> RunView:
        """The view, with the run's clock as it is and not as it was at the last event."""
        view = self._journal.view
        if view.run.phase != "running":
            return view
        return view.model_copy(update={"run": view.run.having(active_s=self._engine.active_s)})

    def _submit_draft(self, turn: str, number: int, draft: Draft) -> None:
        proposal = Proposal(
            id=f"{turn}-{number}",
            action=draft.action,
            actor="agent",
            door="python",
            base_revision=self._revisions[turn],
            turn=turn,
            asked=draft.asked,
            why=draft.why,
            figures=draft.figures,
            origins=draft.origins,
        )
        try:
            with self._journal.handling() as nobody:
                ruling = self._gate.submit(proposal)
                then = self._settle(ruling, nobody)
                if ruling.outcome == "done":
                    self._journal.append(Remarked(turn=turn, text=f"Done: {in_words(draft.action)}."))
                elif ruling.rule == "idle":
                    self._journal.append(Remarked(turn=turn, text=f"{ruling.message.capitalize()}."))
            then()
            refusal = ruling.message if ruling.outcome == "refused" else ""
        except (OwnershipLost, sqlite3.Error):
            raise
        except Exception as error:  # noqa: BLE001 - what is our own fault is logged by _refusal
            refusal = _refusal(error).message
        if refusal:
            self._journal.append(Remarked(turn=turn, text=f"Refused: {refusal}"))


class _Refusal(NamedTuple):
    rule: str
    message: str


def _refusal(error: Exception) -> _Refusal:
    """What is told to whoever asked for what can't be done; what is our own fault is logged, and ends nothing."""
    match error:
        case Refused():
            return _Refusal(error.rule, "; ".join(error.reasons))
        case CotuneError():
            return _Refusal("invalid", told(error))
        case _:
            log.error("what was asked for failed inside", exc_info=error)
            return _Refusal("failed", f"cotune failed inside ({type(error).__name__}); see host.log")


def _end_of(ended: EndedTurn) -> TurnEnded:
    result = ended.result
    return TurnEnded(
        turn=ended.turn,
        status=result.status,
        problem=result.problem,
        usage=result.usage,
        raise_to=result.raise_to,
    )


def _nothing_more() -> None:
    """Most letters are done when they are on disk."""
