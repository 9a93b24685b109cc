"""The figures of a run's families and of what it has learned of its space."""

from __future__ import annotations

from collections.abc import Iterator

from cotune.agent.figures.value import Known
from cotune.agent.watch.losing import standings
from cotune.model.insight import FEWEST_OF_FAMILY, FEWEST_OF_RUN, Importance
from cotune.model.view import RunView

_TRIALS = ("trial", "trials")


def of_standings(view: RunView) -> Iterator[Known]:
    """What each family took, and how far its best is behind."""
    for of in standings(view).values():
        yield Known(of.trials, "count", f"finished trials of {of.family}", nouns=_TRIALS)
        yield Known(of.seconds, "time", f"time of {of.family}")
        yield Known(of.share, "share", f"share of {of.family} in the time")
    origins = [row.ask.origin for row in view.run_trials()]
    for origin in set(origins):
        yield Known(origins.count(origin), "count", f"trials of origin {origin}", nouns=_TRIALS)


def of_insight(view: RunView) -> Iterator[Known]:
    """How much the choice of family and the settings explain, and how much of the space was tried."""
    for fewest, what in ((FEWEST_OF_RUN, "run"), (FEWEST_OF_FAMILY, "family")):
        yield Known(fewest, "count", f"trials that a {what} needs for it", nouns=(*_TRIALS, "scored"))
    known = view.insight
    if known is None:
        return
    yield Known(known.trials, "count", "trials of the last look", nouns=_TRIALS)
    yield Known(known.explored, "share", "pairs of settings tried")
    yield from _of_importance(known.choice_of_family, "choice of family")
    for family in known.families:
        yield Known(family.trials, "count", f"trials of {family.family} at the last look", nouns=_TRIALS)
        yield Known(family.scored, "count", f"scored trials of {family.family} at the last look", nouns=_TRIALS)
        yield Known(family.explored, "share", f"pairs of settings of {family.family} tried")
        for setting in family.settings:
            yield Known(setting.covered, "share", f"range of {family.family}'s {setting.name} tried")
            yield from _of_importance(setting.importance, f"{setting.name} of {family.family}")


def _of_importance(importance: Importance | None, what: str) -> Iterator[Known]:
    if importance is not None:
        for name, value in importance.model_dump().items():
            yield Known(value, "share", f"importance of {what}: {name}")
