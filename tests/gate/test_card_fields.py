"""What was shown is what runs: each field of each action stands on its card, and a new field can't be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from door import SPEC, propose

from cotune.gate.card import make_card
from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.base import Noun
from cotune.model.gate import Grant, Verdict
from cotune.model.space import Configuration
from cotune.model.spec import Range, range_in_words
from cotune.model.view import ActiveSteer, RunState, RunView
from cotune.study.card_text import card_text

DEPTH = Range(family="xgboost", name="max_depth", low=3, high=4)
STEER = act.Steer(family="xgboost", ranges=(DEPTH,))
VIEW = RunView(
    planner="built-in planner (no LLM)",
    steers=(ActiveSteer(id="steer-1", steer=STEER, by="agent", since_trial=0),),
    grants=(Grant(id="grant-1", seconds=720),),
    run=RunState(run=1, phase="running", budget_s=300, budget_trials=20),
)
BASES: dict[type[Noun], dict[str, Any]] = {
    act.StartSearch: {"spec": SPEC.model_dump()},
    act.Steer: STEER.model_dump(),
    act.Unsteer: {"steer_id": "?"},
    act.EnqueueTrial: {"configuration": Configuration(family="linear").model_dump()},
    act.BanFamily: {"family": "linear"},
    act.UnbanFamily: {"family": "linear"},
    act.SetAutonomy: {"autonomy": "ask_risky"},
    act.GrantBudget: {"seconds": 60},
    act.RevokeGrant: {"grant_id": "?"},
    act.SetAgentModel: {"model": "openai:one"},
    act.LimitAgent: {"budget": {"input_price": 1, "output_price": 1}},
    act.ShareWithAgent: {"sharing": {"level": 3, "labels": ("a",)}},
}
"""What an action is made of where its type alone doesn't do."""

SHOWN: dict[type[Noun], dict[str, tuple[object, str]]] = {
    act.StartSearch: {
        "spec.target": ("b", "target: b"),
        "spec.task": ("multiclass", "task: multiclass"),
        "spec.metric": ("f2", "metric: f2"),
        "spec.seconds": (17.25, "seconds: 17.25"),
        "spec.trials": (17, "trials: 17"),
        "spec.families": (("linear", "svm"), "families: linear, svm"),
        "spec.exclude_columns": (("a",), "exclude_columns: a"),
        "spec.device": ("cuda", "device: cuda"),
        "spec.workers": (3, "workers: 3"),
        "spec.split": ("random", "split: random"),
        "spec.group_column": ("a", "group_column: a"),
        "spec.time_column": ("a", "time_column: a"),
        "spec.folds": (7, "folds: 7"),
        "spec.holdout_fraction": (0.125, "holdout_fraction: 0.125"),
        "spec.max_predict_ms": (2.5, "max_predict_ms: 2.5"),
        "spec.interpretable": (True, "interpretable: True"),
        "spec.random_state": (11, "random_state: 11"),
        "spec.memory_mb": (900, "memory_mb: 900"),
        "spec.seconds_per_trial": (9, "seconds_per_trial: 9"),
        "spec.positive_class": ("yes", "positive_class: yes"),
        "spec.weight_column": ("a", "weight_column: a"),
        "spec.ranges": ((DEPTH,), "ranges: xgboost: max_depth 3 to 4"),
        "spec.objectives": (("score", "size_mb"), "objectives: score, size_mb"),
    },
    act.PauseRun: {},
    act.ResumeRun: {},
    act.StopRun: {},
    act.UnsealHoldout: {},
    act.ExtendRun: {"seconds": (30, "seconds: 300 -> 330"), "trials": (5, "trials: 20 -> 25")},
    act.Steer: {
        "family": ("linear", "linear"),
        "ranges": ((DEPTH.having(low=2),), "xgboost: max_depth 2 to 4"),
        "weight": (0.35, "0.35 of all trials"),
        "half_life": (7, "after 7 more"),
        "why": ("shallow won", "shallow won"),
    },
    act.Unsteer: {"steer_id": ("steer-1", "xgboost: max_depth 3 to 4 (at first 0.5 of all")},
    act.EnqueueTrial: {
        "configuration.family": ("svm", "svm"),
        "configuration.params": ({"C": 2.5}, "C=2.5"),
    },
    act.BanFamily: {"family": ("svm", "svm")},
    act.UnbanFamily: {"family": ("svm", "svm")},
    act.UseTrial: {"trial": (3, "trial 3")},
    act.SetAutonomy: {"autonomy": ("ask_costly", "ask_costly")},
    act.GrantBudget: {"seconds": (1, "22 min -> 22 min 1 s")},
    act.RevokeGrant: {"grant_id": ("grant-1", "12 min of 12 min")},
    act.LimitAgent: {
        "budget.turn_tokens": (5, "turn tokens: 200000 -> 5"),
        "budget.study_tokens": (6, "study tokens: 2000000 -> 6"),
        "budget.money": (7, "money: not set -> 7"),
        "budget.input_price": (8, "input price: not set -> 8"),
        "budget.output_price": (9, "output price: not set -> 9"),
        "budget.currency": ("EUR", "currency: USD -> EUR"),
    },
    act.ShareWithAgent: {"sharing.level": (2, "counts and rounded ranges\n"), "sharing.labels": (("b",), "'b'")},
    act.SetAgentModel: {"model": ("openai:two", "openai:two"), "is_object": (True, "openai:one (a model object)")},
    act.ProbeModel: {"rows": (17, "17 pieces")},
}
"""Of each field another value, and the words that a card has for it."""

ACTIONS: tuple[type[Noun], ...] = get_args(get_args(Action)[0])
CASES = [(kind, path) for kind, fields in SHOWN.items() for path in fields]


@pytest.mark.parametrize("kind", ACTIONS)
def test_of_each_field_a_card_is_looked_at(kind: type[Noun]) -> None:
    assert sorted(SHOWN[kind]) == sorted(_fields(kind))


@pytest.mark.parametrize(("kind", "path"), CASES)
def test_each_field_of_an_action_stands_on_its_card(kind: type[Noun], path: str) -> None:
    value, words = SHOWN[kind][path]
    changed = _changed(BASES.get(kind, {}), path, value)
    if path == "sharing.level":
        changed["sharing"]["labels"] = ()
    assert words in _text(kind, changed)
    assert words not in _text(kind, BASES.get(kind, {}))


@pytest.mark.parametrize(
    ("changes", "words"),
    [({}, "max_depth 3 to 4"), ({"low": None}, "max_depth up to 4"), ({"high": None}, "max_depth from 3"),
     ({"low": None, "high": None, "choices": (3, 5)}, "max_depth 3 or 5"),
     ({"choices": (3, 5)}, "max_depth 3 or 5, 3 to 4"),
     ({"name": "learning_rate", "low": 0.0001234567, "high": 0.5}, "learning_rate 0.0001234567 to 0.5")],
)  # fmt: skip
def test_a_range_is_told_with_its_bounds(changes: dict[str, object], words: str) -> None:
    assert range_in_words(DEPTH.having(**changes)) == words


def _fields(noun: type[Noun], prefix: str = "") -> Iterator[str]:
    for name, field in noun.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, Noun):
            yield from _fields(inner, f"{prefix}{name}.")
        elif name != "kind":
            yield prefix + name


def _changed(base: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    outer, _, inner = path.partition(".")
    return {**base, outer: _changed(base.get(outer, {}), inner, value) if inner else value}


def _text(kind: type[Noun], fields: dict[str, Any]) -> str:
    verdict = Verdict(outcome="ask", rule="asked", reasons=())
    proposal = propose(kind.model_validate(fields))
    return card_text(make_card(proposal, verdict, VIEW, None, datetime(2026, 1, 1, tzinfo=UTC)))
