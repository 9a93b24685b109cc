"""The data room: load a table, bring it into normal form, profile it, snapshot it, split it.

The names below are imported on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cotune.data.check import check_spec as check_spec
    from cotune.data.complete import complete_spec as complete_spec
    from cotune.data.complete import with_positive_class as with_positive_class
    from cotune.data.holdout import sealed_now as sealed_now
    from cotune.data.leaks import is_near_copy as is_near_copy
    from cotune.data.load import read_table as read_table
    from cotune.data.normal_form import normalise as normalise
    from cotune.data.profile import is_id_name as is_id_name
    from cotune.data.profile import profile_table as profile_table
    from cotune.data.run_table import RunTable as RunTable
    from cotune.data.run_table import build_run_table as build_run_table
    from cotune.data.snapshot import read_profile as read_profile
    from cotune.data.snapshot import read_snapshot as read_snapshot
    from cotune.data.snapshot import write_snapshot as write_snapshot
    from cotune.data.target import profile_target as profile_target
    from cotune.data.tasks import tasks_for as tasks_for

_HOMES = {
    "RunTable": "run_table",
    "build_run_table": "run_table",
    "check_spec": "check",
    "complete_spec": "complete",
    "is_id_name": "profile",
    "is_near_copy": "leaks",
    "normalise": "normal_form",
    "profile_table": "profile",
    "profile_target": "target",
    "read_profile": "snapshot",
    "read_snapshot": "snapshot",
    "read_table": "load",
    "sealed_now": "holdout",
    "tasks_for": "tasks",
    "with_positive_class": "complete",
    "write_snapshot": "snapshot",
}
__all__ = sorted(_HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
