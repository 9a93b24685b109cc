"""A search that came to rest, and one that ended on its way up."""

from __future__ import annotations

from cotune.agent.watch.course import NEGLIGIBLE, course, finished, seconds_left, way_from_guess
from cotune.agent.watch.suggestion import Suggestion
from cotune.agent.watch.telling import ahead_text, value
from cotune.model import action as act
from cotune.model.noise import Gap
from cotune.model.profile import TableProfile
from cotune.model.spec import MOST_SECONDS
from cotune.model.view import RunView
from cotune.model.wording import duration

MANY_TRIALS = 40
LONG_S = 120.0
LONG_SHARE = 0.4
WORTH_SAVING_S = 300.0
WORTH_SAVING_SHARE = 0.2
FEWEST_TRIALS = 10
CLEARLY = 2.0


def plateau(view: RunView, _profile: TableProfile) -> Suggestion | None:
    """Nothing better beyond noise for many trials and much of the time, while much of the budget is left."""
    now, left_s = course(view), seconds_left(view)
    run = view.run
    if now is None or left_s is None or run.phase != "running":
        return None
    is_long = now.trials_since >= MANY_TRIALS and now.seconds_since >= max(LONG_S, LONG_SHARE * run.active_s)
    if not is_long or left_s < max(WORTH_SAVING_S, WORTH_SAVING_SHARE * (run.active_s + left_s)):
        return None
    text = (
        f"The search has come to rest: in {duration(now.seconds_since)} and {now.trials_since} trials since trial "
        f"{now.level} nothing was better beyond noise. {ahead_text(view, now.best, now.level, now.gain, now.noise)} "
        f"About {duration(left_s)} are left. Stopping now would cost nothing that shows so far."
    )
    return Suggestion(rule="plateau", text=text, action=act.StopRun())


def still_improving(view: RunView, _profile: TableProfile) -> Suggestion | None:
    """The budget ended while the last part of it still brought a gain beyond noise."""
    now, run = course(view), view.run
    if now is None or now.before is None or run.phase != "ended" or run.why_ended not in ("time", "trials"):
        return None
    is_clear = Gap(now.late_gain, now.late_noise).is_beyond(CLEARLY) is True
    if not is_clear or now.late_gain <= NEGLIGIBLE * way_from_guess(view) or len(finished(view)) < FEWEST_TRIALS:
        return None
    if run.why_ended == "time" and run.budget_s is not None:
        more = act.ExtendRun(seconds=min(run.budget_s, MOST_SECONDS))
    else:
        more = act.ExtendRun(trials=run.budget_trials)
    amount = duration(more.seconds) if more.seconds else f"{more.trials} trials"
    text = (
        "The search ended while it still got better: until its last fifth nothing was ahead of trial "
        f"{now.before} ({value(view, now.before)}). "
        f"{ahead_text(view, now.best, now.before, now.late_gain, now.late_noise)} "
        f"Another {amount} may bring more."
    )
    return Suggestion(rule="still_improving", text=text, action=more)
