"""Why a study has no model and what to do about it, in the words of the door where somebody asks for one."""

from __future__ import annotations

from typing import NamedTuple

from cotune.errors import UserError
from cotune.model.action import StartSearch
from cotune.model.view import RunView
from cotune.model.words import RunEnd
from cotune.study.present_model import present_model


def no_model(view: RunView, shell_name: str = "") -> UserError:
    """What to raise where a model is asked for and there is none; see `way_to_a_model`."""
    yet = "" if view.run.phase == "ended" else " yet"
    return UserError(
        f"study '{view.name}' has no model{yet}: {why_no_model(view)}", fix=way_to_a_model(view, shell_name)
    )


def ended_without_model(view: RunView) -> bool:
    """Whether the present run is over and left no model."""
    return view.run.phase == "ended" and present_model(view) is None


def why_no_model(view: RunView) -> str:
    """For example 'the search ended before the table was ready'."""
    match view.run.phase:
        case "none":
            return "its search waits for a yes" if _search_waits(view) else "nothing was searched"
        case "paused":
            return "its search is paused"
        case "running" | "finishing":
            return "no trial was successful so far"
        case "ended":
            return view.run.message or "the search ended without one"


def way_to_a_model(view: RunView, shell_name: str = "") -> str:
    """What to do next: a call, or a command where it is told what the study is called in a shell."""
    step = _step(view, shell_name)
    return step.shell if shell_name else step.python


def _search_waits(view: RunView) -> bool:
    return any(isinstance(card.proposal.action, StartSearch) for card in view.cards)


class _Step(NamedTuple):
    python: str
    shell: str


def _step(view: RunView, name: str) -> _Step:
    match view.run.phase:
        case "none" if _search_waits(view):
            then = "gives it, and the search begins"
            return _Step(f"study.approve() {then}", f"`cotune approve {name}` {then}")
        case "none":
            then = "starts a search"
            return _Step(f"study.propose({{'target': COLUMN}}) {then}", f"`cotune run FILE --target COLUMN` {then}")
        case "paused":
            return _Step("study.resume() makes it go on", f"`cotune resume {name}` makes it go on")
        case "running" | "finishing":
            then = "lists its trials: the first successful one brings a model"
            return _Step(f"study.trials() {then}", f"`cotune show {name}` {then}")
        case "ended":
            return _after(view.run.why_ended, name)


def _after(end: RunEnd | None, name: str) -> _Step:
    if end == "stopped":
        then = "goes on with what is left of the time"
        return _Step(f"study.resume() {then}", f"`cotune resume {name}` {then}")
    if end == "failed":
        return _Step("mend that and study.propose another search", "mend that, and search anew with `cotune run`")
    if end == "trials":
        then = "gives it more trials"
        return _Step(f"study.extend(trials=20) {then}", f"`cotune extend {name} --trials 20` {then}")
    then = "gives it more time"
    return _Step(f"study.extend(seconds=60) {then}", f"`cotune extend {name} --seconds 60` {then}")
