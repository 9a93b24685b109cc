"""What matters, as a table, in the report and in a shell."""

from __future__ import annotations

import math

from cotune.model.view import RunView
from cotune.study.report import report
from cotune.study.space_text import insight_heading, insight_lines
from cotune.study.tables import importance_frame
from insights import KNOWN


def test_a_row_for_the_choice_of_family_and_one_for_each_setting() -> None:
    frame = importance_frame(KNOWN)
    assert list(frame.columns) == ["family", "setting", "importance", "low", "high", "covered", "trials"]
    assert list(frame["setting"]) == ["family", "max_depth", "learning_rate", "strength"]
    assert frame.loc[2, ["family", "importance", "low", "high", "covered"]].tolist() == ["xgboost", 0.31, 0.2, 0.4, 0.8]
    assert math.isnan(frame.loc[3, "importance"])
    assert frame.loc[3, "trials"] == 13


def test_lines_name_the_strongest_first_and_say_where_trials_are_too_few() -> None:
    assert insight_lines(KNOWN) == [
        "choice of family: 62% (41% to 70%)",
        "XGBoost (45 trials, 40% explored): learning_rate 31% (20% to 40%), max_depth 12% (0% to 25%)",
        "Linear model (13 trials, 10% explored): too few scored trials to tell (13 of 30)",
        "explored: 21% of all pairs of settings were tried together",
    ]
    early = KNOWN.having(choice_of_family=None, scored=7)
    assert insight_lines(early)[0] == "choice of family: too few scored trials to tell (7 of 20)"


def test_the_report_has_it_and_nothing_of_it_before_the_first_look() -> None:
    text = report(RunView(name="s", insight=KNOWN))
    assert f"## What matters\n\n{insight_heading(KNOWN)}\n\n- choice of family" in text
    assert "What matters" not in report(RunView(name="s"))
