"""What people type as a hint is understood, or refused in words."""

from __future__ import annotations

import pytest

from cotune.errors import SpecError, UserError
from cotune.model.action import SetAgentModel
from cotune.model.spec import Range
from cotune.study.hints import as_agent_model, as_configuration, as_ranges, as_seconds


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ((3, 6), {"low": 3.0, "high": 6.0}),
        ([3, 6], {"choices": (3, 6)}),
        ((True, False), {"choices": (True, False)}),
        ("lossguide", {"choices": ("lossguide",)}),
        (0.5, {"choices": (0.5,)}),
    ],
)
def test_a_pair_is_an_interval_and_all_else_a_choice(value: object, meant: dict[str, object]) -> None:
    (found,) = as_ranges("xgboost", {"max_depth": value})
    assert found == Range.model_validate({"family": "xgboost", "name": "max_depth", **meant})


@pytest.mark.parametrize("value", [[], [[1]], (1, None), [None], {"low": 1}, None])
def test_what_is_no_range_is_called_so(value: object) -> None:
    with pytest.raises(SpecError, match=r"is no range \(max_depth\)"):
        as_ranges("xgboost", {"max_depth": value})


@pytest.mark.parametrize("given", ["xgboost", None, {"max_depth": 3}])
def test_a_configuration_without_a_family_is_told_what_one_looks_like(given: object) -> None:
    with pytest.raises(SpecError, match="names its model family"):
        as_configuration(given)


def test_settings_stand_beside_the_family_or_apart() -> None:
    flat = as_configuration({"family": "xgboost", "max_depth": 4})
    assert flat == as_configuration({"family": "xgboost", "params": {"max_depth": 4}})
    assert as_configuration({"family": "xgboost", "params": {}}).params == {}


@pytest.mark.parametrize("name", [None, "builtin", "built-in", "Planner "])
def test_the_built_in_planner_has_several_names(name: str | None) -> None:
    assert as_agent_model(name) == SetAgentModel()
    assert SetAgentModel(model=name).model is None


def test_a_chat_model_whose_type_is_named_like_the_planner_is_a_model() -> None:
    assert SetAgentModel(model="Planner", is_object=True).planner == "Planner"


@pytest.mark.parametrize("given", ["5", None, float("nan"), True, 0.5])
def test_what_is_no_time_is_told_so(given: object) -> None:
    with pytest.raises(UserError, match=r"is no number of seconds \(seconds\)\n  -> give a number of at least 1"):
        as_seconds(given, "seconds", least=1)
    assert as_seconds(-0.5, "timeout_s") == -0.5
