"""Names that the table doesn't have are asked about; whose thing is wanted isn't the thing; words for one entity."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cotune.agent.planner.understand import understand
from cotune.agent.planner.understanding import Understanding
from cotune.data import normalise, profile_table

N = 240
R = np.random.default_rng(0)
LOANS = {
    "int_rate": R.uniform(5, 25, N),
    "verification_status": R.choice(["verified", "not verified", "source"], N),
    "house_median_value": R.uniform(1, 9, N),
    "grade": R.choice(list("ABC"), N),
}
FLIGHTS = {
    "flight": R.integers(1, 900, N),
    "dep_delay": R.normal(10, 5, N),
    "arr_delay": R.normal(9, 8, N),
    "distance": R.uniform(100, 3000, N),
}
STUDY = {
    "subject#": np.arange(N) // 6,
    "age": R.integers(30, 80, N),
    "StreamingTV": R.choice(["yes", "no"], N),
    "StreamingMovies": R.choice(["yes", "no"], N),
    "score": R.normal(size=N),
}


def read(goal: str, columns: dict[str, object]) -> Understanding:
    return understand(goal, profile_table(normalise(pd.DataFrame(columns))))


@pytest.mark.parametrize("goal", ["predict loan_status", "loan_status, 15 min", "loan_status?"])
def test_a_written_name_that_no_column_has_is_asked_about(goal: str) -> None:
    found = read(goal, LOANS)
    assert "target" not in found.fields
    assert found.question is not None
    assert found.question.text == "There is no column 'loan_status'. Which one shall be predicted?"
    assert "verification_status" in found.question.candidates


@pytest.mark.parametrize("wish", ["leave out agent_name", "keep agent_name away from it", "get rid of agent_name"])
def test_a_column_to_leave_out_that_is_not_there_is_asked_about(wish: str) -> None:
    found = read(f"predict int_rate, and {wish}", LOANS).question
    assert found is not None
    assert found.text == "There is no column 'agent_name'. Which one is meant?"


def test_a_metric_written_as_a_name_is_no_missing_column() -> None:
    assert read("log_loss, and is the loan verified?", LOANS).question is None


@pytest.mark.parametrize(
    ("goal", "target"), [("predict house_value", "house_median_value"), ("predict int_rates, 2 min", "int_rate")]
)
def test_a_shortened_or_misspelt_name_is_not(goal: str, target: str) -> None:
    assert read(goal, LOANS).fields["target"].value == target


@pytest.mark.parametrize(
    ("goal", "target"),
    [
        ("how late do flights arrive?", "arr_delay"),
        ("predict flight delays on arrival", "arr_delay"),
        ("predict the flight", "flight"),
    ],
)
def test_whose_thing_is_wanted_is_not_the_thing(goal: str, target: str) -> None:
    assert read(goal, FLIGHTS).fields["target"].value == target


@pytest.mark.parametrize("words", ["same patient never in train and test", "keep patients together"])
def test_another_word_for_the_entity_groups_its_rows(words: str) -> None:
    assert read(f"predict score, {words}", STUDY).fields["group_column"].value == "subject#"


@pytest.mark.parametrize(
    ("goal", "left_out"),
    [
        ("predict score; ignore age and anything about streaming", {"age", "StreamingTV", "StreamingMovies"}),
        ("predict score without any columns related to streaming", {"StreamingTV", "StreamingMovies"}),
        ("predict score, ignore anything about the weather", None),
        ("predict score, don't drop anything about streaming", None),
    ],
)
def test_all_columns_on_a_topic_are_left_out(goal: str, left_out: set[str] | None) -> None:
    stated = read(goal, STUDY).fields.get("exclude_columns")
    assert (stated and set(stated.value)) == left_out  # type: ignore[arg-type]


WINE = {"quality": R.integers(3, 9, N), "alcohol": R.uniform(8, 14, N), "soil": R.choice(list("abcd"), N)}


@pytest.mark.parametrize(
    ("goal", "task", "metric"),
    [
        ("quality, but misses by 2 grades are much worse than by 1", "regression", "rmse"),
        ("quality", "multiclass", None),
        ("which soil? rare soils must not be neglected", "multiclass", "f1_macro"),
    ],
)
def test_steps_of_a_scale_are_numbers_and_rare_classes_count(goal: str, task: str, metric: str | None) -> None:
    fields = read(goal, WINE).fields
    assert fields["task"].value == task
    assert (fields["metric"].value if "metric" in fields else None) == metric


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("interpretability neither", None),
        ("interpretability is not needed", None),
        ("interpretability is a must", True),
    ],
)
def test_what_is_not_wanted_is_not_asked_for(words: str, wanted: bool | None) -> None:
    stated = read(f"predict score, speed is not important, {words}", STUDY).fields.get("interpretable")
    assert (stated and stated.value) == wanted


def test_who_or_what_a_question_is_about_is_no_target_by_itself() -> None:
    assert "target" not in read("will the flight be more than 15 min late?", FLIGHTS).fields
    assert read("what will the distance be?", FLIGHTS).fields["target"].value == "distance"
