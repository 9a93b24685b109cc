"""What the trials of a run may use is what was approved."""

from __future__ import annotations

from cotune.engine.allotment import allot
from cotune.model.spec import SearchSpec
from cotune.model.view import RunState

SPEC = SearchSpec(target="y", task="binary", metric="roc_auc")


def test_the_gpu_is_used_by_leave_and_by_xgboost_alone() -> None:
    assert allot(SPEC, RunState(workers=2)).device("xgboost") == "cpu"
    with_leave = allot(SPEC, RunState(workers=2, uses_gpu=True))
    assert (with_leave.device("xgboost"), with_leave.device("svm")) == ("cuda", "cpu")


def test_the_memory_of_a_search_is_shared_evenly_by_its_workers() -> None:
    assert allot(SPEC.having(memory_mb=4096), RunState(workers=4)).memory_mb == 1024
    assert allot(SPEC, RunState(workers=4)).memory_mb is None
