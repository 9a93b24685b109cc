"""The seam of this room: who asks for configurations and tells results sees a `Searcher` and nothing else."""

from __future__ import annotations

from typing import Protocol

from cotune.errors import CotuneError
from cotune.model.base import Noun
from cotune.model.space import Configuration
from cotune.model.trial import TrialAsk, TrialResult
from cotune.model.view import ActiveSteer
from cotune.model.words import Family, Origin


class SpaceExhausted(CotuneError):
    """Every configuration of the space has been tried, or every family is banned."""


class Proposed(Noun):
    """A configuration to try, and where it comes from."""

    configuration: Configuration
    origin: Origin


class Searcher(Protocol):
    """Proposes configurations.

    A proposal is a pure function of the seed, its number, the trials told so far (in their order), the numbers that
    are still out, the bans and the steers. So a new searcher that is told the same trials goes on as the old one would.
    One thread at a time may use a searcher.
    """

    def ask(self, number: int) -> Proposed:
        """The proposal of that number within the run (from 0); never one that was told or is still out.

        Asking for a number again replaces the earlier proposal of that number.
        Raises SpaceExhausted when nothing is left to try.
        """
        ...

    def tell(self, ask: TrialAsk, result: TrialResult) -> None:
        """A trial ended; each is told once, in the order of the log.

        Status "running" says that a trial is out which this searcher didn't propose itself: after a restart, or one
        that a person put into the queue.
        """
        ...

    def ban(self, families: tuple[Family, ...]) -> None:
        """From now on propose nothing of these families; replaces the earlier set."""
        ...

    def steer(self, steers: tuple[ActiveSteer, ...]) -> None:
        """From now on follow these hints; replaces the earlier set."""
        ...
