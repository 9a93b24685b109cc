"""What a run has tried already: nobody's trial is run twice."""

from __future__ import annotations

from collections.abc import Iterable

from cotune.engine.executor import GPU_FULL, NO_WORKERS
from cotune.model.profile import TableShape
from cotune.model.space import Configuration, FamilySpace
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialAsk, TrialRow
from cotune.model.view import scored
from cotune.model.wording import METRIC_NAMES
from cotune.model.words import Family, Metric
from cotune.search.catalog import built_in, family_space
from cotune.search.narrow import fit_into

_PASSING = (GPU_FULL, NO_WORKERS)


class Tried:
    """The latest trial of each configuration; one with gaps counts as what its defaults make of it."""

    def __init__(self, spec: SearchSpec, shape: TableShape, asks: Iterable[TrialAsk] = ()) -> None:
        self._spec, self._shape = spec, shape
        self._spaces: dict[Family, FamilySpace] = {}
        self._trials: dict[str, int] = {}
        for ask in asks:
            self.note(ask)

    def note(self, ask: TrialAsk) -> None:
        self._trials[self._key(ask.configuration)] = ask.trial

    def trial(self, configuration: Configuration) -> int | None:
        return self._trials.get(self._key(configuration))

    def is_alike(self, one: Configuration, other: Configuration) -> bool:
        return one.family == other.family and self._key(one) == self._key(other)

    def _key(self, configuration: Configuration) -> str:
        name = configuration.family
        if name not in self._spaces:
            self._spaces[name] = family_space(name, self._spec, self._shape, built_in)
        return fit_into(configuration, self._spaces[name]).digest()


def may_be_tried_again(row: TrialRow) -> bool:
    """Whether it has no score for a reason that may be gone: what else the machine did, a ban, the end of a search."""
    if row.result is None:
        return False
    if row.status in ("timeout", "memout", "cancelled"):
        return True
    failure = row.result.failure
    return failure is not None and (failure.is_loss or failure.type in _PASSING)


def tried_in_words(row: TrialRow, metric: Metric) -> str:
    """'trial 12 tried this: ROC AUC 0.83 ± 0.01'."""
    trial, found = row.ask.trial, row.result
    if found is None:
        return f"trial {trial} is trying this"
    score = scored(row, metric)
    if score is not None:
        about = "was given up after some folds, with about " if row.status == "pruned" else ""
        return f"trial {trial} tried this: {about}{METRIC_NAMES[metric]} {score.in_figures()}"
    return f"trial {trial} tried this and failed" + (f" ({found.failure.type})" if found.failure else "")
