"""Specs and digests: equal values have equal digests, a diff says exactly what changes, nonsense is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from cotune.errors import closest, did_you_mean
from cotune.model.spec import Range, SearchSpec, diff
from cotune.model.words import FAMILIES, INTERPRETABLE, METRICS, Task, default_metric, metrics_for, natural

names = st.text(min_size=1, max_size=8)
tasks: st.SearchStrategy[Task] = st.sampled_from(["binary", "multiclass", "regression"])
seconds = st.floats(0.1, 1e5)


@st.composite
def specs(draw: st.DrawFn) -> SearchSpec:
    task = draw(tasks)
    return SearchSpec(
        target=draw(names),
        task=task,
        metric=draw(st.sampled_from(metrics_for(task))),
        seconds=draw(seconds),
        trials=draw(st.none() | st.integers(1, 1000)),
        families=tuple(draw(st.lists(st.sampled_from(FAMILIES), min_size=1, unique=True))),
        exclude_columns=tuple(draw(st.lists(names, max_size=3))),
        workers=draw(st.none() | st.integers(1, 8)),
        folds=draw(st.none() | st.integers(2, 10)),
        holdout_fraction=draw(st.floats(0, 0.5)),
        random_state=draw(st.integers(0, 2**32 - 1)),
        positive_class=draw(st.none() | names),
        ranges=tuple(draw(st.lists(st.builds(Range, family=st.sampled_from(FAMILIES), name=names), max_size=2))),
    )


@settings(max_examples=100)
@given(spec=specs())
def test_specs_survive_json_in_any_key_order_with_the_same_digest(spec: SearchSpec) -> None:
    fields = json.loads(spec.model_dump_json())
    shuffled = dict(sorted(fields.items(), reverse=True))
    back = SearchSpec.model_validate_json(json.dumps(shuffled))
    assert back == spec
    assert back.digest() == spec.digest()
    assert spec.having() == spec


@settings(max_examples=100)
@given(one=specs(), two=specs())
def test_a_diff_names_exactly_the_fields_that_differ(one: SearchSpec, two: SearchSpec) -> None:
    differing = {f for f in SearchSpec.model_fields if getattr(one, f) != getattr(two, f)}
    changes = diff(one, two)
    assert {c.field for c in changes} == differing
    assert (one.digest() == two.digest()) == (not differing)
    assert diff(one, one) == ()
    assert {"target", "task", "metric"} <= {c.field for c in diff(None, two)}
    assert all(c.before is None for c in diff(None, two))


@given(spec=specs(), changed=st.sampled_from(["seconds", "random_state", "holdout_fraction"]))
def test_any_change_moves_the_digest(spec: SearchSpec, changed: str) -> None:
    values = {"seconds": 7.5, "random_state": 11, "holdout_fraction": 0.125}
    other = spec.having(**{changed: values[changed]})
    assert (other.digest() == spec.digest()) == (getattr(spec, changed) == values[changed])


@given(spec=specs())
def test_a_spec_is_frozen_and_closed(spec: SearchSpec) -> None:
    with pytest.raises(ValidationError):
        spec.target = "other"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        SearchSpec.model_validate(spec.model_dump() | {"surprise": 1})
    with pytest.raises(ValidationError):
        spec.having(metric="no such metric")


@pytest.mark.parametrize(
    "changes",
    [
        {"seconds": None},
        {"metric": "rmse"},
        {"split": "group"},
        {"split": "time"},
        {"interpretable": True, "families": ("svm", "knn")},
        {"device": "cuda", "families": ("svm", "knn")},
        {"device": "cuda", "interpretable": True},
        {"seconds": float("nan")},
        {"seconds": float("inf")},
        {"seconds": 0},
        {"trials": 0},
        {"folds": 1},
        {"holdout_fraction": 0.6},
        {"random_state": -1},
        {"random_state": 2**32},
        {"families": ()},
        {"workers": 0},
        {"memory_mb": 1},
    ],
    ids=str,
)
def test_an_incoherent_spec_is_refused(changes: dict[str, object]) -> None:
    fields = {"target": "y", "task": "binary", "metric": "roc_auc"}
    with pytest.raises(ValidationError):
        SearchSpec.model_validate(fields | changes)


def test_interpretable_models_narrow_the_families() -> None:
    spec = SearchSpec(target="y", task="binary", metric="f1", interpretable=True)
    assert set(spec.searched_families()) == set(INTERPRETABLE)


@given(task=tasks)
def test_each_task_has_metrics_and_its_default_is_one(task: Task) -> None:
    assert default_metric(task) in metrics_for(task)
    assert set(metrics_for(task)) <= set(METRICS)


@given(score=st.floats(-10, 10))
def test_losses_are_shown_with_their_own_sign(score: float) -> None:
    assert natural("rmse", -score) == score
    assert natural("roc_auc", score) == score


@pytest.mark.parametrize(
    ("word", "valid", "near"),
    [
        ("nope", ("age", "income", "visits"), ()),
        ("stats", ("status", "grants", "say"), ("status",)),
        ("gpx", ("auto", "cuda"), ()),
        ("incmoe", ("age", "income"), ("income",)),
        ("auc", ("accuracy", "roc_auc"), ("roc_auc",)),
        ("XGB", ("svm", "xgboost"), ("xgboost",)),
        ("a", ("age", "table"), ()),
    ],
)
def test_advice_offers_names_that_are_near_or_hold_the_word(
    word: str, valid: tuple[str, ...], near: tuple[str, ...]
) -> None:
    assert closest(word, valid) == near


@given(word=st.text(max_size=20), valid=st.lists(names, max_size=8, unique=True))
def test_advice_offers_only_valid_names(word: str, valid: list[str]) -> None:
    assert set(closest(word, valid)) <= set(valid)
    assert did_you_mean(word, valid)


def test_no_loss_at_all_has_no_sign() -> None:
    assert f"{natural('rmse', 0.0):g}" == "0"
