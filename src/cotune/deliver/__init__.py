"""What comes out of a search: the blend, the refit, the score on sealed rows, the export.

The names below are imported on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cotune.deliver.export import export_model as export_model
    from cotune.deliver.export import load_model as load_model

_HOMES = {
    "export_model": "export",
    "load_model": "export",
}
__all__ = sorted(_HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
