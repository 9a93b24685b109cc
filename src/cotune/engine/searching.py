"""Which searcher a run has."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from cotune.engine.allotment import workers_of
from cotune.engine.around import Around
from cotune.model.profile import TableShape
from cotune.model.spec import SearchSpec
from cotune.search import Searcher, make_searcher


def searcher_of(around: Around, spec: SearchSpec, shape: TableShape) -> Callable[[], Searcher]:
    """Makes SMAC for the present run, with the time that it has by now, extensions included, and its workers."""
    budget_s = around.view.run.budget_s
    worker_s = None if budget_s is None else budget_s * workers_of(spec, around.executor.slots)
    return partial(make_searcher, "smac", spec, shape, spec.random_state, worker_s=worker_s)
