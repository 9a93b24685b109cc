"""Do before the first run what would otherwise be waited for after its approval."""

from __future__ import annotations

import importlib
import threading

from cotune.engine.executor import Executor
from cotune.model.words import FAMILIES
from cotune.pipelines.registry import family

_SEARCH_MODULES = ("cotune.search.sequence", "cotune.search.smac", "cotune.search.catalog")


def warm_up(executor: Executor) -> None:
    """Start workers, and import what the searcher's first proposals need in the background (a second of imports)."""
    executor.warm()
    threading.Thread(target=_import_all, name="warm-up", daemon=True).start()


def _import_all() -> None:
    for module in _SEARCH_MODULES:
        importlib.import_module(module)
    for name in FAMILIES:
        family(name)
