"""The versions that a result depends on, as they are noted in the log."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

_DISTRIBUTIONS = ("numpy", "pandas", "scikit-learn", "xgboost", "xgboost-cpu", "smac", "ConfigSpace", "langchain")


def versions() -> dict[str, str]:
    """Version of cotune, of Python and of each library that shapes a search; what is not installed is left out."""
    from cotune import __version__

    found = {"cotune": __version__, "python": platform.python_version()}
    for name in _DISTRIBUTIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
