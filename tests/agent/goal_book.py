"""Goals of very different people about well-known tables, and what each of them states.

`goals/tables.txt` has a line per table: `column=low..high` is whole numbers, `low~high` numbers, `a|b|c` values (twice
the same: twice as frequent), ID a number per row, GROUPS a code per three rows, DATE a time per row, NAMES text.
`goals/*.jsonl` has a goal per line: table, goal, gold (fields stated or implied), accept (further right values), ask.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from cotune.data import normalise, profile_table
from cotune.model.profile import TableProfile

FOLDER = Path(__file__).parent / "goals"
_N = 400


def _column(r: np.random.Generator, made: str) -> object:
    if made == "ID":
        return np.arange(_N) + 1
    if made == "GROUPS":
        return [f"g{i // 3}" for i in range(_N)]
    if made == "DATE":
        return pd.date_range("2023-01-01", periods=_N, freq="h")
    if made == "NAMES":
        return [f"some name {i % 190}" for i in range(_N)]
    if ".." in made:
        low, high = made.split("..")
        return r.integers(int(low), int(high) + 1, _N)
    if "~" in made:
        low, high = made.split("~")
        return r.uniform(float(low), float(high), _N).round(3)
    levels = [v.replace("_", " ") if not v.isdigit() else int(v) for v in made.split("|")]
    return r.choice(np.array(levels, dtype=object), _N)


@cache
def profile_of(table: str) -> TableProfile:
    """The profile of a table of the book."""
    line = next(x for x in (FOLDER / "tables.txt").read_text().splitlines() if x.startswith(f"{table}: "))
    r = np.random.default_rng(len(line))
    columns = dict(c.split("=", 1) for c in line.split(": ", 1)[1].split(" "))
    return profile_table(normalise(pd.DataFrame({name: _column(r, made) for name, made in columns.items()})))


def goals_in(name: str) -> list[dict]:
    return [json.loads(x) for x in (FOLDER / f"{name}.jsonl").read_text().splitlines() if x.strip()]
