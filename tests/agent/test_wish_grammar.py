"""The grammar of leaving out, keeping, ruling out and counting, with columns, families and numbers drawn at random."""

from __future__ import annotations

import pytest
from goal_book import profile_of
from hypothesis import given, settings
from hypothesis import strategies as st
from text_to_num import text2num

from cotune.agent.planner.understand import understand

CHURN = profile_of("mlc_churn")
FEATURES = [c.name for c in CHURN.columns if c.name not in ("churn", "state")]
LEAVING_OUT = (
    "don't use {}", "do not use {} please", "without {}", "Leave {} out", "leave out {}", "Ignore {}", "exclude {}",
    "{} must not be used", "{} should be dropped", "{} can't be used", "drop {}", "use everything except {}",
    "all columns but {}", "{} off limits", "never look at {}", "get rid of {}", "Please keep {} out",
    "{} must go", "{} may not play a role", "{} raus", "ohne {}", "{} bitte weglassen",
    "{} darf nicht verwendet werden", "sans {}", "n'utilise pas {}", "sin {}", "no uses {}",
    "no se puede usar {}", "{}: not allowed",
)  # fmt: skip
KEEPING = (
    "keep {}", "don't drop {}", "{} must stay in", "do not exclude {}", "{} can be used", "never leave out {}",
    "please don't remove {}", "{} should stay",
)  # fmt: skip
RULING_OUT = (
    "no {}", "without {}", "don't use {}", "anything but {}", "{} not allowed", "skip {}", "I don't want {}",
    "avoid {}", "ohne {}", "sans {}", "sin {}", "stay away from {}", "no more {}", "nothing slow like {}",
)  # fmt: skip
WANTING = ("{} only", "only {}", "just {}, nothing else", "use {} and nothing else", "nur {}", "nothing but {}")
FAMILIES = {
    "SVM": "svm", "knn": "knn", "random forest": "random_forest", "neural networks": "mlp",
    "naive bayes": "naive_bayes", "extra trees": "extra_trees", "logistic regression": "linear", "xgboost": "xgboost",
    "decision trees": "decision_tree",
}  # fmt: skip
JOINERS = (", ", " and ", ", and ", " & ", " or ")
COUNTS = {
    "trials": ("{} trials", "at most {} trials", "no more than {} configurations", "stop after {} runs"),
    "folds": ("{} folds", "{}-fold cross-validation", "cv with {} folds"),
    "workers": ("{} cores", "use {} workers", "on {} cpus", "no more than {} threads"),
}
WORDS = ("two", "three", "five", "seven", "eight", "ten", "twelve", "fifteen", "twenty")

few = st.lists(st.sampled_from(FEATURES), min_size=1, max_size=3, unique=True)


def fields(wish: str) -> dict[str, object]:
    found = understand(f"Predict churn. {wish}. 5 minutes.", CHURN)
    assert found.question is None, found.question
    assert found.fields["target"].value == "churn"
    assert found.fields["seconds"].value == 300
    return {name: stated.value for name, stated in found.fields.items() if name not in ("target", "task", "seconds")}


@settings(max_examples=150, deadline=None)
@given(few, st.sampled_from(LEAVING_OUT), st.sampled_from(JOINERS))
def test_what_is_left_out_is_exactly_what_is_named(columns: list[str], frame: str, joiner: str) -> None:
    assert {*fields(frame.format(joiner.join(columns)))["exclude_columns"]} == {*columns}  # type: ignore[misc]


@settings(max_examples=60, deadline=None)
@given(few, st.sampled_from(KEEPING), st.sampled_from(JOINERS))
def test_what_is_kept_is_not_left_out(columns: list[str], frame: str, joiner: str) -> None:
    assert fields(frame.format(joiner.join(columns))) == {}


@settings(max_examples=40, deadline=None)
@given(few, few, st.sampled_from(LEAVING_OUT[:8]))
def test_a_second_clause_may_keep_what_the_first_leaves_in(out: list[str], kept: list[str], frame: str) -> None:
    kept = [c for c in kept if c not in out] or ["state"]
    said = f"{frame.format(', '.join(out))}, but keep {' and '.join(kept)}"
    assert {*fields(said)["exclude_columns"]} == {*out}  # type: ignore[misc]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(sorted(FAMILIES)), min_size=1, max_size=2, unique=True), st.sampled_from(RULING_OUT))
def test_families_are_ruled_out(names: list[str], frame: str) -> None:
    assert {*fields(frame.format(" or ".join(names)))["families_excluded"]} == {FAMILIES[n] for n in names}  # type: ignore[misc]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(sorted(FAMILIES)), min_size=1, max_size=2, unique=True), st.sampled_from(WANTING))
def test_families_are_wanted_alone(names: list[str], frame: str) -> None:
    assert {*fields(frame.format(" and ".join(names)))["families_only"]} == {FAMILIES[n] for n in names}  # type: ignore[misc]


@settings(max_examples=100, deadline=None)
@given(st.data(), st.sampled_from(sorted(COUNTS)))
def test_counts_in_digits_and_in_words(data: st.DataObject, field: str) -> None:
    frame = data.draw(st.sampled_from(COUNTS[field]))
    said = data.draw(st.one_of(st.integers(2, 20).map(str), st.sampled_from(WORDS)))
    assert fields(frame.format(said)) == {field: int(said) if said.isdigit() else text2num(said, "en")}


@pytest.mark.parametrize(
    "order",
    [
        "split by group on the column state",
        "group the folds by state",
        "split by state",
        "state as groups",
        "rows of the same state must stay together",
        "never the same state in training and test",
    ],
)
def test_groups_are_no_target(order: str) -> None:
    assert fields(order) == {"split": "group", "group_column": "state"}
