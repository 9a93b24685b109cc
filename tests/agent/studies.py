"""Tables' profiles and views for the agent's tests, made from real parts."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pandas as pd

from cotune.agent import TurnRequest
from cotune.data import normalise, profile_table
from cotune.model import event as ev
from cotune.model.fold import fold
from cotune.model.gate import Permit
from cotune.model.profile import TableProfile
from cotune.model.sharing import Sharing
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk, TrialResult
from cotune.model.view import RunView

SPEC = SearchSpec(target="left_us", task="binary", metric="roc_auc", seconds=120)


def phone_table(n: int = 200) -> pd.DataFrame:
    """Customers of a phone company: an id, categories, numbers, a date, a free text, a yes/no outcome."""
    rows = range(n)
    return pd.DataFrame(
        {
            "customer_id": [f"C{i:05d}" for i in rows],
            "region": [("north", "south", "coast")[i % 3] for i in rows],
            "MonthlyFee": [10.0 + (i * 7 % 50) + i / 1000 for i in rows],
            "data_gb": [float(i * 13 % 97) + 0.5 for i in rows],
            "household": [f"H{i // 4}" for i in rows],
            "signed_on": pd.date_range("2020-01-01", periods=n, freq="D"),
            "plan_grade": [(i * 5) % 4 for i in rows],
            "left_us": ["yes" if i % 5 == 0 else "no" for i in rows],
        }
    )


@cache
def phone_profile() -> TableProfile:
    return profile_table(normalise(phone_table()))


def view_of(*bodies: ev.EventBody) -> RunView:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return fold(ev.Event(seq=n, at=at, epoch=1, body=b) for n, b in enumerate(bodies, 1))


def shared(level: int, *labels: str) -> ev.SharingSet:
    return ev.SharingSet(sharing=Sharing.model_validate({"level": level, "labels": labels}))


def running(*more: ev.EventBody, spec: SearchSpec = SPEC) -> RunView:
    """A study with a run under way: two finished trials and a failed one."""
    permit = Permit(proposal="p", action_digest="d", source="approved", decision="x")
    start = ev.RunStarted(run=1, spec=spec, permit=permit, seed=0, workers=1, versions={})
    return view_of(start, *_trials(), *more)


def _trials() -> list[ev.EventBody]:
    bodies: list[ev.EventBody] = []
    for n, (family, score) in enumerate((("xgboost", 0.81), ("linear", 0.74), ("svm", None))):
        ask = TrialAsk(trial=n, run=1, number=n, configuration=Configuration(family=family), origin="portfolio")
        status = "ok" if score is not None else "timeout"
        result = TrialResult(trial=n, attempt=1, status=status, score=score, seconds=1.0)
        bodies += [ev.TrialStarted(ask=ask, active_s=n), ev.TrialFinished(run=1, result=result, active_s=n + 1)]
    return bodies


def request(text: str, view: RunView | None = None, turn: str = "t1") -> TurnRequest:
    return TurnRequest(turn=turn, text=text, view=view or RunView(), profile=phone_profile())
