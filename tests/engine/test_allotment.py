"""What the trials of a run may use is what was approved."""

from __future__ import annotations

from cotune.engine.allotment import allot
from cotune.model.spec import SearchSpec

SPEC = SearchSpec(target="y", task="binary", metric="roc_auc")


def test_the_gpu_is_used_by_leave_and_by_xgboost_alone() -> None:
    assert allot(SPEC, 2, use_gpu=False).device("xgboost") == "cpu"
    with_leave = allot(SPEC, 2, use_gpu=True)
    assert (with_leave.device("xgboost"), with_leave.device("svm")) == ("cuda", "cpu")


def test_the_memory_of_a_search_is_shared_evenly_by_its_workers() -> None:
    assert allot(SPEC.having(memory_mb=4096), 4, use_gpu=False).memory_mb == 1024
    assert allot(SPEC, 4, use_gpu=False).memory_mb is None


def test_no_more_workers_than_asked_for_and_than_there_are() -> None:
    assert [allot(SPEC.having(workers=n), 4, use_gpu=False).workers for n in (None, 2, 8)] == [4, 2, 4]
