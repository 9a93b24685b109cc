"""What is said of a run in which most trials failed."""

from __future__ import annotations

import pytest

from cotune.model.failing import failures_in_words
from cotune.model.space import Configuration
from cotune.model.trial import Failure, TrialAsk, TrialResult, TrialRow
from cotune.model.words import TrialStatus

FAR = Failure(type="OutOfBoundsDatetime", message="Out of bounds\n  nanosecond timestamp")


def row(status: TrialStatus, failure: Failure | None = None) -> TrialRow:
    ask = TrialAsk(trial=0, run=1, number=0, configuration=Configuration(family="linear", params={}), origin="smac")
    return TrialRow(ask=ask, status=status, result=TrialResult(trial=0, attempt=1, status=status, failure=failure))


def failed(kind: str, message: str) -> TrialRow:
    return row("failed", Failure(type=kind, message=message))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], ""),
        ([row("ok"), row("failed", FAR)], ""),
        ([row("cancelled", Failure(type="Cancelled", message="the run ended first"))], ""),
        ([row("failed", FAR)], "the only trial failed by OutOfBoundsDatetime: Out of bounds nanosecond timestamp"),
        ([failed("A", "x")] * 3, "all 3 trials failed, each by A: x"),
        (
            [row("ok")] + [failed("A", "x")] * 4 + [failed("A", "z"), failed("B", "x"), row("timeout")],
            "7 of 8 trials failed, 5 of them by A, most often: x",
        ),
    ],
)
def test_the_most_frequent_failure_is_named_with_how_often(rows: list[TrialRow], said: str) -> None:
    assert failures_in_words(rows) == said
