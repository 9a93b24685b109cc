"""One line on stderr that says how the search goes."""

from __future__ import annotations

from rich.console import Console
from rich.live import Live
from rich.text import Text

from cotune.model.view import RunView

QUIET_S = 10.0


class ProgressLine:
    """Redraws in place on a terminal; elsewhere prints a new line when the best improves or after 10 s."""

    def __init__(self, budget_s: float | None) -> None:
        self._budget_s = budget_s
        self._console = Console(stderr=True, highlight=False)
        self._live = Live(console=self._console, auto_refresh=False, transient=True)
        self._last: tuple[int | None, str] | None = None
        self._last_s = 0.0
        self._drawn = ""

    def __enter__(self) -> ProgressLine:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._live.stop()

    def show(self, view: RunView, elapsed_s: float) -> None:
        text = progress_text(view, elapsed_s, self._budget_s)
        if self._console.is_terminal:
            if text != self._drawn:
                self._drawn = text
                self._live.update(Text(text, overflow="ellipsis", no_wrap=True), refresh=True)
            return
        state = (view.incumbent, view.run.phase)
        if state != self._last or elapsed_s - self._last_s >= QUIET_S:
            self._last, self._last_s = state, elapsed_s
            self._console.print(text, soft_wrap=True)


def progress_text(view: RunView, elapsed_s: float, budget_s: float | None) -> str:
    """For example '0:12 / 1:00  running  8 trials, 1 failed  best roc_auc 0.9312 ± 0.01 (xgboost)'."""
    rows = view.run_trials()
    finished = [row for row in rows if row.status not in ("running", "cancelled")]
    failed = sum(row.status not in ("ok", "pruned") for row in finished)
    clock = _minutes(elapsed_s) + (f" / {_minutes(budget_s)}" if budget_s is not None else "")
    parts = [clock, view.run.phase if view.run.phase != "none" else "starting"]
    parts.append(f"{len(finished)} trials" + (f", {failed} failed" if failed else ""))
    best = view.best()
    if best is not None and (scored := view.best_score()) is not None:
        parts.append(f"best {scored.metric} {scored.in_figures()} ({best.ask.configuration.family})")
    return "  ".join(parts)


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
