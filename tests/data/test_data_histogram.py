"""The spread of a column's values as a few counts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cotune.data import profile_table


def spread(values: object) -> tuple[int, ...]:
    return profile_table(pd.DataFrame({"v": values})).columns[0].histogram


def test_numbers_are_counted_from_the_least_to_the_greatest() -> None:
    assert spread(np.repeat(np.arange(24.0), [5, 1] * 12)) == (6,) * 12
    assert spread([0.0, 1.0, 1.0, 1.0, np.nan]) == (1, 3)


def test_dates_are_counted_in_their_order() -> None:
    dates = pd.to_datetime(["2024-01-01"] * 3 + ["2024-06-01", "2024-12-31"])
    assert spread(dates) == (3, 1, 1)


def test_other_values_are_counted_by_how_often_they_occur() -> None:
    assert spread(["b"] * 4 + ["a"] * 7 + ["c"]) == (7, 4, 1)
    assert spread([True, False, True]) == (2, 1)


@pytest.mark.parametrize("values", [[np.nan] * 5, [f"words of row {i} and more" for i in range(100)]])
def test_where_nothing_is_spread_nothing_is_counted(values: list[object]) -> None:
    assert spread(values) == ()
