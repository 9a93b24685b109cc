"""The RunTable: one run's features, target, sealed rows and folds, as workers load it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import pandas as pd

from cotune.data.check import check_spec, feature_names
from cotune.data.holdout import sealed_rows
from cotune.data.labels import Labels, encode_target
from cotune.data.partitions import partitions
from cotune.data.scorable import scorable_folds, sealed_caution
from cotune.data.snapshot import read_given_labels, read_profile, read_snapshot
from cotune.data.split import FoldRows, Positions, SplitRows, digest_of, draw_folds, time_blocks
from cotune.data.stamp import Stamp, stamp_of
from cotune.data.whole_file import whole_file
from cotune.errors import DataError, SpecError
from cotune.model.base import Scalar
from cotune.model.profile import TableShape
from cotune.model.spec import SearchSpec
from cotune.model.words import Metric, Task
from cotune_runtime import TableSchema

_FILE = "run_table.joblib"
_FEWEST_DEV_ROWS = 6
_TIME_BLOCKS = 5


@dataclass(frozen=True)
class RunTable:
    """What one run works on. All positions count rows of `X`, whose rows all have a target.

    `X`: conformed to `schema`. `y`: float64 values, or int64 codes into `classes` (binary: 1 is the positive class).
    `weights`: float64 or None. `dev`: rows outside the sealed `holdout`, sorted. `folds`: (train, test) pairs within
    `dev`, `repeats` partitions of it one after the other; under a time split (`in_time`), or a single split, not every
    dev row is tested, nor are those of folds that the metric can't be taken of. `shape` describes the dev rows.
    `groups` (codes) and `times` (sortable numbers) are those that the split keeps together or in order. `cautions`:
    what a person should know of folds and sealed rows.
    """

    X: pd.DataFrame
    y: np.ndarray
    classes: tuple[Scalar, ...]
    weights: np.ndarray | None
    dev: Positions
    holdout: Positions
    folds: tuple[FoldRows, ...]
    repeats: int
    shape: TableShape
    schema: TableSchema
    folds_digest: str
    holdout_digest: str
    task: Task
    metric: Metric
    in_time: bool = False
    groups: np.ndarray | None = None
    times: np.ndarray | None = None
    cautions: tuple[str, ...] = ()

    @property
    def n_folds(self) -> int:
        """Of one partition."""
        return len(self.folds) // self.repeats

    @property
    def tested_per_trained(self) -> float:
        """Rows that a fold tests for one that it trains on, on average: in time the first folds train on few."""
        return float(np.mean([len(test) / len(train) for train, test in self.folds]))

    @property
    def delivered_folds(self) -> range:
        """The folds whose models make a trial's model: one partition; in time the last, which has seen the most."""
        return range(self.n_folds - 1 if self.in_time else 0, self.n_folds)

    def tested(self) -> Positions:
        """Sorted positions of the rows that some fold tests: those with an out-of-fold prediction."""
        return np.unique(np.concatenate([test for _, test in self.folds]))

    def together(self, rows: Positions) -> np.ndarray | None:
        """Which of these rows an encoder must learn of together, as codes: those of a group, by time neighbours."""
        if self.times is not None:
            return time_blocks(self.times[rows], _TIME_BLOCKS)
        return None if self.groups is None else np.asarray(self.groups[rows])

    def weights_of(self, rows: Positions) -> np.ndarray | None:
        return None if self.weights is None else self.weights[rows]

    def save(self, folder: Path) -> None:
        """Write to `folder`, which is made if need be."""
        import joblib

        folder.mkdir(parents=True, exist_ok=True)
        with whole_file(folder / _FILE) as part:
            joblib.dump(self, part)

    @staticmethod
    def is_saved(folder: Path) -> bool:
        return (folder / _FILE).exists()

    @staticmethod
    def stamp(folder: Path) -> Stamp:
        """Of the table that stands in `folder`."""
        return stamp_of(folder / _FILE)

    @classmethod
    def load(cls, folder: Path, mmap: bool = True) -> Self:
        """Read what `save` wrote; with `mmap` arrays are mapped read-only. Raises DataError when it isn't there."""
        import joblib

        path = folder / _FILE
        try:
            table = joblib.load(path, mmap_mode="r" if mmap else None)
        except Exception as problem:  # a torn pickle raises nearly anything
            raise DataError(
                "the run's table is missing or broken", where=str(path), fix="start the run anew"
            ) from problem
        if not isinstance(table, cls):
            raise DataError("this file holds no run's table", where=str(path), fix="start the run anew")
        return table


def build_run_table(data_folder: Path, spec: SearchSpec) -> RunTable:
    """The table of a run with `spec` over the snapshot in `data_folder`.

    Rows without a target or with a weight of 0 are left out, as are constants, identifiers, excluded columns, and those
    that serve as target, weight or group. Draws and stores the sealed rows at the first call. Raises SpecError when
    `spec` doesn't fit.
    """
    profile = read_profile(data_folder)
    check_spec(spec, profile)
    whole = read_snapshot(data_folder)
    positions = _usable_rows(whole, spec)
    frame = whole.iloc[positions].reset_index(drop=True)
    given = read_given_labels(data_folder, spec.target)
    labels = encode_target(frame[spec.target], spec.task, spec.positive_class, given)
    rows = _split_rows(frame, spec, labels)
    sealed = sealed_rows(data_folder, spec, rows, positions)
    dev = np.flatnonzero(~np.isin(positions, sealed))
    _check_dev(labels, dev, spec)
    features = frame[list(feature_names(spec, profile))]
    shape = _shape(features.iloc[dev], labels, spec)
    rarer = int(np.bincount(labels.y[dev]).min()) if len(labels.classes) == 2 else None
    n_folds, repeats = partitions(spec, shape, rarer)
    drawn = [draw_folds(rows.at(dev), n_folds, spec.random_state, repeat) for repeat in range(repeats)]
    parts = [[(dev[train], dev[test]) for train, test in partition] for partition in drawn]
    folds, repeats, caution = scorable_folds(spec.metric, labels.y, parts)
    holdout = np.flatnonzero(np.isin(positions, sealed))
    schema = TableSchema.of(features)
    return RunTable(
        X=schema.conform(features),
        y=labels.y,
        classes=labels.classes,
        weights=frame[spec.weight_column].to_numpy(dtype=np.float64) if spec.weight_column else None,
        dev=dev,
        holdout=holdout,
        folds=folds,
        repeats=repeats,
        shape=shape,
        schema=schema,
        folds_digest=digest_of(*(positions[part] for fold in folds for part in fold)),
        holdout_digest=digest_of(sealed),
        task=spec.task,
        metric=spec.metric,
        in_time=spec.splits_by == "time",
        groups=rows.groups,
        times=rows.times,
        cautions=tuple(filter(None, (caution, sealed_caution(spec.metric, labels.y[holdout])))),
    )


def _usable_rows(whole: pd.DataFrame, spec: SearchSpec) -> Positions:
    """Rows with a target and a weight: what weighs nothing teaches nothing, and a fold of it can't be scored."""
    has_target = whole[spec.target].notna()
    if spec.weight_column is None:
        return np.flatnonzero(has_target.to_numpy())
    usable = has_target & (whole[spec.weight_column] > 0)
    n_weightless = whole.loc[has_target, spec.target].nunique() - whole.loc[usable, spec.target].nunique()
    if n_weightless and spec.task != "regression":
        what = f"all rows of {n_weightless} class(es) of '{spec.target}' have a weight of 0: no model can learn them"
        raise SpecError(what, where="weight_column", fix="give them a weight, or leave these rows out of the table")
    return np.flatnonzero(usable.to_numpy())


def _split_rows(frame: pd.DataFrame, spec: SearchSpec, labels: Labels) -> SplitRows:
    kind = spec.splits_by
    groups = _group_codes(frame[spec.group_column]) if kind == "group" and spec.group_column else None
    times = _times(frame[spec.time_column]) if kind == "time" and spec.time_column else None
    return SplitRows(kind, labels.y, bool(labels.classes), groups, times)


def _group_codes(column: pd.Series) -> np.ndarray:
    """Codes from 0; each row without a group is a group of its own."""
    codes, levels = pd.factorize(column)
    alone = codes < 0
    codes = codes.astype(np.int64)
    codes[alone] = len(levels) + np.arange(alone.sum())
    return codes


def _times(column: pd.Series) -> np.ndarray:
    """Sortable numbers; rows without a time count as the earliest, so that they are only trained on."""
    values = column.to_numpy(dtype="datetime64[us]").view(np.int64) if column.dtype.kind == "M" else column.to_numpy()
    return np.where(column.isna().to_numpy(), -np.inf, values.astype(np.float64))


def _check_dev(labels: Labels, dev: Positions, spec: SearchSpec) -> None:
    if len(dev) < _FEWEST_DEV_ROWS:
        raise SpecError(
            f"only {len(dev)} rows are left beside the sealed ones", where="holdout_fraction", fix="seal fewer"
        )
    counts = np.sort(np.bincount(labels.y[dev], minlength=2)) if labels.classes else np.array([2, 2])
    if counts[-2] < (2 if spec.task == "binary" else 1):
        what = f"outside the sealed rows only {counts[-2]} row(s) of '{spec.target}' are not of its main class"
        raise SpecError(what, where="target", fix="collect more rows of the rare class, or use another split")


def _shape(dev: pd.DataFrame, labels: Labels, spec: SearchSpec) -> TableShape:
    categories: Sequence[str] = list(dev.select_dtypes("category").columns)
    kinds = [dtype.kind for name, dtype in dev.dtypes.items() if name not in categories]
    return TableShape(
        task=spec.task,
        n_rows=len(dev),
        n_numeric=sum(kind in "fib" for kind in kinds),
        n_categorical=len(categories),
        n_text=sum(kind not in "fibM" for kind in kinds),
        n_datetime=kinds.count("M"),
        max_cardinality=max((len(dev[name].cat.categories) for name in categories), default=0),
        n_classes=len(labels.classes),
        has_missing=bool(dev.isna().any(axis=None)),
    )
