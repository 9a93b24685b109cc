"""The versions that the trials of a run depend on."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

_DISTRIBUTIONS = ("numpy", "pandas", "scikit-learn", "xgboost", "xgboost-cpu", "smac")


def versions() -> dict[str, str]:
    """Python and each of the fitting libraries that is installed."""
    found = {"python": platform.python_version()}
    for name in _DISTRIBUTIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
