from __future__ import annotations

import os
from pathlib import Path

import psutil
import pytest

from cotune.engine.machine import free_memory_mb, private_mb, usable_cores

MB = 1024 * 1024


def written(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def test_without_cgroups_the_affinity_counts(tmp_path: Path) -> None:
    assert usable_cores(tmp_path) == len(os.sched_getaffinity(0))


@pytest.mark.parametrize(
    "files",
    [
        {"proc/self/cgroup": "0::/pod/box\n", "sys/fs/cgroup/pod/cpu.max": "50000 100000\n"},
        {
            "proc/self/cgroup": "4:cpu,cpuacct:/pod\n3:memory:/pod\n",
            "sys/fs/cgroup/cpu/pod/cpu.cfs_quota_us": "80000",
            "sys/fs/cgroup/cpu/pod/cpu.cfs_period_us": "100000",
        },
    ],
    ids=["v2, set on the parent", "v1"],
)
def test_a_cpu_quota_below_one_core_leaves_one(files: dict[str, str], tmp_path: Path) -> None:
    assert usable_cores(written(tmp_path, files)) == 1


def test_no_quota_is_no_limit(tmp_path: Path) -> None:
    root = written(tmp_path, {"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "max 100000\n"})
    assert usable_cores(root) == len(os.sched_getaffinity(0))


def test_a_memory_limit_counts_less_what_is_used_but_for_the_cache(tmp_path: Path) -> None:
    files = {
        "proc/self/cgroup": "0::/box\n",
        "sys/fs/cgroup/box/memory.max": str(100 * MB),
        "sys/fs/cgroup/box/memory.current": str(90 * MB),
        "sys/fs/cgroup/box/memory.stat": f"anon 1\ninactive_file {20 * MB}\n",
    }
    assert free_memory_mb(written(tmp_path, files)) == 30


def test_an_unlimited_v1_group_is_no_limit(tmp_path: Path) -> None:
    files = {
        "proc/self/cgroup": "4:memory:/box\n",
        "sys/fs/cgroup/memory/box/memory.limit_in_bytes": "9223372036854771712",
        "sys/fs/cgroup/memory/box/memory.usage_in_bytes": "1000",
    }
    assert free_memory_mb(written(tmp_path, files)) == pytest.approx(psutil.virtual_memory().available / MB, rel=0.2)


def test_a_process_that_is_gone_takes_no_memory() -> None:
    assert private_mb(os.getpid()) > 1
    assert private_mb(2**22 + 1) == 0
