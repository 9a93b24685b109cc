"""Cores and GPUs shared between the studies of a machine, by locks that the system frees when their holder dies."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from cotune.model.words import RanOn


class Shares:
    """A lock file per core and per GPU in `folder`, the same one for all studies of a person.

    The only task of a study never waits for a core: a study that is crowded out by others goes on, slowly. A GPU is
    never shared.
    """

    def __init__(self, folder: Path, cores: int, gpus: int = 1) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._free = {
            "cpu": [FileLock(folder / f"core-{i}.lock", timeout=0) for i in range(cores)],
            "cuda": [FileLock(folder / f"gpu-{i}.lock", timeout=0) for i in range(gpus)],
        }
        self._held: dict[str, FileLock | None] = {}
        self._devices: dict[str, RanOn] = {}

    def take(self, holder: str, device: RanOn) -> bool:
        """Whether `holder` may run now; a slot is held until `give_back`."""
        lock = self._lock(device)
        if lock is None and (device == "cuda" or self._held):
            return False
        self._held[holder], self._devices[holder] = lock, device
        return True

    def give_back(self, holder: str) -> None:
        lock = self._held.pop(holder, None)
        device = self._devices.pop(holder, "cpu")
        if lock is not None:
            lock.release()
            self._free[device].append(lock)

    def close(self) -> None:
        for holder in list(self._held):
            self.give_back(holder)

    def _lock(self, device: RanOn) -> FileLock | None:
        for lock in self._free[device]:
            try:
                lock.acquire()
            except Timeout:
                continue
            self._free[device].remove(lock)
            return lock
        return None
