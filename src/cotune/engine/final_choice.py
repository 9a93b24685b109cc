"""Of which trials the final model is made."""

from __future__ import annotations

from dataclasses import dataclass

from cotune.model.front import most_economical
from cotune.model.trial import TrialRow
from cotune.model.view import RunView
from cotune.model.wording import OBJECTIVE_NAMES


@dataclass(frozen=True)
class FinalChoice:
    """The trials, best first, and what to say of the choice. `chosen` when somebody chose the only one."""

    rows: tuple[TrialRow, ...]
    chosen: int | None = None
    message: str = ""


class Choices:
    """Weighs anew only when there is something new to weigh: it is asked many times a second."""

    def __init__(self) -> None:
        self._seen: tuple[tuple[TrialRow, ...], int | None] | None = None
        self._choice = FinalChoice(())

    def of(self, view: RunView, kept: tuple[TrialRow, ...]) -> FinalChoice:
        """What `final_choice` says."""
        if self._seen != (kept, view.chosen):
            self._seen, self._choice = (kept, view.chosen), final_choice(view, kept)
        return self._choice


def final_choice(view: RunView, kept: tuple[TrialRow, ...]) -> FinalChoice:
    """Somebody's choice; with two objectives the most economical trial of the front; else all that may be blended.

    `kept` are the run's trials whose models are on disk, best first.
    """
    picked = [row for row in kept if row.ask.trial == view.chosen]
    if picked:
        return FinalChoice((picked[0],), chosen=view.chosen, message=f"trial {view.chosen} alone, by your choice")
    second = view.spec.second_objective if view.spec else None
    if second is None:
        return FinalChoice(kept)
    row = most_economical(kept, second, view.run.tested_per_trained)
    if row is None:
        return FinalChoice(kept)
    why = f"of the trials within noise of the best score, the one with the least {OBJECTIVE_NAMES[second]}"
    return FinalChoice((row,), message=f"trial {row.ask.trial}: {why}")
