"""The panel in a real JupyterLab: found, heard and back again, whatever the kernel is doing.

The study's host lives in the kernel's memory here (tests/ui/story.py), so that only the panel's own ways are timed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lab import THEMES, Lab
from playwright.sync_api import expect

expect.set_options(timeout=15_000)
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("shot")]

RUNNING = """
from datetime import UTC, datetime, timedelta
from story import Story, StoryStudy
import cotune.ui
story = Story(begin=datetime.now(UTC) - timedelta(seconds=60)).created().goal().card().approved().trials(15)
study = StoryStudy(story)
cotune.ui.panel(study)
"""
ENDED = RUNNING.replace(".trials(15)", ".trials(15, running=0).ended()")
INLINE = RUNNING + "\ncotune.ui.inline(study)"
CARD = """
from story import Story, StoryStudy
import cotune.ui
study = StoryStudy(Story().created().goal().card())
cotune.ui.panel(study)
"""
LONG_CELL = """
import pathlib, time
for _ in range(80):
    time.sleep(0.5)
    story.trials(1, running=0)
    if pathlib.Path("cell-enough").exists():
        break
pathlib.Path("cell-ended").touch()
"""


@pytest.fixture
def busy(lab: Lab) -> Iterator[Callable[[], bool]]:
    """Whether the long cell is still running; the kernel's status can't tell, it mixes in the subshells."""
    ended = lab.server.root / "cell-ended"
    yield lambda: not ended.exists()
    for file in (ended, lab.server.root / "cell-enough"):
        file.unlink(missing_ok=True)


def start(lab: Lab, name: str, *cells: str) -> None:
    lab.open(f"{name}.ipynb", *cells)
    lab.run_cell(0)
    expect(lab.panel.get_by_test_id("phase")).to_be_visible()


def test_the_sidebar_opens_by_itself_when_a_study_appears(lab: Lab) -> None:
    start(lab, "appears", RUNNING)
    expect(lab.panel.get_by_test_id("phase")).to_have_text("Searching")
    expect(lab.panel.get_by_test_id("best")).to_contain_text("F2")
    expect(lab.page.locator(".cotune-status")).to_contain_text("churn")


def test_a_click_takes_effect_while_a_cell_is_running(lab: Lab, busy: Callable[[], bool]) -> None:
    """Trials stream in meanwhile: ipykernel 7.4 would send clicks to the shell that published on the comm last."""
    start(lab, "busy", RUNNING, LONG_CELL)
    lab.run_cell(1, wait=False)
    expect(lab.page.locator(".jp-InputArea-prompt", has_text="[*]")).to_be_visible()
    lab.page.wait_for_timeout(2000)
    lab.panel.get_by_test_id("pause_run").click()
    expect(lab.panel.get_by_test_id("phase")).to_have_text("Paused")
    lab.panel.get_by_test_id("resume_run").click()
    expect(lab.panel.get_by_test_id("phase")).to_have_text("Searching")
    assert busy()


def test_the_inline_widget_is_heard_while_a_cell_is_running(lab: Lab, busy: Callable[[], bool]) -> None:
    start(lab, "inline", INLINE, LONG_CELL)
    inline = lab.page.locator(".jp-OutputArea .ct-panel")
    expect(inline.get_by_test_id("phase")).to_have_text("Searching")
    lab.run_cell(1, wait=False)
    expect(lab.page.locator(".jp-InputArea-prompt", has_text="[*]")).to_be_visible()
    lab.page.wait_for_timeout(2000)
    inline.get_by_test_id("pause_run").click()
    expect(inline.get_by_test_id("phase")).to_have_text("Paused")
    assert busy()


def test_after_a_reload_during_a_running_cell_the_panel_is_back_and_heard(lab: Lab, busy: Callable[[], bool]) -> None:
    start(lab, "reload", RUNNING, LONG_CELL)
    lab.command("docmanager:save")
    lab.run_cell(1, wait=False)
    lab.reload()
    lab.command("cotune:show")
    expect(lab.panel.get_by_test_id("phase")).to_have_text("Searching", timeout=20_000)
    lab.panel.get_by_test_id("stop_run").click()
    expect(lab.panel.get_by_test_id("phase")).to_have_text("Stopped")
    assert busy()

    lab.panel.get_by_test_id("composer").fill("half a goal")
    (lab.server.root / "cell-enough").touch()
    lab.wait_for_kernel()
    lab.page.wait_for_timeout(1000)
    assert not busy()
    expect(lab.panel.get_by_test_id("composer")).to_have_value("half a goal")


def test_after_a_kernel_restart_the_panel_offers_the_line_that_brings_it_back(lab: Lab) -> None:
    start(lab, "restart", RUNNING)
    lab.restart_kernel()
    note = lab.panel.locator(".cotune-note")
    expect(note.get_by_role("button", name="Bring it back")).to_be_visible(timeout=20_000)
    expect(note.locator("code")).to_contain_text("cotune.ui.panel('churn'")


def test_an_empty_panel_starts_with_a_click_and_finds_the_tables(lab: Lab) -> None:
    lab.open("empty.ipynb", "import pandas as pd; customers = pd.DataFrame({'age': [1, 2], 'bought': [0, 1]})")
    lab.run_cell(0)
    lab.command("cotune:show")
    lab.panel.get_by_role("button", name="Start here").click()
    expect(lab.panel).to_contain_text("customers")
    expect(lab.panel).to_contain_text("2 rows, 2 columns")


def test_two_notebooks_have_two_panels(lab: Lab) -> None:
    start(lab, "one", RUNNING)
    start(lab, "two", CARD)
    expect(lab.panel.get_by_test_id("phase")).to_have_text("Not started")
    lab.command("docmanager:open", path="one.ipynb")
    expect(lab.panel.get_by_test_id("phase")).to_have_text("Searching")


def test_a_card_can_be_edited_and_rejected(lab: Lab) -> None:
    start(lab, "card", CARD, "print(study.posted[0][1].decision.reason)")
    card = lab.panel.get_by_test_id("card")
    card.get_by_test_id("edit").click()
    expect(card.get_by_test_id("minutes")).to_have_value("5")
    card.get_by_test_id("minutes").press("ControlOrMeta+a")
    card.get_by_test_id("minutes").press_sequentially("0.75")
    expect(card.get_by_test_id("minutes")).to_have_value("0.75")
    card.get_by_role("button", name="Back").click()
    card.get_by_test_id("reject").click()
    card.get_by_test_id("reason").fill("use recall")
    card.get_by_test_id("send-reject").click()
    expect(card).to_have_count(0)
    lab.run_cell(1)
    assert "use recall" in lab.output(1)


def test_typing_in_the_panel_does_not_reach_the_notebook(lab: Lab) -> None:
    start(lab, "keys", CARD)
    lab.panel.get_by_test_id("composer").click()
    lab.page.keyboard.type("aabbdd")
    expect(lab.panel.get_by_test_id("composer")).to_have_value("aabbdd")
    expect(lab.page.locator(".jp-Notebook .jp-CodeCell")).to_have_count(1)


def test_after_a_kernel_restart_the_inline_widget_says_what_to_do(lab: Lab) -> None:
    """Its clicks would reach nobody: it must not say that the kernel is busy and will take them."""
    start(lab, "inline-restart", INLINE)
    inline = lab.page.locator(".jp-OutputArea .ct-panel")
    expect(inline.get_by_test_id("phase")).to_have_text("Searching")
    lab.restart_kernel()
    expect(inline.get_by_test_id("cut-off").or_(inline.get_by_test_id("problem"))).to_contain_text("run its cell again")
    inline.get_by_test_id("pause_run").click()
    expect(inline.get_by_test_id("problem")).to_contain_text("run its cell again")
    expect(inline.get_by_test_id("unheard")).to_have_count(0)


def test_keys_in_the_inline_widget_are_no_orders_to_the_notebook(lab: Lab) -> None:
    """In command mode x would cut the cell, m make it Markdown, and d d delete it."""
    start(lab, "inline-keys", INLINE)
    tab = lab.page.locator(".jp-OutputArea .ct-panel").get_by_test_id("tab-trials")
    tab.click()
    expect(lab.page.locator(".jp-Notebook.jp-mod-commandMode")).to_be_visible()
    for key in "mxdd":
        tab.press(key)
    expect(lab.page.locator(".jp-Notebook .jp-CodeCell")).to_have_count(1)
    expect(tab).to_be_focused()


@pytest.mark.parametrize(
    ("cell", "tabs"),
    [(RUNNING, ("progress", "search")), (CARD, ("table",)), (ENDED, ("progress", "trials"))],
    ids=["running", "card", "ended"],
)
def test_the_panel_is_accessible_in_both_themes(lab: Lab, cell: str, tabs: tuple[str, ...]) -> None:
    axe = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.exists():
        pytest.skip("needs `jlpm install`")
    start(lab, "axe", cell)
    lab.page.add_script_tag(path=axe)
    for theme in THEMES:
        lab.set_theme(theme)
        for tab in tabs:
            lab.panel.get_by_test_id(f"tab-{tab}").click()
            found = lab.page.evaluate("() => axe.run('#cotune-sidebar').then(r => JSON.stringify(r.violations))")
            assert [f"{theme}, {tab}: {v['id']}: {v['nodes'][0]['html']}" for v in json.loads(found)] == []
