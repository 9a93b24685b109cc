"""A card that nobody needs to answer any more is withdrawn by the host, and holds nothing up."""

from __future__ import annotations

from collections.abc import Callable

from hosts import until

from agent.fake_openai import Calls, FakeOpenAI, Says
from cotune.model.event import CardClosed
from cotune.study import Study


def test_a_stop_that_nobody_asked_for_goes_when_the_run_has_ended(
    new_study: Callable[..., Study], fake: FakeOpenAI
) -> None:
    study = new_study(model="openai:fake")
    study.propose({"target": "churn", "families": ("decision_tree",), "folds": 2, "trials": 30})
    study.approve()
    study.pause()
    fake.script = [Calls((("draft_stop", {}),)), Says("It goes well.")]
    study.say("how is it going?")
    (card,) = until(lambda: study.cards, "no card came")
    assert card.verdict.rule == "nobody_asked"
    study.resume()
    (closed,) = until(
        lambda: [e.body for e in study.events() if isinstance(e.body, CardClosed)], "the card was not withdrawn"
    )
    assert study.wait(timeout_s=60) == "ended"
    assert (closed.card, closed.reason) == (card.id, "nothing is running")
    assert study.view.chat[-1].text.startswith("No longer asked: stop the search")
