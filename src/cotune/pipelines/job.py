"""What a family must know of the table and the task to build a pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cotune.model.base import Noun
from cotune.model.profile import TableShape
from cotune.model.words import Metric

if TYPE_CHECKING:
    from cotune_runtime import TableSchema

MANY_LEVELS = 12


class Columns(Noun):
    """Column names by how they are prepared. Booleans are numbers; `many_levels` have more than MANY_LEVELS levels."""

    numbers: tuple[str, ...] = ()
    few_levels: tuple[str, ...] = ()
    many_levels: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()

    @property
    def categories(self) -> tuple[str, ...]:
        return (*self.few_levels, *self.many_levels)


class BuildJob(Noun):
    """One table, one metric, one machine. `shape.n_rows` are the rows before cross-validation takes a part away.

    `rounds`: how many rounds boosting grows where it has no rows to be watched on. `fewest_rows`: that a fold is fitted
    on, by time far fewer than the last one; None: as many as cross-validation leaves.
    """

    shape: TableShape
    columns: Columns
    metric: Metric
    random_state: int
    device: Literal["cpu", "cuda"] = "cpu"
    n_jobs: int = 1
    rounds: int = 100
    fewest_rows: int | None = None

    @classmethod
    def of(
        cls,
        schema: TableSchema,
        shape: TableShape,
        metric: Metric,
        random_state: int,
        device: Literal["cpu", "cuda"] = "cpu",
        n_jobs: int = 1,
    ) -> BuildJob:
        """The job for a table of this schema."""
        many = [name for name in schema.named("category") if len(schema.levels[name]) > MANY_LEVELS]
        columns = Columns(
            numbers=tuple(schema.named("number", "boolean")),
            few_levels=tuple(name for name in schema.named("category") if name not in set(many)),
            many_levels=tuple(many),
            text=tuple(schema.named("text")),
            dates=tuple(schema.named("datetime")),
        )
        return cls(shape=shape, columns=columns, metric=metric, random_state=random_state, device=device, n_jobs=n_jobs)
