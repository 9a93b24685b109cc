"""A value that no noun takes is refused in our words, with what to do next: none of pydantic's reach a person."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from cotune.model import action as act
from cotune.model.base import Noun
from cotune.model.misfit import misfit
from cotune.model.sharing import Sharing
from cotune.model.spec import SearchSpec
from cotune.model.usage import AgentBudget
from cotune.store import StudySettings

SPEC = {"target": "y", "task": "binary", "metric": "roc_auc"}


@pytest.mark.parametrize(
    ("noun", "fields", "what", "fix"),
    [
        (SearchSpec, SPEC | {"seconds": "2 minutes"}, "'2 minutes' is no number (seconds)",
         "give seconds, for example 120"),
        (SearchSpec, SPEC | {"interpretable": "perhaps"}, "'perhaps' is neither true nor false (interpretable)",
         "give True or False"),
        (SearchSpec, SPEC | {"memory_mb": "2 GB"}, "'2 GB' is no whole number (memory_mb)",
         "give megabytes, for example 2000"),
        (SearchSpec, SPEC | {"seconds": -5}, "-5 is out of range (seconds)",
         "use a number above 0"),
        (SearchSpec, SPEC | {"surprise": 1}, "there is no such field (surprise)",
         "leave it out"),
        (SearchSpec, SPEC | {"split": "group"}, "a group split needs a group column (group_column)",
         "name it as group_column, or let the split be 'auto'"),
        (StudySettings, {"workers": "two"}, "'two' is no whole number (workers)",
         "give one, for example 2"),
        (StudySettings, {"cluster": 5}, "5 is no text (cluster)",
         "give the address of a Dask scheduler, for example 'tcp://10.0.0.5:8786'"),
        (act.GrantBudget, {"seconds": "5m"}, "'5m' is no number (seconds)",
         "give seconds, for example 120"),
        (act.ExtendRun, {"trials": 2.5}, "2.5 is no whole number (trials)",
         "give one, for example 2"),
        (act.UseTrial, {"trial": "best"}, "'best' is no whole number (trial)",
         "give one, for example 2"),
        (act.SetAutonomy, {"autonomy": "never"}, "'never' can't be chosen (autonomy)",
         "Valid: ask_all, ask_risky, ask_costly"),
        (AgentBudget, {"output_price": 3}, "one price alone tells no cost (input_price)",
         "give both prices, for input and for output, per million tokens"),
        (AgentBudget, {"money": 3}, "a limit of money needs prices to count by (input_price)",
         "give both prices, for input and for output, per million tokens"),
        (Sharing, {"level": 4}, "4 can't be chosen (level)",
         "use 0, 1, 2 or 3"),
        (Sharing, {"level": 3}, "level 3 shares the category labels of columns, and none is named (labels)",
         "name columns, or take level 2"),
        (Sharing, {"level": 1, "labels": ("a",)}, "category labels are shared at level 3 alone (labels)",
         "leave them out here"),
    ],
)  # fmt: skip
def test_a_misfit_says_what_is_wrong_where_and_what_would_be_right(
    noun: type[Noun], fields: dict[str, object], what: str, fix: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        noun.model_validate(fields)
    assert str(misfit(refused.value)) == f"{what}\n  -> {fix}"
