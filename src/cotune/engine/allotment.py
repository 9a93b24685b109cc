"""What the trials of a run may use."""

from __future__ import annotations

from cotune.model.base import Noun
from cotune.model.spec import SearchSpec
from cotune.model.words import Family, RanOn

_ON_GPU: tuple[Family, ...] = ("xgboost",)


class Allotment(Noun):
    """`workers` trials at once; `memory_mb` bounds each of them (None: the executor's fair share)."""

    workers: int
    memory_mb: float | None
    use_gpu: bool

    def device(self, family: Family) -> RanOn:
        return "cuda" if self.use_gpu and family in _ON_GPU else "cpu"


def allot(spec: SearchSpec, slots: int, use_gpu: bool) -> Allotment:
    """An even share of the spec's memory for each worker; the GPU when leave was given for it, whatever is found
    later."""
    workers = workers_of(spec, slots)
    memory_mb = None if spec.memory_mb is None else spec.memory_mb / max(1, workers)
    return Allotment(workers=workers, memory_mb=memory_mb, use_gpu=use_gpu)


def workers_of(spec: SearchSpec, slots: int) -> int:
    """How many trials run at once where an executor has so many slots."""
    return min(spec.workers or slots, slots)
