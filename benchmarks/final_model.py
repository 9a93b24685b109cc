"""What each way to make the final model of the same trials would have brought, on rows that no trial saw.

Each table is searched once for some seconds on a sample of its rows, at most four fifths. Then the model is made in
several ways of the trials that were kept, and each is scored on the other rows, up to 10,000: gains are those over the
best trial alone, in per cent of its error (1 - AUC, log loss, RMSE).

Run: python benchmarks/final_model.py [--seconds N] [--tables NAME ...] [--data FOLDER] [--rows N] [--seeds N ...]
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))
sys.path.insert(0, str(Path(__file__).parent / "quality"))

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import train_test_split

from cotune.data.run_table import RunTable
from cotune.data.split import SplitRows, draw_folds
from cotune.deliver import ensemble
from cotune.deliver.final import assemble, read_model
from cotune.deliver.fitting import MORE_ROWS_MORE_ROUNDS, fit
from cotune.deliver.out_of_fold import OutOfFold
from cotune.model.trial import TrialRow
from cotune.pipelines.metrics import score
from engine_study import Workbench, warm_study
from job import METRIC_OF
from sources import BUILT_IN, Table, offered

MOST_KEPT = 24
STACKED = 8
TEST_SHARE, MOST_TESTED = 0.2, 10_000
PLENTY_S = 30.0
PATIENCE_S = 600.0


@dataclass(frozen=True)
class Trials:
    """The trials of a search, best first: what they predict out of fold and for the test rows, and how to go on."""

    table: RunTable
    rows: tuple[TrialRow, ...]
    out_of_fold: list[np.ndarray]
    of_test: list[np.ndarray]
    test: pd.DataFrame
    y_test: np.ndarray

    def error(self, prediction: np.ndarray) -> float:
        found = score(self.table.metric, self.y_test, prediction, None, len(self.table.classes))
        return 1 - found if self.table.metric == "roc_auc" else -found


def best_alone(trials: Trials) -> np.ndarray:
    """The mean of the best trial's fold models."""
    return trials.of_test[0]


def best_refitted(trials: Trials) -> np.ndarray:
    """The best trial's configuration, fitted again on all rows."""
    result = trials.rows[0].result
    rounds = result.rounds if result is not None else None
    pipeline = fit(trials.rows[0].ask.configuration, trials.table, trials.table.dev, 0, rounds)
    return _predict([pipeline], trials)


def mean_of_eight(trials: Trials) -> np.ndarray:
    return np.mean(trials.of_test[:8], axis=0)


def greedy_from_one(trials: Trials) -> np.ndarray:
    """Ensemble selection that begins with the best alone."""
    most, ensemble._MOST_AT_ONCE = ensemble._MOST_AT_ONCE, 1
    try:
        return blended(trials)
    finally:
        ensemble._MOST_AT_ONCE = most


def blended(trials: Trials) -> np.ndarray:
    """As cotune does."""
    return np.tensordot(_weights(trials), np.asarray(trials.of_test), axes=1)


def _weights(trials: Trials) -> np.ndarray:
    oof = OutOfFold(trials.table)
    return ensemble.greedy_weights(trials.out_of_fold, oof.score, oof.tested(), PLENTY_S)


def blended_of_five_folds(trials: Trials) -> np.ndarray:
    """The same blend of models that saw four fifths of the rows each, for tables that have ten folds."""
    table, weights = trials.table, _weights(trials)
    is_classes = table.task != "regression"
    rows = SplitRows("stratified" if is_classes else "random", table.y[table.dev], is_classes)
    fifths = [table.dev[train] for train, _ in draw_folds(rows, 5, 0)]
    members = [i for i, weight in enumerate(weights) if weight > 0]
    return np.sum([weights[i] * _predict(_fitted(trials.rows[i], table, fifths), trials) for i in members], axis=0)


def _fitted(row: TrialRow, table: RunTable, parts: Sequence[np.ndarray]) -> list[object]:
    rounds = row.result.rounds if row.result is not None else None
    as_many = None if rounds is None else round(rounds / MORE_ROWS_MORE_ROUNDS)
    return [fit(row.ask.configuration, table, rows, 0, as_many) for rows in parts]


def stacked_linear(trials: Trials) -> np.ndarray:
    """A linear model on top, without negative weights for numbers, of log-odds for classes."""
    rows, y = _level_two(trials)
    inputs, tests = (_side_by_side(trials, part) for part in (trials.out_of_fold, trials.of_test))
    if trials.table.task == "regression":
        return LinearRegression(positive=True).fit(inputs[rows], y).predict(tests)
    return LogisticRegression(C=0.1, max_iter=1000).fit(inputs[rows], y).predict_proba(tests)


def stacked_boosting(trials: Trials) -> np.ndarray:
    """Boosting on top, which sees the table's columns as well; half of it, and half of the blend."""
    rows, y = _level_two(trials)
    columns, tests = (_columns(trials.table, part) for part in (trials.table.X.iloc[trials.table.dev], trials.test))
    inputs = np.hstack([columns, _side_by_side(trials, trials.out_of_fold)])[rows]
    options = {"max_iter": 100, "learning_rate": 0.05, "max_depth": 4, "random_state": 0}
    tests = np.hstack([tests, _side_by_side(trials, trials.of_test)])
    if trials.table.task == "regression":
        top = HistGradientBoostingRegressor(**options).fit(inputs, y).predict(tests)
    else:
        top = HistGradientBoostingClassifier(**options).fit(inputs, y).predict_proba(tests)
    return (top + blended(trials)) / 2


WAYS: tuple[Callable[[Trials], np.ndarray], ...] = (
    best_alone,
    best_refitted,
    mean_of_eight,
    greedy_from_one,
    blended,
    blended_of_five_folds,
    stacked_linear,
    stacked_boosting,
)


@contextmanager
def searched(table: Table, most_rows: int, seed: int, **spec: object) -> Iterator[Trials]:
    """The trials of one search; its folder is there until they have been used."""
    frame, n = table.frame, len(table.frame)
    n_learned = min(most_rows, round((1 - TEST_SHARE) * n))
    learned, test = train_test_split(
        frame,
        train_size=n_learned,
        test_size=min(MOST_TESTED, n - n_learned),
        random_state=seed,
        stratify=None if table.task == "regression" else frame[table.target],
    )
    with warm_study(learned.rename(columns={table.target: "y"}).reset_index(drop=True)) as bench:
        bench.start(task=table.task, metric=METRIC_OF[table.task], holdout_fraction=0, random_state=seed, **spec)
        bench.turn_to_end(PATIENCE_S)
        yield _read(bench, test, test[table.target])


def _read(bench: Workbench, test: pd.DataFrame, y_test: pd.Series) -> Trials:
    folder = bench.folder
    table = RunTable.load(folder.run(bench.view.run.run))
    rows = [r for r in bench.view.best_trials(1000) if folder.fold_models(r.ask.trial).exists()][:MOST_KEPT]
    models = [read_model(folder.fold_models(r.ask.trial)) for r in rows]
    codes = {label: code for code, label in enumerate(table.classes)}
    y = y_test.to_numpy() if table.task == "regression" else y_test.map(codes).to_numpy()
    oof = [np.asarray(np.load(folder.oof(r.ask.trial)), dtype=np.float64) for r in rows]
    trials = Trials(table, tuple(rows), oof, [], test, y)
    return Trials(table, tuple(rows), oof, [_predict(m.members[0][1], trials) for m in models], test, y)


def _predict(pipelines: Sequence[object], trials: Trials) -> np.ndarray:
    model = assemble(trials.table, [(1.0, list(pipelines))])
    return model.predict(trials.test) if trials.table.task == "regression" else model.predict_proba(trials.test)


def _level_two(trials: Trials) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the rows that have out-of-fold predictions, and their targets."""
    rows = OutOfFold(trials.table).tested()
    return rows, trials.table.y[trials.table.dev[rows]]


def _side_by_side(trials: Trials, predictions: list[np.ndarray]) -> np.ndarray:
    """(n, members x classes) predictions of the best trials: values, or log-odds."""
    if trials.table.task == "regression":
        return np.column_stack(predictions[:STACKED])
    shares = [np.clip(p[:, 1:] if p.shape[1] == 2 else p, 1e-6, 1 - 1e-6) for p in predictions[:STACKED]]
    return np.hstack([np.log(p) - np.log1p(-p) for p in shares])


def _columns(table: RunTable, frame: pd.DataFrame) -> np.ndarray:
    """(n, columns) numbers and codes of categories; text and dates are 0."""
    conformed = table.schema.conform(frame)
    return np.nan_to_num([pd.to_numeric(conformed[c], errors="coerce").to_numpy(float) for c in conformed]).T


def searches_wanted(description: str | None) -> argparse.Namespace:
    """What to search, as the command line says it: seconds, tables, data, rows, seeds."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--tables", nargs="+", default=list(BUILT_IN))
    parser.add_argument("--data", type=Path, help="a folder of parquet files with a manifest.json")
    parser.add_argument("--rows", type=int, default=6_000, help="search on so many rows at most")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    return parser.parse_args()


def main() -> None:
    args = searches_wanted(__doc__)
    tables = offered(args.data)
    gains: list[list[float]] = []
    print(f"{'gain, %':28}", *(f"{way.__name__:>22}" for way in WAYS[1:]))
    for name in args.tables:
        for seed in args.seeds:
            with searched(tables[name](), args.rows, seed, seconds=args.seconds) as trials:
                errors = [trials.error(way(trials)) for way in WAYS]
                gains.append([100 * (1 - error / errors[0]) for error in errors[1:]])
                print(f"{name + ' ' + str(seed):28}", *(f"{gain:22.2f}" for gain in gains[-1]), flush=True)
    print(f"{'mean':28}", *(f"{gain:22.2f}" for gain in np.mean(gains, axis=0)))
    print(f"{'median':28}", *(f"{gain:22.2f}" for gain in np.median(gains, axis=0)))
    print(f"{'better than blended, of ' + str(len(gains)):28}", *(f"{n:22d}" for n in _wins(np.array(gains))))


def _wins(gains: np.ndarray) -> np.ndarray:
    return (gains > gains[:, [WAYS.index(blended) - 1]]).sum(axis=0)


if __name__ == "__main__":
    main()
