"""What can't be judged before it is known whether there is a GPU: the loop goes on, and takes it up again then."""

from __future__ import annotations

from cotune.engine.gpu import GpuProbe
from cotune.host.turns import EndedTurn
from cotune.model.action import Action, StartSearch
from cotune.model.event import Remarked
from cotune.model.mail import Decide, Letter, Mail, Propose, Ready
from cotune.model.view import RunView
from cotune.policy import would_use_gpu
from cotune.store import Journal

_LOOKING = "Looking for a GPU that XGBoost can use. What was asked for waits for that, some seconds at the most."


class PutOff:
    """Asked anew about each letter, and about the turn that has ended, in every round of the host's loop.

    A letter that waits stays unread, so that it outlives this host. A search proposed behind one that waits does so
    too: the later wish stays the later one.
    """

    def __init__(self, gpus: GpuProbe, journal: Journal, n_cells: int) -> None:
        self._gpus = gpus
        self._n_cells = n_cells
        self._journal = journal
        self._letters: dict[str, Mail] = {}
        self._was_said = False

    def letter_waits(self, mail: Mail) -> bool:
        """Whether a letter can't be judged yet; the person is told so, once."""
        action = _judged(mail.letter, self._journal.view)
        behind = isinstance(mail.letter, Propose) and isinstance(action, StartSearch) and bool(self._letters)
        if action is None or not self._gpus.worth_waiting_for or not (behind or self._needs_the_look(action)):
            self._letters.pop(mail.id, None)
            return False
        if not isinstance(mail.letter, Ready):
            self._letters[mail.id] = mail
        self._say_so(mail.id)
        return True

    def turn_waits(self, ended: EndedTurn) -> bool:
        """Whether a draft of the agent can't be judged yet: its turn isn't over before."""
        drafts = ended.result.drafts
        if not self._gpus.worth_waiting_for or not any(self._needs_the_look(d.action) for d in drafts):
            return False
        self._say_so(ended.turn)
        return True

    def withdraw(self) -> tuple[Mail, ...]:
        """The letters that wait, which do so no more: whoever stops a search doesn't want the next one."""
        letters = tuple(self._letters.values())
        self._letters.clear()
        return letters

    def _needs_the_look(self, action: Action) -> bool:
        return would_use_gpu(action, self._n_cells)

    def _say_so(self, about: str) -> None:
        if not self._was_said:
            self._was_said = True
            self._journal.append(Remarked(turn=about, text=_LOOKING))


def _judged(letter: Letter, view: RunView) -> Action | None:
    """The action that policy must judge to answer a letter."""
    match letter:
        case Propose(proposal=proposal):
            return proposal.action
        case Decide(decision=decision) if decision.answer == "edit":
            return decision.edited
        case Decide(decision=decision) if decision.answer == "approve":
            card = view.card(decision.card)
            return card.proposal.action if card is not None else None
        case Ready(action=action):
            return action
        case _:
            return None
