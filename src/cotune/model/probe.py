"""Does a language model know this table from elsewhere? What a probe of it found."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from cotune.model.base import Noun
from cotune.model.profile import TableProfile

ROWS_SHOWN = 5
FEWEST_ROWS, FEWEST_COLUMNS, MOST_COLUMNS = 30, 3, 20
"""What a probe shows of a table: pieces of so many rows, of its first columns that are fit for it."""
LEAST_TRUST = 0.1

ProbeRows = Annotated[int, Field(ge=5, le=40)]


def probed_columns(profile: TableProfile) -> tuple[str, ...]:
    """The first columns of the table that are neither free text nor the same in every row."""
    usable = [c.name for c in profile.columns if c.kind not in ("text", "constant", "empty")]
    return tuple(usable[:MOST_COLUMNS])


class ProbeScore(Noun):
    """How well a model completed the table, and the same table in disguise.

    `rows` questions showed five rows and wanted the next. `cells` is the share of its cells that were right, `control`
    the same with the columns in another order under shuffled names: what the rows alone give away. `score` is
    (cells - control) / (1 - control): 0 when the model knows nothing beyond the rows, 1 when it knows the table.
    `low` and `high` are its 95 % interval, by a bootstrap over the questions. `names` and `names_control` are the share
    of column names that it continued rightly, in the table's order and in a shuffled one.
    """

    rows: int
    cells: float
    control: float
    score: float
    low: float
    high: float
    names: float
    names_control: float

    @property
    def knows(self) -> bool:
        """Whether the interval is above 0."""
        return self.low > 0

    @property
    def trust(self) -> float:
        """What the model's suggestions weigh from now on: all that it may know of the answers is taken off."""
        return max(LEAST_TRUST, 1 - self.score) if self.knows else 1.0


def probe_in_words(found: ProbeScore, model: str) -> str:
    """The finding in two or three sentences."""
    figures = (
        f"It completed {found.cells:.0%} of the cells of {found.rows} rows, and {found.control:.0%} with the columns "
        f"disguised: a score of {found.score:.2f}, 95 % interval {found.low:.2f} to {found.high:.2f} (bootstrap). Of "
        f"the column names it continued {found.names:.0%}, shuffled {found.names_control:.0%}"
    )
    if found.knows:
        return (
            f"{model} knows this table from elsewhere. {figures}. Its hints weigh {found.trust:.2f} of what they did, "
            "because what it suggests may come from published results."
        )
    return f"{model} does not seem to know this table. {figures}."
