"""What the host learns of a target, before rows are sealed and after."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import tables
from cotune.data import build_run_table, complete_spec, sealed_now, write_snapshot
from cotune.data.target import profile_target
from cotune.host.target_look import TargetLook


def test_a_look_leaves_the_sealed_rows_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left_out: list[np.ndarray] = []

    def looked(frame, profile, target, sealed):
        left_out.append(sealed)
        return profile_target(frame, profile, target, sealed)

    monkeypatch.setattr("cotune.data.profile_target", looked, raising=False)
    profile = write_snapshot(tables.plain(300), tmp_path)
    TargetLook(tmp_path, profile).at("y")
    build_run_table(tmp_path, complete_spec({"target": "y"}, profile))
    TargetLook(tmp_path, profile).at("a")
    assert len(left_out[0]) == 0
    assert np.array_equal(left_out[1], sealed_now(tmp_path))
    assert len(left_out[1]) == pytest.approx(60, abs=2)
