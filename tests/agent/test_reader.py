"""What the sentence encoder reads where no rule is sure: columns in other words, purposes, and what must be asked."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cotune.agent import plan
from cotune.agent.planner.encoder import Encoder, encoder, packed, unpacked
from cotune.agent.planner.reader import as_text, read_metrics, read_target, said_of
from cotune.data import normalise, profile_table
from cotune.model.profile import TableProfile

N = 200


@pytest.fixture(scope="module")
def shop() -> TableProfile:
    r = np.random.default_rng(0)
    frame = {
        "staff_count": r.integers(1, 9, N),
        "waste_kg": r.gamma(2.0, 3.0, N),
        "closed_down": r.choice(["no", "no", "yes"], N),
        "seats": r.integers(10, 90, N),
        "inspector": r.choice(list("abc"), N),
        "customer": [f"c{i % 60}" for i in range(N)],
    }
    return profile_table(normalise(pd.DataFrame(frame)))


def test_a_meaning_is_a_direction_that_its_batch_does_not_change() -> None:
    texts = ["how much we throw away", "a", "Nobody may die because we said that it can be eaten, " * 9]
    together = encoder().vectors(texts, "target")
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(3))
    alone = np.concatenate([encoder().vectors([text], "target") for text in texts])
    assert together == pytest.approx(alone, abs=1e-4)


@pytest.mark.parametrize("text", ["", " ?! ", "\u4e2d\u6587 \u0645", "x" * 5000, "word " * 5000])
def test_anything_can_be_read(text: str) -> None:
    assert np.isfinite(encoder().vectors([text], "target")).all()


def test_words_are_cut_into_the_longest_pieces() -> None:
    small = Encoder(["[CLS]", "[SEP]", "[UNK]", "un", "##lock", "##ed", "##l", "locked"], {})
    assert small.pieces("Unlocked locked \u4e2d") == [0, 3, 4, 5, 7, 2, 1]


def test_eight_bits_keep_what_a_matrix_says() -> None:
    weights = {"m": np.random.default_rng(0).normal(size=(40, 30)).astype(np.float32), "v": np.ones(3, np.float32)}
    back = unpacked(packed(weights))
    assert abs(back["m"] - weights["m"]).max() < np.abs(weights["m"]).max() / 200
    assert (back["v"] == weights["v"]).all()


def test_a_column_is_read_as_words_with_the_kind_of_its_values(shop: TableProfile) -> None:
    assert said_of("unit_qty") == "unit quantity"
    texts = [as_text(column) for column in shop.columns]
    assert texts[:3] == ["staff count: number", "waste kg: number", "closed down: yes or no"]
    assert texts[3:5] == ["seats: number", "inspector: " + " or ".join(shop.columns[4].levels)]


@pytest.mark.parametrize(
    ("goal", "target"),
    [("Will the place be shut?", "closed_down"), ("How much garbage is there in the evening?", "waste_kg")],
)
def test_a_column_is_found_though_no_word_of_its_name_is_said(goal: str, target: str, shop: TableProfile) -> None:
    drafted = plan(goal, shop)
    assert drafted.question is None
    assert drafted.stated["target"] == target


@pytest.mark.parametrize("goal", ["Predict the weather on Mars.", "Tell me who wins the lottery."])
def test_what_no_column_says_is_asked_about(goal: str, shop: TableProfile) -> None:
    drafted = plan(goal, shop)
    assert drafted.question is not None
    assert drafted.question.about == "target"


def test_what_the_goal_may_mean_comes_first(shop: TableProfile) -> None:
    read = read_target("Something about rubbish, please.", shop.columns, range(len(shop.columns)))
    assert shop.columns[read.ranked()[0]].name == "waste_kg"


def test_whose_thing_it_is_isnt_the_target(shop: TableProfile) -> None:
    """Names of things that rows share are no classes, unless the goal asks for them outright."""
    asked = plan("Which of our customers is it worth calling?", shop)
    assert asked.stated.get("target") != "customer"
    assert plan("Predict customer.", shop).stated["target"] == "customer"


def test_of_a_very_wide_table_columns_that_differ_by_a_number_are_not_read() -> None:
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(60, 500)), columns=[f"gene_{k}" for k in range(500)])
    profile = profile_table(normalise(frame.assign(tumour_size=np.arange(60.0) / 7)))
    read = read_target("How large is the growth?", profile.columns, range(501))
    assert list(read.shares) == [500]
    assert read.shares[500] + read.none == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("goal", "field", "value"),
    [
        (
            "Will it be closed_down? Nobody fills in waste_kg until everything is over.",
            "exclude_columns",
            ("waste_kg",),
        ),
        (
            "closed_down. Whoever is a customer comes up many times: never learn and check on one customer.",
            "group_column",
            "customer",
        ),
    ],
)
def test_roles_are_read_in_words_that_no_rule_knows(goal: str, field: str, value: object, shop: TableProfile) -> None:
    assert plan(goal, shop).stated[field] == value


def test_a_column_named_in_passing_is_not_the_target(shop: TableProfile) -> None:
    drafted = plan("Which shop will be shut for good? Our inspector asks every year.", shop)
    assert drafted.stated["target"] == "closed_down"


def test_no_column_at_all_is_none() -> None:
    assert read_target("Who comes?", (), ()).none == 1.0


@pytest.mark.parametrize(
    ("text", "task", "metric"),
    [
        ("A patient we send home by mistake may be dead by morning, an extra scan is nothing.", "binary", "recall"),
        ("Ten euros off on a hundred is as bad as a hundred off on a thousand.", "regression", "mape"),
        ("The bill must be ready on Friday and my colleague wants to see it first.", "regression", None),
    ],
)
def test_what_is_said_of_errors_leads_to_a_metric_of_the_task(text: str, task: str, metric: str | None) -> None:
    ((read, _),) = read_metrics([text], task)  # type: ignore[arg-type]
    assert read == metric
