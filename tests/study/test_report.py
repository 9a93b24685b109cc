"""The report: what isn't ours in it is only text, and never leaves its place."""

from __future__ import annotations

from datetime import UTC, datetime

from cotune.model import event as ev
from cotune.model.fold import fold
from cotune.model.gate import Permit, ScoreWithNoise
from cotune.model.profile import DataWarning
from cotune.model.spec import SearchSpec
from cotune.model.view import RunView
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
        ev.ModelReady(
            run=1, file="f", how="refit", members=(), cv=score, predict_ms=None, message=f"made {IMAGE}\n\n{SCRIPT}"
        ),
    ]  # fmt: skip
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return fold(ev.Event(seq=n, at=at, epoch=1, body=b) for n, b in enumerate(bodies, 1))


def test_nothing_that_others_wrote_fetches_or_runs() -> None:
    page = Page(report(_told_by_others()))
    assert page.elements == {"h1", "h2", "a", "blockquote", "p", "ul", "li", "code"}
    assert page.words.count(IMAGE) == 6
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
