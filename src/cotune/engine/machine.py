"""What this machine lets us use: cores and memory, as its cgroups say rather than as the hardware has."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil

MB = 1024 * 1024
_UNLIMITED = 1 << 60


def usable_cores(root: Path = Path("/")) -> int:
    """Cores this process may keep busy: its CPU affinity, cut by the CPU quotas of its cgroups (v1 and v2)."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quotas = [q for folder in _cgroup_folders(root, "cpu") if (q := _cpu_quota(folder)) is not None]
    return max(1, min(allowed, math.ceil(min(quotas)))) if quotas else max(1, allowed)


def free_memory_mb(root: Path = Path("/")) -> float:
    """Memory that can still be taken without swapping or hitting a cgroup limit, in MB."""
    free = [float(psutil.virtual_memory().available)]
    free += [f for folder in _cgroup_folders(root, "memory") if (f := _cgroup_free(folder)) is not None]
    return max(0.0, float(min(free)) / MB)


def private_mb(pid: int) -> float:
    """Memory that the process `pid` alone occupies, in MB; mapped files don't count. 0.0 when it is gone."""
    try:
        if sys.platform == "linux":
            resident, shared = (int(n) for n in Path(f"/proc/{pid}/statm").read_text().split()[1:3])
            return (resident - shared) * os.sysconf("SC_PAGE_SIZE") / MB
        return float(psutil.Process(pid).memory_full_info().uss) / MB
    except (OSError, psutil.Error):
        return 0.0


def status_mb(field: str, process: Path = Path("/proc/self")) -> float:
    """A field of the process's status as Linux keeps it, such as VmData, in MB; 0.0 when it isn't there."""
    lines = (process / "status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{field}:")), 0.0)


def resident_mb() -> float:
    """Memory that this process occupies now, mapped files and all, in MB."""
    return float(psutil.Process().memory_info().rss) / MB


def _cgroup_folders(root: Path, controller: str) -> Iterator[Path]:
    """The folders of this process's cgroup and its ancestors, for cgroup v2 and for a v1 controller."""
    try:
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers and controller not in controllers.split(","):
            continue
        top = root / "sys/fs/cgroup" / (controller if controllers else "")
        folder = top / path.lstrip("/")
        yield from (f for f in (folder, *folder.parents) if f == top or top in f.parents)


def processor_s(pid: int) -> float:
    """Seconds that the process has had of a core, 0 for one that is gone."""
    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)


def _cpu_quota(folder: Path) -> float | None:
    """Cores' worth of CPU time per second that the cgroup may use; None without a limit."""
    v2 = _words(folder / "cpu.max")
    if len(v2) == 2 and v2[0] != "max":
        return int(v2[0]) / int(v2[1])
    quota, period = _number(folder / "cpu.cfs_quota_us"), _number(folder / "cpu.cfs_period_us")
    return quota / period if quota and period and quota > 0 else None


def _cgroup_free(folder: Path) -> float | None:
    """Bytes left under the cgroup's limit; page cache that can be dropped counts as free."""
    for limit_name, used_name, cache_name in (
        ("memory.max", "memory.current", "inactive_file"),
        ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
    ):
        limit, used = _number(folder / limit_name), _number(folder / used_name)
        if limit is not None and used is not None and limit < _UNLIMITED:
            stat = _words(folder / "memory.stat")
            cache = int(stat[stat.index(cache_name) + 1]) if cache_name in stat else 0
            return float(limit - used + cache)
    return None


def _words(path: Path) -> list[str]:
    try:
        return path.read_text().split()
    except OSError:
        return []


def _number(path: Path) -> int | None:
    words = _words(path)
    return int(words[0]) if words and words[0].lstrip("-").isdigit() else None
