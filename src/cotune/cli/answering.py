"""Get a yes for what an action needs: from `--yes`, from a human at the terminal, or not at all."""

from __future__ import annotations

import sys

import typer

from cotune.cli.outcome import CardsWaiting, say
from cotune.errors import Refused
from cotune.model.event import SCORING_HOLDOUT
from cotune.model.gate import Card
from cotune.model.mail import Reply
from cotune.model.printable import printable
from cotune.study import Study
from cotune.study.card_text import card_text
from cotune.study.waiting_card import waiting_card


def settle(study: Study, reply: Reply, *, yes: bool) -> None:
    """Answer the card that an action was put on, if it was.

    Raises:
        CardsWaiting: there is no terminal to ask at.
        Refused: the human said no, or the policy does.
    """
    card = next((c for c in study.cards if c.id == reply.card), None)
    if card is None:
        return
    if not yes:
        if not _somebody_is_there():
            raise CardsWaiting(study.name, study.cards, study.shell_name, takes_yes=True)
        say(card_text(card))
        if not confirmed("Approve?"):
            study.reject(card, "declined at the terminal")
            raise Refused("human", ("you said no",))
    study.approve(card)


def shown_and_confirmed(study: Study) -> Card:
    """The card that waits, after somebody has read it here and said yes: it may be another than they saw before.

    Raises:
        CardsWaiting: there is no terminal to show it at.
        Refused: the human said no; the card still waits.
    """
    card = waiting_card(study.cards, None, study.name)
    if not _somebody_is_there():
        raise CardsWaiting(study.name, study.cards, study.shell_name, takes_yes=False)
    say(card_text(card))
    if not confirmed("Approve?"):
        raise Refused("human", ("you said no; the card still waits",))
    return card


def why_unscored(study: Study) -> str:
    """What the study's process said of sealed rows that it could not score."""
    return said_of(SCORING_HOLDOUT, study) or "the sealed rows were not scored"


def said_of(task: str, study: Study) -> str:
    """What the study's process said last of a task of that kind; empty for nothing."""
    said = [line.text for line in study.view.chat if (line.turn or "").startswith(task)]
    return said[-1] if said else ""


def confirmed(question: str) -> bool:
    """Whether somebody at the terminal says yes; False when nobody is there.

    Raises:
        KeyboardInterrupt: Ctrl-C or the end of input instead of an answer.
    """
    try:
        return _somebody_is_there() and typer.confirm(printable(question), err=True)
    except typer.Abort:
        raise KeyboardInterrupt from None


def _somebody_is_there() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
