"""What an update costs at 10,000 trials, in the kernel and in the browser: `python benchmarks/widget_update.py`.

The budget is the 100 ms between two updates; the bundle runs in Chromium against a model in the page.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk, TrialResult, TrialRow
from cotune.model.view import RunState, RunView
from cotune.model.words import FAMILIES
from cotune.ui.snapshot import Parcel, Snapshot, parcel
from cotune.ui.widget import STATIC

TRIALS = 10_000
NEW_PER_UPDATE = 10
UPDATES = 30
TICK_MS = 100.0

PAGE = """
async ({ esm, css }) => {
  document.body.innerHTML = '<div id="host" class="ct-side" style="width:300px;height:850px"></div>';
  document.head.append(Object.assign(document.createElement('style'), { textContent: css }));
  const url = URL.createObjectURL(new Blob([esm], { type: 'text/javascript' }));
  const { default: widget } = await import(url);
  let listener;
  widget.render({ model: { on: (_, f) => (listener = f), off() {}, send() {} }, el: document.getElementById('host') });
  window.deliver = (text, buffer) => {
    const bytes = Uint8Array.from(atob(buffer), c => c.charCodeAt(0));
    const message = JSON.parse(text);
    const began = performance.now();
    listener(message, [new DataView(bytes.buffer)]);
    return new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now() - began))));
  };
}
"""


def row(i: int, running: bool = False) -> TrialRow:
    configuration = Configuration(family=FAMILIES[i % 10], params={"learning_rate": 0.1, "depth": 3})
    ask = TrialAsk(trial=i, run=1, number=i, configuration=configuration, origin="smac")
    if running:
        return TrialRow(ask=ask, status="running", started_at_s=float(i))
    score = 0.9 - 0.3 / (i + 1) - (i * 7919 % 100) / 1000
    result = TrialResult(trial=i, attempt=1, status="ok", score=score, fold_scores=(score,) * 5, seconds=1.0)
    return TrialRow(ask=ask, status="ok", result=result, started_at_s=float(i))


def study(n: int) -> Snapshot:
    spec = SearchSpec(target="y", task="binary", metric="roc_auc", seconds=3600)
    run = RunState(run=1, phase="running", budget_s=3600, workers=2, baseline_dummy=0.5)
    view = RunView(seq=1, name="large", spec=spec, run=run, trials=tuple(row(i) for i in range(n)), incumbent=n - 1)
    return Snapshot.of(view, None, 0, "alive")


def grown(shown: Snapshot, n: int) -> Snapshot:
    more = (row(len(shown.trials) + i) for i in range(n))
    return dataclasses.replace(shown, seq=shown.seq + 1, trials=(*shown.trials, *more))


def kernel_side() -> tuple[list[Parcel], list[float]]:
    """The parcels of a first look and of what follows, and the milliseconds that each took to make."""
    shown, parcels, costs = study(TRIALS), [], []
    before = None
    for number in range(1, UPDATES + 2):
        began = time.perf_counter()
        made = parcel(before, shown, number, 0)
        costs.append(1000 * (time.perf_counter() - began))
        assert made is not None
        parcels.append(made)
        before, shown = shown, grown(shown, NEW_PER_UPDATE)
    return parcels, costs


def browser_side(page: Page, parcels: list[Parcel]) -> list[float]:
    """Milliseconds from a message's arrival to the end of the frame that shows it."""
    page.evaluate(PAGE, {"esm": (STATIC / "widget.js").read_text(), "css": (STATIC / "widget.css").read_text()})
    costs = []
    for sent in parcels:
        text, buffer = sent.update.model_dump_json(), base64.b64encode(sent.buffer).decode()
        costs.append(page.evaluate("([text, buffer]) => window.deliver(text, buffer)", [text, buffer]))
    return costs


def main() -> None:
    parcels, kernel = kernel_side()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        chromium = next((p for p in map(Path, ("/usr/bin/chromium", "/usr/bin/chromium-browser")) if p.exists()), None)
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=chromium, headless=True, args=["--no-sandbox", "--disable-gpu"]
        )
        browser = browser_side(context.new_page(), parcels)
        context.close()
    first, later = parcels[0], parcels[1]
    report = {
        "trials": TRIALS,
        "first_kB": round(len(first.buffer) / 1000, 1),
        "increment_kB": round(len(later.buffer) / 1000, 2),
        "kernel_first_ms": round(kernel[0], 1),
        "kernel_increment_ms": round(statistics.median(kernel[1:]), 2),
        "browser_first_ms": round(browser[0], 1),
        "browser_increment_ms": round(statistics.median(browser[1:]), 1),
    }
    busy = (report["kernel_increment_ms"] + report["browser_increment_ms"]) / TICK_MS
    print(json.dumps(report | {"share_of_a_100_ms_tick": round(busy, 3)}))


if __name__ == "__main__":
    main()
