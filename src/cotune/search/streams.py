"""The random streams of a search: each draw derives from the seed, its stream and a number within it.

One number for each: `default_rng([seed, 4])` and `default_rng([seed, 4, 0])` draw the same. The partitions of the rows
are drawn elsewhere, in `data/split.py`.
"""

from __future__ import annotations

from enum import IntEnum, unique


@unique
class Stream(IntEnum):
    """What is drawn."""

    OPENING = 1
    PROPOSAL = 2
    MODEL = 3
    WEIGHTS = 4
    INSIGHT = 5
