"""Families by the inputs they take: trees take numbers as they are, the others want them complete and on one scale."""

from __future__ import annotations

from typing import Any, ClassVar

from cotune.model.profile import TableShape
from cotune.pipelines import preparation
from cotune.pipelines.job import BuildJob
from cotune.pipelines.model_family import ModelFamily, Values

_MOST_PREPARED_MB = 2000


class TreeFamily(ModelFamily):
    """Any scale, missing values as they are."""

    def prepare(self, values: Values, job: BuildJob) -> Any:
        components = int(values.get("text_components", preparation.TEXT_COMPONENTS))
        return preparation.for_trees(str(values.get("encoding", "ordinal")), components, _kept(values), job)


class ScaledFamily(ModelFamily):
    """Complete numbers on one scale, dense in memory; beyond `most_rows` not worth the wait."""

    most_rows: ClassVar[int] = 2_000_000

    def prepare(self, values: Values, job: BuildJob) -> Any:
        return preparation.for_distances(
            str(values.get("encoding", "onehot")),
            int(values.get("text_components", preparation.TEXT_COMPONENTS)),
            str(values.get("scaling", "standard")),
            _kept(values),
            job,
        )

    def too_large(self, shape: TableShape) -> str | None:
        if shape.n_rows > self.most_rows:
            return f"{self.name} is tried up to {self.most_rows:,} rows; this table has {shape.n_rows:,}"
        prepared_mb = shape.n_rows * preparation.scaled_width(shape) * 8 / 1e6
        if prepared_mb > _MOST_PREPARED_MB:
            return f"{self.name} needs about {prepared_mb:,.0f} MB for the prepared table alone"
        return None


def _kept(values: Values) -> int | None:
    kept = values.get("numbers_kept", "all")
    return None if kept == "all" else int(kept)
