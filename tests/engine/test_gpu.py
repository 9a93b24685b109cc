"""The look for GPUs, by a fake `nvidia-smi` and a fake answer of XGBoost: no driver can hold anything up."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from cotune.engine import gpu
from cotune.engine.gpu import GpuProbe
from fake_gpu import TWO_GPUS, FakeGpu


def found_by(probe: GpuProbe) -> tuple[str, ...]:
    deadline = time.monotonic() + 30
    while probe.under_way:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return probe.found


def test_the_gpus_that_are_listed_are_found_when_xgboost_trains_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FakeGpu(tmp_path, monkeypatch, TWO_GPUS)
    assert found_by(GpuProbe()) == ("Fake GPU A", "Fake GPU B")


@pytest.mark.parametrize(
    ("script", "ran_on"),
    [
        pytest.param(TWO_GPUS, "cpu", id="xgboost falls back to the CPU"),
        pytest.param("echo 'couldn''t communicate with the NVIDIA driver'; exit 9", "cuda:0", id="no driver"),
        pytest.param("exit 0", "cuda:0", id="nothing listed"),
        pytest.param("exec sleep 60", "cuda:0", id="it hangs"),
    ],
)
def test_what_fails_or_hangs_is_no_gpu(
    script: str, ran_on: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gpu, "_LIST_TIMEOUT_S", 0.2)
    FakeGpu(tmp_path, monkeypatch, script, ran_on)
    assert found_by(GpuProbe()) == ()


def test_there_is_no_look_where_nothing_can_be_asked_or_no_gpu_may_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FakeGpu.slow(tmp_path, monkeypatch)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    assert not GpuProbe().under_way
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES")
    with monkeypatch.context() as patch:
        patch.setattr(gpu, "may_know_cuda", lambda: False)
        assert not GpuProbe().under_way
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not GpuProbe().under_way


def test_nobody_waits_for_a_look_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake, now_s = FakeGpu.slow(tmp_path, monkeypatch), [100.0]
    probe = GpuProbe(lambda: now_s[0])
    assert probe.worth_waiting_for
    now_s[0] += 21
    assert probe.under_way
    assert not probe.worth_waiting_for
    fake.answer()
    assert found_by(probe) == ("Fake GPU A", "Fake GPU B")
