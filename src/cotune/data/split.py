"""Which rows are sealed, and which rows each fold trains and tests on. Pure: rows and a seed in, positions out."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass

import numpy as np

from cotune.errors import SpecError

Positions = np.ndarray
FoldRows = tuple[Positions, Positions]

_FOLDS = ((20_000, 5), (100_000, 3))
_TEN_FOLDS_FROM, _TEN_FOLDS_UP_TO, _TEN_FOLDS_IN_MANY_SECONDS_UP_TO = 300, 2_500, 5_000
_FIT_S_PER_CELL = 2e-6
_MOST_OF_BUDGET = 0.1
_FEWEST_ROWS = {5: 0, 3: 300, 1: 4_000}
_VALIDATION_PARTS = 4
_STRATA = 20
_REPEATS = ((_TEN_FOLDS_FROM - 1, 3, 5), (1_000, 2, 3))
_MOST_CELLS = 300_000
_FEW_SECONDS, _MANY_SECONDS = 25.0, 120.0
_MOST_STRATIFIED_GROUPS = 2000


@dataclass(frozen=True)
class SplitRows:
    """What a split looks at; all arrays have one entry per row.

    `kind`: random, stratified, group or time. `y`: codes or values. `groups`: codes from 0. `times`: sortable numbers.
    """

    kind: str
    y: np.ndarray
    is_classes: bool
    groups: np.ndarray | None = None
    times: np.ndarray | None = None

    def at(self, rows: Positions) -> SplitRows:
        """The same for a part of the rows."""
        groups = None if self.groups is None else self.groups[rows]
        times = None if self.times is None else self.times[rows]
        return SplitRows(self.kind, self.y[rows], self.is_classes, groups, times)


def automatic_folds(n_rows: int, cells: int = 0, seconds: float | None = None, *, may_be_ten: bool = True) -> int:
    """5 folds up to 20,000 rows, 3 up to 100,000, above that 1: a single split with a quarter for validation.

    10 where they `may_be_ten` and fits are cheap, from 300 to 2,500 rows and with two minutes and more to 5,000: the
    final model averages the models of the folds, and on tables of this size those of nine tenths of the rows are
    better than those of four fifths. Fewer where boosting on all folds would take more than a tenth of the time
    budget, so that a short search sees boosting at all, and where the rows are enough for a score to be told from
    noise. `cells`: what boosting works through, rows times columns times trees per round.
    """
    wanted = next((folds for up_to, folds in _FOLDS if n_rows <= up_to), 1)
    most = _TEN_FOLDS_IN_MANY_SECONDS_UP_TO if _are_many(seconds) else _TEN_FOLDS_UP_TO
    if may_be_ten and _TEN_FOLDS_FROM <= n_rows <= most and _is_cheap(cells, seconds):
        wanted = 10
    if seconds is None:
        return wanted
    affordable = _MOST_OF_BUDGET * seconds / max(_FIT_S_PER_CELL * cells, 1e-9)
    fewer = [folds for folds in (5, 3, 1) if folds < wanted and n_rows >= _FEWEST_ROWS[folds]]
    return next((folds for folds in (wanted, *fewer) if folds <= affordable), min((wanted, *fewer)))


def draw_holdout(rows: SplitRows, fraction: float, seed: int) -> Positions:
    """Sorted positions of the rows to seal: the latest by time, whole groups, or a (stratified) draw.

    Rows of a class with fewer than three members are never sealed.
    """
    n = len(rows.y)
    if fraction == 0:
        return np.empty(0, dtype=np.int64)
    if rows.times is not None and rows.kind == "time":
        return np.flatnonzero(rows.times >= _boundary(rows.times, 1 - fraction))
    rng = np.random.default_rng([seed, 1])
    if rows.groups is not None and rows.kind == "group":
        return _whole_groups(rows.groups, fraction, rng)
    order = _shuffled_by_stratum(rows, rng)
    offset = rng.random()
    picks = np.floor(np.arange(n) * fraction + offset).astype(np.int64)
    chosen = order[np.flatnonzero(np.diff(picks, prepend=np.floor(offset - fraction)) > 0)]
    if rows.is_classes:
        chosen = chosen[np.bincount(rows.y)[rows.y[chosen]] >= 3]
    return np.sort(chosen)


def automatic_repeats(n_rows: int, seconds: float | None = None, cells: int = 0) -> int:
    """How often small tables are partitioned: 3 times below 300 rows, twice up to 1,000; in two minutes and more 5 and
    3 times.

    There a score of one partition is mostly luck of the draw, and a search of hundreds of trials finds the luckiest.
    """
    if not _is_cheap(cells, seconds):
        return 1
    usual, many = next(((few, many) for up_to, few, many in _REPEATS if n_rows <= up_to), (1, 1))
    return many if _are_many(seconds) else usual


def _are_many(seconds: float | None) -> bool:
    return seconds is not None and seconds >= _MANY_SECONDS


def _is_cheap(cells: int, seconds: float | None) -> bool:
    """Whether more fits to a trial leave enough trials: not with few seconds, nor where a fit works through much."""
    return cells <= _MOST_CELLS and (seconds is None or seconds >= _FEW_SECONDS)


def draw_folds(rows: SplitRows, folds: int, seed: int, repeat: int = 0) -> tuple[FoldRows, ...]:
    """`folds` pairs of sorted (train, test) positions; 1 stands for a single split with a quarter for validation.

    Random and stratified: tests partition the rows, except that the only member of a class is never tested. Group: no
    group is on both sides. Time: fold i trains on all before its test rows, so the earliest rows are never tested.
    `repeat` numbers the partitions of the same rows.
    """
    if rows.times is not None and rows.kind == "time":
        return _forward_chain(rows.times, folds)
    rng = np.random.default_rng([seed, 2, repeat])
    parts = _VALIDATION_PARTS if folds == 1 else folds
    if rows.groups is not None and rows.kind == "group":
        part = _group_parts(rows, parts, seed)
    else:
        order = _shuffled_by_stratum(rows, rng)
        part = np.full(len(order), -1)
        if rows.is_classes:
            order = order[np.bincount(rows.y)[rows.y[order]] > 1]
        part[order] = np.arange(len(order)) % parts
    tested = range(1) if folds == 1 else range(int(part.max()) + 1)
    return tuple((np.flatnonzero(part != k), np.flatnonzero(part == k)) for k in tested)


def time_blocks(times: np.ndarray, blocks: int) -> np.ndarray:
    """The number (0 to blocks - 1) of each row's stretch of time; they hold about as many rows each, and rows of one
    time share theirs.
    """
    _, codes, counts = np.unique(times, return_inverse=True, return_counts=True)
    rows_before = np.cumsum(counts) - counts
    return np.asarray((rows_before * blocks // len(times))[codes])


def digest_of(*arrays: Positions) -> str:
    """SHA-256 (first 16 hex digits) of row positions: pins a split."""
    digest = hashlib.sha256()
    for rows in arrays:
        digest.update(str(len(rows)).encode() + b":" + np.ascontiguousarray(rows, dtype="<i8").tobytes())
    return digest.hexdigest()[:16]


def _shuffled_by_stratum(rows: SplitRows, rng: np.random.Generator) -> Positions:
    """Positions sorted by stratum (class, or twentieth of the values), shuffled within; one stratum if random."""
    shuffled = rng.random(len(rows.y))
    if rows.kind != "stratified":
        return np.argsort(shuffled, kind="stable")
    if rows.is_classes:
        return np.lexsort((shuffled, rows.y))
    rank = np.argsort(np.argsort(rows.y, kind="stable"), kind="stable")
    return np.lexsort((shuffled, rank * _STRATA // len(rank)))


def _whole_groups(groups: np.ndarray, fraction: float, rng: np.random.Generator) -> Positions:
    """Groups in random order up to the fraction, less those that overshoot it; at least one, and two are left."""
    sizes = np.bincount(groups)
    taken: list[int] = []
    wanted, n_taken = fraction * len(groups), 0
    for group in rng.permutation(len(sizes)):
        if n_taken + sizes[group] / 2 <= wanted and len(taken) < len(sizes) - 2:
            taken.append(int(group))
            n_taken += sizes[group]
    return np.flatnonzero(np.isin(groups, taken or [int(np.argmin(sizes))]))


def _group_parts(rows: SplitRows, parts: int, seed: int) -> np.ndarray:
    from sklearn.model_selection import GroupKFold, StratifiedGroupKFold

    assert rows.groups is not None
    n_groups = len(np.unique(rows.groups))
    parts = min(parts, n_groups)
    if parts < 2:
        raise SpecError("fewer than two groups are left for cross-validation", where="group_column")
    few = rows.is_classes and n_groups <= _MOST_STRATIFIED_GROUPS and np.bincount(rows.y).max() >= parts
    splitter = (StratifiedGroupKFold if few else GroupKFold)(n_splits=parts, shuffle=True, random_state=seed)
    part = np.empty(len(rows.y), dtype=np.int64)
    with warnings.catch_warnings(category=UserWarning, action="ignore"):
        for k, (_, test) in enumerate(splitter.split(rows.y, rows.y, rows.groups)):
            part[test] = k
    return part


def _boundary(times: np.ndarray, share: float) -> float:
    """The time from which on rows are 'later', such that about `share` of the rows are before; ties stay together."""
    distinct, counts = np.unique(times, return_counts=True)
    if len(distinct) < 2:
        raise SpecError(
            "too few different times to split by", where="time_column", fix="choose another column or split"
        )
    before = np.cumsum(counts)[:-1]
    return float(distinct[1:][np.argmin(np.abs(before - share * len(times)))])


def _forward_chain(times: np.ndarray, folds: int) -> tuple[FoldRows, ...]:
    shares = [1 - 1 / _VALIDATION_PARTS] if folds == 1 else [(i + 1) / (folds + 1) for i in range(folds)]
    starts = sorted({_boundary(times, share) for share in shares})
    ends = [*starts[1:], np.inf]
    return tuple(
        (np.flatnonzero(times < start), np.flatnonzero((times >= start) & (times < end)))
        for start, end in zip(starts, ends, strict=True)
    )
