"""Whether XGBoost can be used here.

Two wheels own its module; with both installed nobody knows which one is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

WITH_CUDA = "xgboost"
WHEELS = (WITH_CUDA, "xgboost-cpu")
EXCHANGE = 'pip uninstall -y xgboost-cpu && pip install "xgboost>=3,<4"'
REPAIR = "pip uninstall -y xgboost xgboost-cpu && pip install xgboost-cpu   (or xgboost, for CUDA)"


def xgboost_trouble(version_of: Callable[[str], str], load: Callable[[str], object]) -> str | None:
    """What is wrong and how to repair it, or None. `version_of` and `load` are those of importlib."""
    if all(_is_installed(wheel, version_of) for wheel in WHEELS):
        return f"{' and '.join(WHEELS)} are both installed, and each overwrites the other; repair: {REPAIR}"
    try:
        load("xgboost")
    except Exception as problem:  # noqa: BLE001 - its loader raises errors of its own beside ImportError and OSError
        return f"xgboost can't be imported ({type(problem).__name__}); repair: {REPAIR}"
    return None


@cache
def broken_installation() -> str | None:
    """`xgboost_trouble` of this environment; found out once per process."""
    return xgboost_trouble(version, import_module)


def may_know_cuda() -> bool:
    """Whether the wheel that can train on a GPU is installed, as far as that can be told without importing it."""
    return _is_installed(WITH_CUDA, version)


def _is_installed(wheel: str, version_of: Callable[[str], str]) -> bool:
    try:
        version_of(wheel)
    except PackageNotFoundError:
        return False
    return True
