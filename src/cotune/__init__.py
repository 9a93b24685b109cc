"""cotune: human-in-the-loop AutoML inside JupyterLab.

    import cotune
    study = cotune.create(frame, "Predict churn within 5 minutes")
    study                        # in a notebook: the live widget

Nothing heavy is imported until it is needed.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from cotune.own_runtime import prefer_own_runtime

if TYPE_CHECKING:
    from cotune.errors import (
        CotuneError,
        DataError,
        HostUnavailable,
        NotAvailable,
        OwnershipLost,
        Refused,
        SpecError,
        UserError,
    )
    from cotune.model.spec import SearchSpec
    from cotune.study import ModelSoFar, Study, WaitReason, create, list, open, plan

__version__ = "0.1.0"
__all__ = [
    "CotuneError",
    "DataError",
    "HostUnavailable",
    "ModelSoFar",
    "NotAvailable",
    "OwnershipLost",
    "Refused",
    "SearchSpec",
    "SpecError",
    "Study",
    "UserError",
    "WaitReason",
    "__version__",
    "create",
    "list",
    "open",
    "plan",
]

_HOMES = {
    **dict.fromkeys(("ModelSoFar", "Study", "WaitReason", "create", "list", "open", "plan"), "cotune.study"),
    "SearchSpec": "cotune.model.spec",
}

prefer_own_runtime()


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'cotune' has no attribute '{name}'")
    found = getattr(importlib.import_module(_HOMES.get(name, "cotune.errors")), name)
    globals()[name] = found
    return found


def __dir__() -> tuple[str, ...]:
    return tuple(sorted(__all__))


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext cotune` brings %cotune and %%cotune."""
    importlib.import_module("cotune.ui.magics").load_ipython_extension(shell)


def _jupyter_labextension_paths() -> Any:
    return [{"src": "labextension", "dest": "cotune"}]
