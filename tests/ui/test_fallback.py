"""A study where no widget can be shown."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from story import Story, StoryStudy

from cotune.model import event as ev
from cotune.model.gate import ScoreWithNoise
from cotune.model.profile import DataWarning
from cotune.model.trial import TrialResult
from cotune.ui.fallback import html, text
from cotune.ui.feed import Feed
from cotune.ui.show import inline, mimebundle
from cotune.ui.widget import bootstrap
from cotune.ui.wording import headline


def shown(story: Story) -> StoryStudy:
    return StoryStudy(story)


def test_text_says_what_a_person_asks_first() -> None:
    words = text(Feed(shown(Story().created().goal().card().approved().trials(12).ended())).poll())
    assert "cotune study 'churn'" in words
    assert "state: finished" in words
    assert "F2" in words
    assert "model: a blend of 2, F2 0.7521" in words


def test_while_a_search_goes_on_the_best_trial_is_the_model() -> None:
    words = text(Feed(shown(Story().created().goal().card().approved().trials(12))).poll())
    assert "so far; the search goes on" in words.split("model: ")[1].splitlines()[0]


def test_html_escapes_names_and_carries_no_script() -> None:
    story = Story(name="<script>alert(1)</script>").created((DataWarning(kind="id", column="<b>", message="<i>"),))
    page = html(Feed(shown(story.goal().card().approved().trials(5))).poll())
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "<svg" in page


def test_a_loss_reads_as_its_natural_value() -> None:
    story = Story().created().goal().card().approved().trials(3)
    assert "churn: searching" in headline(Feed(shown(story)).poll())


def test_outside_a_kernel_a_study_has_text_and_html_only() -> None:
    bundle, metadata = mimebundle(shown(Story("outside").created()))
    assert set(bundle) == {"text/plain", "text/html"}
    assert metadata == {}


def test_in_colab_a_study_brings_along_what_shows_its_widget(monkeypatch: pytest.MonkeyPatch) -> None:
    widget = "application/vnd.jupyter.widget-view+json"
    installed = SimpleNamespace(_installed_url="manager.js")
    colab = SimpleNamespace(enable_custom_widget_manager=lambda: None, _widgets=installed)
    monkeypatch.setitem(sys.modules, "google.colab.output", colab)
    monkeypatch.setattr("cotune.ui.show.in_kernel", lambda: True)
    study = shown(Story("live").created())
    bundle, metadata = mimebundle(study)
    inline(study).close()
    assert set(bundle) == {"text/plain", "text/html", widget}
    assert metadata[widget] == {"colab": {"custom_widget_manager": {"url": "manager.js"}}}


def test_a_widget_says_how_to_bring_its_study_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path))
    at_home, elsewhere = shown(Story("one").created()), shown(Story("two").created())
    at_home.path = tmp_path / "one"
    elsewhere.path = tmp_path / "far" / "two"
    assert bootstrap(at_home) == "import cotune.ui; cotune.ui.panel('one')"
    assert bootstrap(elsewhere) == f"import cotune.ui; cotune.ui.panel('two', {str(tmp_path / 'far')!r})"


def test_code_and_shell_name_of_a_study_lead_to_this_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path / "home"))
    at_home, elsewhere = shown(Story("my one").created()), shown(Story("two").created())
    at_home.path = tmp_path / "home" / "my one"
    elsewhere.path = tmp_path / "far off" / "two"
    head, far = Feed(at_home).poll().head, Feed(elsewhere).poll().head
    assert (head.code, head.cli_name) == ("cotune.open('my one')", "'my one'")
    assert (far.code, far.cli_name) == (
        f"cotune.open('two', directory={str(tmp_path / 'far off')!r})",
        f"'{elsewhere.path}'",
    )


def test_a_pruned_trial_is_none_of_the_best() -> None:
    story = Story().created().goal().card().approved().trials(3, running=1)
    best = TrialResult(trial=3, attempt=1, seconds=1, status="pruned", score=0.99, fold_scores=(0.99,))
    story.tell(ev.TrialFinished(run=1, result=best, active_s=9), after_s=0)
    assert "0.99" not in html(Feed(shown(story)).poll())


def test_a_model_of_no_trial_says_what_it_is() -> None:
    story = Story().created().goal().card().approved()
    guess = ev.ModelReady(
        run=1,
        file="models/1.joblib",
        how="fold_models",
        members=(),
        cv=ScoreWithNoise(metric="f2", score=0.0),
        predict_ms=None,
        message="no trial was successful: this model predicts the same for every row",
    )
    story.tell(guess)
    assert "model: no trial was successful" in text(Feed(shown(story)).poll())


def test_a_search_that_goes_on_no_longer_tells_how_it_ended() -> None:
    story = Story().created().goal().card().approved().trials(2)
    story.tell(ev.RunEnded(run=1, why="time", active_s=9, message="no trial finished before the search ended"))
    story.tell(ev.RunResumed(run=1, active_s=9))
    assert Feed(shown(story)).poll().progress.run.message == ""
