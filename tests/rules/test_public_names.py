"""The names that people's notebooks and scripts rely on. Removing one is a breaking change."""

import inspect
from typing import get_args

import cotune
from cotune.study import Study

MODULE = {"create", "list", "open", "plan", "Study", "WaitReason", "__version__"}
ATTRIBUTES = {"best", "cards", "view"}
METHODS = {
    "approve",
    "ban",
    "edit",
    "enqueue",
    "export",
    "extend",
    "importance",
    "leaderboard",
    "limit_agent",
    "model",
    "pareto",
    "pause",
    "predict",
    "predict_proba",
    "propose",
    "reject",
    "report",
    "resume",
    "retry",
    "say",
    "sent",
    "share",
    "show",
    "steer",
    "stop",
    "stop_turn",
    "trials",
    "unseal",
    "unsteer",
    "use",
    "wait",
}


def test_module_offers_its_names():
    assert set(dir(cotune)) >= MODULE
    for name in MODULE:
        assert getattr(cotune, name) is not None


def test_study_offers_its_names():
    assert {name for name in METHODS if callable(getattr(Study, name, None))} == METHODS
    assert {name for name in ATTRIBUTES if isinstance(inspect.getattr_static(Study, name), property)} == ATTRIBUTES


def test_everything_public_is_documented():
    undocumented = [n for n in METHODS | ATTRIBUTES if not (inspect.getattr_static(Study, n).__doc__ or "").strip()]
    assert undocumented == []
    assert all(getattr(cotune, n).__doc__ for n in MODULE - {"__version__", "WaitReason"})


def test_each_reason_of_a_wait_is_told():
    for reason in get_args(cotune.WaitReason):
        assert f'"{reason}":' in Study.wait.__doc__


def test_the_columns_of_the_list_of_studies_are_told(tmp_path):
    assert f"Columns: {', '.join(cotune.list(tmp_path).columns)}." in cotune.list.__doc__
