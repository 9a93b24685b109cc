"""The report: what isn't ours in it is only text, and never leaves its place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cotune.model import event as ev
from cotune.model.event import ModelMember
from cotune.model.fold import fold
from cotune.model.gate import Permit, ScoreWithNoise
from cotune.model.profile import DataWarning
from cotune.model.spec import SearchSpec
from cotune.model.view import RunState, RunView
from cotune.study.report import report
from pages import Page

IMAGE = "![x](http://evil.example/x.png)"
SCRIPT = "<script>alert(1)</script>"


def _told_by_others() -> RunView:
    spec = SearchSpec(target=f"y` {IMAGE} `z", task="binary", metric="roc_auc", trials=9)
    permit = Permit(proposal="p", action_digest="d", source="approved", decision="x")
    warning = DataWarning(kind="id", column="c", message=f"Column 'c\n\n{SCRIPT}\n# Model' is left out. {IMAGE}")
    score = ScoreWithNoise(metric="roc_auc", score=0.8)
    bodies: list[ev.EventBody] = [
        ev.StudyCreated(
            name="shop", data_hash="h", n_rows=9, n_columns=2, target=None, autonomy="ask_risky", planner=f"x:{IMAGE}",
            warnings=(warning,), versions={},
        ),
        ev.GoalStated(turn="t1", text=f"hello\n\n{IMAGE}\n{SCRIPT}\n# Model\n\n    {IMAGE}"),
        ev.RunStarted(run=1, spec=spec, permit=permit, seed=0, workers=1, versions={}),
        ev.RunPrepared(
            run=1, folds=5, folds_digest="f", holdout_digest="h", holdout_rows=9, baseline_dummy=0.5, active_s=0,
            cautions=(f"Groups of {IMAGE} are few.",),
        ),
        ev.ModelReady(
            run=1, file="f", how="refit", members=(), cv=score, predict_ms=None, message=f"made {IMAGE}\n\n{SCRIPT}"
        ),
        ev.RunEnded(run=1, why="trials", active_s=1, message=f"all failed: column {IMAGE}"),
    ]  # fmt: skip
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return fold(ev.Event(seq=n, at=at, epoch=1, body=b) for n, b in enumerate(bodies, 1))


def test_nothing_that_others_wrote_fetches_or_runs() -> None:
    page = Page(report(_told_by_others()))
    assert page.elements == {"h1", "h2", "a", "blockquote", "p", "ul", "li", "code"}
    assert page.words.count(IMAGE) == 8
    assert page.words.count(SCRIPT) == 3


def test_the_positive_class_is_told() -> None:
    spec = SearchSpec(target="y", task="binary", metric="f1", positive_class="`yes")
    permit = Permit(proposal="p", action_digest="d", source="approved", decision="x")
    started = ev.RunStarted(run=1, spec=spec, permit=permit, seed=0, workers=1, versions={})
    view = fold([ev.Event(seq=1, at=datetime(2026, 1, 1, tzinfo=UTC), epoch=1, body=started)])
    assert "- counts `` `yes `` as the positive class\n" in report(view)


def test_no_line_of_a_goal_or_a_warning_looks_like_ours() -> None:
    lines = report(_told_by_others()).splitlines()
    assert [line for line in lines if line.startswith("#")].count("# Model") == 0
    assert [line for line in lines if "hello" in line or "Model" in line][:2] == ["> hello", "> \\# Model"]


@pytest.mark.parametrize(
    ("fields", "members", "how"),
    [
        ({}, 1, "in cross-validation; averages the models of the folds."),
        ({"max_predict_ms": 1.0}, 1, "in cross-validation; the pipeline of one fold."),
        ({"split": "time", "time_column": "t"}, 1, "in cross-validation; has learned from all but the latest rows."),
        ({}, 0, "in cross-validation."),
    ],
)
def test_of_what_rows_a_model_that_was_not_refitted_is_made(fields: dict[str, object], members: int, how: str) -> None:
    spec = SearchSpec.model_validate({"target": "y", "task": "binary", "metric": "roc_auc", **fields})
    made_of = (ModelMember(trial=0, family="linear", weight=1.0),)[:members]
    cv = ScoreWithNoise(metric="roc_auc", score=0.8)
    model = ev.ModelReady(run=1, file="f", how="fold_models", members=made_of, cv=cv, predict_ms=None)
    assert how in report(RunView(spec=spec, model=model, run=RunState(run=1, phase="ended")))


def test_why_there_is_no_model_is_text_too() -> None:
    spec = SearchSpec(target="y", task="binary", metric="roc_auc", trials=9)
    run = RunState(run=1, phase="ended", why_ended="failed", message=f"column {IMAGE} is empty")
    page = Page(report(RunView(spec=spec, run=run)))
    assert "img" not in page.elements
    assert f"None: column {IMAGE} is empty." in page.words


def test_how_a_search_ended_is_told_in_words() -> None:
    spec = SearchSpec(target="y", task="binary", metric="roc_auc", trials=9)
    told = report(RunView(spec=spec, run=RunState(run=1, phase="ended", why_ended="exhausted", active_s=9.0)))
    assert "- 9 s of search; nothing was left to try\n- trials: none\n- folds and sealed rows were not drawn" in told
