"""A study with a language model: what it may see is raised by a yes alone, what it was sent can be looked at, and
nothing of the table is written where it doesn't belong."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hosts import until
from typer.testing import CliRunner

from agent.fake_openai import KEY, Calls, FakeOpenAI, Says
from cotune.cli.app import app
from cotune.errors import Refused, UserError
from cotune.model.action import StartSearch
from cotune.model.event import SharingSet, TurnEnded
from cotune.model.sharing import Sharing
from cotune.study import Study

Make = Callable[..., Study]
SECRETS = ("cellkanarie", "labelkanarie", "otherkanarie", "987654.321", "nokanarie", "1987-06")
SEARCH = {
    "target": "churn",
    "families_only": ["decision_tree"],
    "trials": 2,
    "folds": 3,
    "positive_class": "yeskanarie",
}


@pytest.fixture
def table() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {"fee": rng.normal(size=200), "note": [f"cellkanarie {i} says a few words" for i in range(200)]}
    )
    frame.loc[7, "fee"] = 987654.321
    frame["colour"] = rng.choice(["labelkanarie", "otherkanarie"], size=200)
    frame["mixed"] = [*map(str, range(190)), *["cellkanarie"] * 10]
    frame["same"] = "cellkanarie"
    frame["key"] = [f"cellkanarie-{i:03d}" for i in range(200)]
    frame["when"] = pd.date_range("1987-06-05", periods=200).astype(str)
    return frame.assign(churn=np.where(frame["fee"] > 0, "yeskanarie", "nokanarie"))


def say(study: Study, fake: FakeOpenAI, text: str, *script: Calls | Says) -> str:
    """Say it, wait for the end of the turn, and return what the model was sent meanwhile."""
    fake.script, asked = list(script), len(fake.requests)
    turn = study.say(text)
    until(
        lambda: [e for e in study.events() if isinstance(e.body, TurnEnded) and e.body.turn == turn],
        "the turn did not end",
    )
    return json.dumps(fake.requests[asked:], ensure_ascii=False)


def shell(*command: str) -> str:
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.exception
    return done.stdout


def written(study: Study) -> str:
    """All that lies in the study's database and in the log of its host."""
    with sqlite3.connect(study.path / "study.sqlite") as database:
        return "\n".join(database.iterdump()) + (study.path / "host.log").read_text()


def test_what_leaves_is_asked_for_kept_and_nothing_else(new_study: Make, fake: FakeOpenAI, tmp_path: Path) -> None:
    study = new_study(model="openai:fake")
    assert study.share(0).outcome == "done"
    drafts = Calls((("draft_search", SEARCH | {"target": "column_8"}),))
    sent = say(study, fake, "predict churn: yeskanarie", drafts, Says("Done."))
    assert '"predict column_8: yeskanarie"' in sent
    assert not [name for name in ("fee", "note", "colour", "mixed", "when", "churn") if f'\\"{name}\\"' in sent]
    (card,) = study.cards
    assert card.proposal.action.spec.target == "churn"
    study.approve(card)

    reply = study.share(2)
    assert (reply.outcome, reply.rule) == ("card", "reveals_more")
    study.set_autonomy("ask_costly")
    study.approve(next(c for c in study.cards if c.verdict.rule == "loosens_permissions"))
    (waiting,) = study.cards
    assert [c.after for c in waiting.changes] == ["names and kinds of columns, counts and rounded ranges"]
    assert study.view.agent.sharing == Sharing(level=0)
    study.approve(waiting)
    assert "minimum" in say(study, fake, "how is it going?", Says("Well."))

    with pytest.raises(Refused, match="No column 'note'"):
        study.share(3, ["note"])
    with pytest.raises(UserError, match="label"):
        study.share(3)
    assert study.share(3, "colour").outcome == "card"
    assert study.cards[0].verdict.reasons == ("the agent's model would see the category labels of 'colour'",)
    assert study.share(1).outcome == "done"
    assert study.cards == ()
    assert "labels of 'colour'" in shell("share", study.name, "3", "--labels", "colour", "--yes")
    sent = say(study, fake, "which colours are there?", Says("Two."))
    assert ("labelkanarie" in sent, "nokanarie" in sent) == (True, False)
    assert "names and kinds of columns\n" in shell("share", study.name, "1")
    wrong = {"target": "churn", "positive_class": "maybe"}
    corrected = say(study, fake, "maybe", Calls((("draft_search", wrong),)), Says("I can't."))
    assert "no class 'maybe'" in corrected
    with pytest.raises(Refused, match="no class 'maybe'"):
        study.propose(StartSearch(spec=study.view.spec.having(positive_class="maybe")))
    study.wait(timeout_s=60)

    assert [json.loads(call.body) for call in study.sent()] == fake.requests
    assert (study.path / "sent.jsonl").stat().st_mode & 0o077 == 0
    assert '"content": "maybe"' in shell("sent", study.name)
    assert json.loads(shell("sent", study.name, "--json", "--last", "2"))["calls"][1]["body"] == study.sent()[-1].body
    study.export("folder", tmp_path / "out")
    texts = "".join(p.read_text() for p in (tmp_path / "out").iterdir() if p.suffix in (".md", ".txt", ".py"))
    assert [s for s in (*SECRETS, KEY, fake.url) if s in written(study) + texts + study.report()] == []
    assert KEY not in (study.path / "sent.jsonl").read_text()
    assert [e.body.sharing.level for e in study.events() if isinstance(e.body, SharingSet)] == [0, 2, 1, 3, 1]
