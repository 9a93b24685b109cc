from __future__ import annotations

from importlib.metadata import PackageNotFoundError

import pytest

from cotune.pipelines.installation import xgboost_trouble


def trouble(installed: tuple[str, ...], problem: Exception | None = None) -> str | None:
    def version_of(wheel: str) -> str:
        if wheel not in installed:
            raise PackageNotFoundError(wheel)
        return "3.2"

    def load(_name: str) -> None:
        if problem is not None:
            raise problem

    return xgboost_trouble(version_of, load)


@pytest.mark.parametrize("wheel", ["xgboost", "xgboost-cpu"])
def test_one_wheel_is_fine(wheel: str) -> None:
    assert trouble((wheel,)) is None


def test_two_wheels_and_a_failing_import_are_said_with_the_repair() -> None:
    both = trouble(("xgboost", "xgboost-cpu"))
    assert both is not None
    assert "both installed" in both
    assert "pip uninstall -y xgboost xgboost-cpu && pip install" in both
    for problem in (ImportError("no module"), OSError("libgomp.so.1"), ValueError("XGBoostLibraryNotFound")):
        broken = trouble(("xgboost",), problem)
        assert broken is not None
        assert f"can't be imported ({type(problem).__name__})" in broken
        assert "pip install xgboost-cpu" in broken
