"""The main job in a real JupyterLab: a goal typed in the sidebar becomes a model in hand.

Real parts throughout: host process, planner, policy, workers. The kernel is restarted and the page reloaded on the way.
"""

from __future__ import annotations

import pytest
from lab import Lab
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.usefixtures("shot")]

LOAD = """
from sklearn.datasets import load_wine
table = load_wine(as_frame=True)
wine = table.frame.assign(cultivar=table.target.map(lambda i: "abc"[i])).drop(columns="target")
"""
PREDICT = """
import cotune
study = cotune.open("wine")
print(study.model().predict(wine.drop(columns="cultivar"))[:3], len(study.trials()))
"""
SLOW_MS = 60_000


def test_a_goal_typed_in_the_sidebar_becomes_a_model(lab: Lab) -> None:
    lab.open("wine.ipynb", LOAD, PREDICT)
    lab.run_cell(0)
    lab.command("cotune:show")
    lab.panel.get_by_role("button", name="Start here").click()
    lab.panel.get_by_test_id("composer").fill("Predict cultivar in 5 minutes, no neural nets.")
    lab.panel.get_by_test_id("send").click()

    card = lab.panel.get_by_test_id("card")
    expect(card).to_contain_text("cultivar", timeout=SLOW_MS)
    expect(card).to_contain_text("all but Neural net")
    card.get_by_test_id("approve").click()
    expect(lab.panel.get_by_test_id("best")).to_be_visible(timeout=SLOW_MS)

    lab.restart_kernel()
    lab.panel.get_by_role("button", name="Bring it back").click(timeout=SLOW_MS)
    expect(lab.panel.get_by_test_id("best")).to_be_visible(timeout=SLOW_MS)
    lab.reload()
    lab.command("cotune:show")
    expect(lab.panel.get_by_test_id("phase")).to_have_text("Searching", timeout=SLOW_MS)

    lab.panel.get_by_test_id("stop_run").click()
    expect(lab.panel.get_by_test_id("phase")).to_have_text("Stopped", timeout=SLOW_MS)
    expect(lab.panel.get_by_test_id("model")).to_contain_text("Your model is ready")
    lab.panel.get_by_test_id("show_weights").click()
    expect(lab.panel.get_by_test_id("weights").get_by_role("row")).to_have_count(10, timeout=SLOW_MS)
    lab.panel.get_by_test_id("unseal").click()
    expect(card).to_contain_text("Open the sealed holdout?", timeout=SLOW_MS)
    card.get_by_test_id("approve").click()
    expect(lab.panel.get_by_test_id("holdout")).to_contain_text("opened once", timeout=SLOW_MS)

    lab.panel.get_by_role("tab", name="Search").click()
    expect(lab.panel.get_by_test_id("insight")).to_contain_text("What matters", timeout=SLOW_MS)
    lab.panel.get_by_test_id("composer").fill("explain the best trial")
    lab.panel.get_by_test_id("send").click()
    log = lab.panel.get_by_role("log")
    expect(log).to_contain_text("Settings of trial", timeout=SLOW_MS)
    log.get_by_test_id("figure").last.click()
    expect(lab.panel.get_by_role("tab", name="Trials")).to_have_attribute("aria-selected", "true")

    lab.run_cell(0)
    lab.run_cell(1)
    assert "a" in lab.output(1)
