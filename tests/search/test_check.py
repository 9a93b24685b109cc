from __future__ import annotations

import dataclasses

import pytest
from small_families import FAMILIES, SHAPE, SPEC, registry

from cotune.errors import SpecError
from cotune.model.space import Configuration
from cotune.model.spec import Range
from cotune.search import check_configuration, check_ranges, left_out, make_searcher


def checked(family: str, **params: object) -> Configuration:
    return check_configuration(Configuration(family=family, params=params), SPEC, SHAPE, registry)


def test_missing_hyperparameters_get_their_defaults():
    assert checked("svm", C=2.0).params == {"C": 2.0, "kernel": "rbf", "gamma": 0.1}
    assert checked("svm", kernel="linear").params == {"C": 1.0, "kernel": "linear"}


@pytest.mark.parametrize(
    ("family", "params", "says"),
    [
        ("xgboost", {"max_dept": 3}, "Did you mean 'max_depth'"),
        ("xgboost", {"max_depth": 99}, "'max_depth' may be 1 to 12"),
        ("xgboost", {"max_depth": 3.5}, "'max_depth' may be 1 to 12"),
        ("xgboost", {"max_depth": True}, "'max_depth' may be 1 to 12"),
        ("xgboost", {"weighted": 1}, "one of True, False"),
        ("svm", {"kernel": "RBF"}, "one of 'linear', 'rbf', 'poly'"),
        ("svm", {"C": float("nan")}, "'C' may be 0.01 to 100.0"),
        ("svm", {"kernel": "linear", "gamma": 0.1}, "only if kernel is 'rbf', 'poly'"),
        ("mlp", {}, "not searched"),
    ],
)
def test_what_does_not_exist_is_refused_with_what_would(family, params, says):
    with pytest.raises(SpecError) as refused:
        checked(family, **params)
    assert says in str(refused.value)


def test_a_value_outside_of_a_narrowed_range_is_refused():
    narrowed = SPEC.having(ranges=[{"family": "xgboost", "name": "max_depth", "high": 4}])
    deep = Configuration(family="xgboost", params={"max_depth": 6})
    assert checked("xgboost", max_depth=6)
    with pytest.raises(SpecError, match="1 to 4"):
        check_configuration(deep, narrowed, SHAPE, registry)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (Range(family="xgboost", name="depth", low=1), "max_depth"),
        (Range(family="xgboost", name="max_depth", low=50), "leaves nothing"),
        (Range(family="xgboost", name="max_depth", low=3.2, high=3.8), "leaves nothing"),
        (Range(family="svm", name="kernel", choices=("sigmoid",)), "leaves nothing"),
        (Range(family="svm", name="kernel", low=1), "leaves nothing"),
        (Range(family="mlp", name="alpha", low=1), "not searched"),
    ],
)
def test_a_range_that_fits_nothing_is_refused(wrong, says):
    with pytest.raises(SpecError) as refused:
        check_ranges([wrong], SPEC, SHAPE, registry)
    assert says in str(refused.value)
    assert refused.value.where != "ranges", "a hint has no such field, and the message names the hyperparameter"


def test_a_searcher_is_not_made_from_a_range_that_fits_nothing():
    with pytest.raises(SpecError):
        make_searcher("random", SPEC.having(ranges=[{"family": "svm", "name": "c", "low": 1}]), SHAPE, 0, registry)


def test_families_that_cannot_be_used_are_left_out_with_the_reason_and_none_left_is_an_error():
    broken = dataclasses.replace(FAMILIES["xgboost"], trouble="xgboost is broken; repair: pip ...")
    unweighted = dataclasses.replace(FAMILIES["svm"], weighs_rows=False)
    families = FAMILIES | {"xgboost": broken, "svm": unweighted}
    weighted = SPEC.having(weight_column="w")
    assert left_out(SPEC, SHAPE, families.__getitem__) == {"xgboost": "xgboost is broken; repair: pip ..."}
    assert set(left_out(weighted, SHAPE, families.__getitem__)) == {"xgboost", "svm"}
    searcher = make_searcher("random", SPEC, SHAPE, 0, families.__getitem__)
    assert "xgboost" not in {searcher.ask(n).configuration.family for n in range(20)}
    with pytest.raises(SpecError, match="repair: pip"):
        left_out(SPEC.having(families=("xgboost",)), SHAPE, families.__getitem__)
    with pytest.raises(SpecError, match="repair: pip"):
        check_configuration(Configuration(family="xgboost"), SPEC, SHAPE, families.__getitem__)


def test_families_for_which_the_table_is_too_large_are_left_out_with_the_reason_unless_none_remains():
    large = SHAPE.having(n_rows=20_000)
    assert left_out(SPEC, SHAPE, registry) == {}
    assert left_out(SPEC, large, registry) == {"svm": "more than 10000 rows"}
    assert left_out(SPEC.having(families=("svm",)), large, registry) == {}
    searcher = make_searcher("random", SPEC, large, 0, registry)
    assert "svm" not in {searcher.ask(n).configuration.family for n in range(20)}
