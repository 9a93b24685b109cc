"""What the trials of a run may use."""

from __future__ import annotations

from cotune.model.base import Noun
from cotune.model.spec import SearchSpec
from cotune.model.words import Family, RanOn

_ON_GPU: tuple[Family, ...] = ("xgboost",)


class Allotment(Noun):
    """`workers` trials at once; `memory_mb` bounds each (None: the executor's fair share)."""

    workers: int
    memory_mb: float | None
    use_gpu: bool

    def device(self, family: Family) -> RanOn:
        return "cuda" if self.use_gpu and family in _ON_GPU else "cpu"


def allot(spec: SearchSpec, workers: int, gpus: tuple[str, ...]) -> Allotment:
    """With device "auto" the GPU is used when there is one; "cuda" takes it for granted: policy has seen to it."""
    use_gpu = spec.device == "cuda" or (spec.device == "auto" and bool(gpus))
    return Allotment(workers=workers, memory_mb=spec.memory_mb, use_gpu=use_gpu)
