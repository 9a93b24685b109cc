"""Cores and GPUs shared between the studies of a machine, by locks that the system frees when their holder dies."""

from __future__ import annotations

import logging
from pathlib import Path

from filelock import FileLock, Timeout

from cotune.model.words import RanOn

log = logging.getLogger(__name__)


class Shares:
    """A lock file per core and per GPU in `folder`, the same one for all studies of a person.

    The only task of a study never waits for a core: a study that is crowded out by others goes on, slowly. A GPU is
    never shared. Where there can be no locks, as on some network file systems, the study goes on as if it were alone.
    """

    def __init__(self, folder: Path, cores: int, gpus: int = 1) -> None:
        self._may_lock = True
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._do_without(error)
        self._free = {
            "cpu": [FileLock(folder / f"core-{i}.lock", timeout=0) for i in range(cores)],
            "cuda": [FileLock(folder / f"gpu-{i}.lock", timeout=0) for i in range(gpus)],
        }
        self._held: dict[str, FileLock | None] = {}
        self._devices: dict[str, RanOn] = {}

    def take(self, holder: str, device: RanOn) -> bool:
        """Whether `holder` may run now; a slot is held until `give_back`."""
        lock = self._lock(device) if self._may_lock else None
        if self._may_lock and lock is None and (device == "cuda" or self._held):
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
            except (OSError, NotImplementedError) as error:
                self._do_without(error)
                return None
            self._free[device].remove(lock)
            return lock
        return None

    def _do_without(self, error: Exception) -> None:
        self._may_lock = False
        log.warning("cores are not shared with other studies: there can be no locks (%s)", error)
