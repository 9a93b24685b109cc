"""The searcher in a thread of its own."""

from __future__ import annotations

import time

from cotune.engine.asking import Asking, Numbered
from cotune.model.space import Configuration
from cotune.model.trial import TrialAsk, TrialResult
from cotune.model.view import ActiveSteer
from cotune.model.words import Family
from cotune.search import Proposed


class Remembers:
    """Proposes itself by name, and keeps what it is told."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.told: list[tuple[int, str]] = []
        self.banned: tuple[Family, ...] = ()

    def ask(self, number: int) -> Proposed:
        params = {"by": self.name, "number": number}
        return Proposed(configuration=Configuration(family="linear", params=params), origin="random")

    def tell(self, ask: TrialAsk, result: TrialResult) -> None:
        self.told.append((ask.trial, result.status))

    def ban(self, families: tuple[Family, ...]) -> None:
        self.banned = families

    def steer(self, steers: tuple[ActiveSteer, ...]) -> None: ...


def taken(asking: Asking) -> Numbered:
    deadline = time.monotonic() + 30
    while (ready := asking.take()) is None:
        assert time.monotonic() < deadline
        time.sleep(0.001)
    return ready


def test_another_searcher_goes_on_with_all_that_the_first_was_told() -> None:
    first, second = Remembers("first"), Remembers("second")
    asking = Asking(lambda: first)
    asking.ban(("svm",))
    asking.want(0)
    proposed = taken(asking).proposed
    ask = TrialAsk(trial=0, run=1, number=0, configuration=proposed.configuration, origin=proposed.origin)
    asking.tell(ask, TrialResult(trial=0, attempt=1, status="ok", score=1.0))
    asking.change(lambda: second)
    asking.want(1)
    assert taken(asking).proposed.configuration.params["by"] == "second"
    asking.close()
    assert (second.told, second.banned) == ([(0, "ok")], ("svm",))
