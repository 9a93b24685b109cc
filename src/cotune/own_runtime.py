"""`import cotune_runtime` finds the runtime beside this package, wherever Python was started.

An export leaves a copy of its runtime in its folder, and a notebook that is opened there has that folder first on its
path: after an upgrade cotune would run with the old copy.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

_NAME = "cotune_runtime"
_FILE = Path(__file__).parents[1] / f"{_NAME}.py"


class _OwnRuntime:
    """A finder of one module, for `sys.meta_path`."""

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return spec_from_file_location(_NAME, _FILE) if fullname == _NAME else None


def prefer_own_runtime() -> None:
    """From now on. A copy that was imported before makes way: models loaded with it go on working."""
    loaded = sys.modules.get(_NAME)
    if loaded is not None and Path(loaded.__file__ or "").resolve() != _FILE.resolve():
        del sys.modules[_NAME]
    sys.meta_path.insert(0, _OwnRuntime())
