"""What anyone may send to a study's host, and what the host answers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from cotune.model.action import Action
from cotune.model.base import Noun
from cotune.model.gate import Decision, Proposal
from cotune.model.words import Door


class Say(Noun):
    """Words for the agent; the mail's id becomes the turn's id."""

    kind: Literal["say"] = "say"
    text: str


class Propose(Noun):
    kind: Literal["propose"] = "propose"
    proposal: Proposal


class Decide(Noun):
    kind: Literal["decide"] = "decide"
    decision: Decision


class StopTurn(Noun):
    """Stop the agent's turn; what it drafts later is refused."""

    kind: Literal["stop_turn"] = "stop_turn"
    turn: str | None = None


class Ready(Noun):
    """Without effect; answered as soon as a proposal of this action could be judged at once."""

    kind: Literal["ready"] = "ready"
    action: Action


class RetryTurn(Noun):
    """Answer once more the words of the last turn, which failed or was stopped; `built_in`: by the built-in planner."""

    kind: Literal["retry_turn"] = "retry_turn"
    built_in: bool = False


class QuitHost(Noun):
    """Leave: running trials are requeued for the next host. With `after_work` only when nothing is under way."""

    kind: Literal["quit_host"] = "quit_host"
    after_work: bool = False


class Foreign(Noun):
    """What another version of cotune has sent, and this one can't read."""

    kind: Literal["foreign"] = "foreign"


Letter = Annotated[
    Say | Propose | Decide | StopTurn | RetryTurn | Ready | QuitHost | Foreign, Field(discriminator="kind")
]


class Mail(Noun):
    """A letter with an id that makes it idempotent: the same id twice has effect once."""

    id: str
    door: Door
    letter: Letter


class Reply(Noun):
    """The host's answer. `card` is set when a human must decide first."""

    mail: str
    outcome: Literal["done", "card", "refused", "ignored"]
    message: str = ""
    rule: str | None = None
    card: str | None = None
