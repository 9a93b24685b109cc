"""The classifier and the regressor: scikit-learn's checks and names around a search."""

from __future__ import annotations

import functools
import inspect
import tempfile
import time
from collections.abc import Callable
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from cotune.errors import UserError, did_you_mean
from cotune.sklearn.study_of_fit import created, removed
from cotune.sklearn.target import plain_target
from cotune.sklearn.wording import for_estimator, warn_of_folds, warn_of_risks, warn_of_table

if TYPE_CHECKING:
    from cotune.model.spec import SearchSpec
    from cotune.model.view import RunView
    from cotune.study import Study
    from cotune_runtime import TableModel

LEAVING_S = 0.6
LEAVING_SHARE = 0.01
"""Kept back from the time budget, with this share of it, for reading the model and ending the study's process."""


def _by_name(init: Callable[..., None]) -> Callable[..., None]:
    """The constructor, which says how its parameters are named; its signature stays for scikit-learn to read."""
    known = [name for name in inspect.signature(init).parameters if name != "self"]

    @functools.wraps(init)
    def checked(self: object, *positional: object, **parameters: object) -> None:
        kind = type(self).__name__
        if positional:
            fix = f"for example {kind}(time_budget_s=60, max_trials=50)"
            raise TypeError(f"{kind} takes its parameters by name, not {positional[0]!r} alone\n  -> {fix}")
        for name in parameters:
            if name not in known:
                raise TypeError(f"{kind} has no parameter '{name}'\n  -> {did_you_mean(name, known)}")
        init(self, **parameters)

    return checked


class _CotuneEstimator(BaseEstimator):  # type: ignore[misc]
    """What the classifier and the regressor share."""

    @_by_name
    def __init__(
        self,
        *,
        metric: str | None = None,
        time_budget_s: float | None = 60.0,
        max_trials: int | None = None,
        families: tuple[str, ...] | None = None,
        group_column: str | None = None,
        time_column: str | None = None,
        workers: int | None = None,
        random_state: int | np.random.RandomState | None = 0,
    ) -> None:
        self.metric = metric
        self.time_budget_s = time_budget_s
        self.max_trials = max_trials
        self.families = families
        self.group_column = group_column
        self.time_column = time_column
        self.workers = workers
        self.random_state = random_state

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.categorical = True
        tags.input_tags.string = True
        tags.non_deterministic = self.time_budget_s is not None or self.workers != 1
        return tags

    def _fit_table(self, X: Any, target: np.ndarray, task: str, began_s: float) -> TableModel:
        """Search on X with `target` as one more column; the model of the best pipelines.

        Raises:
            ValueError: the table or a parameter can't be used; the message says what and what to do.
        """
        frame = _named(X)
        self._columns = list(frame.columns)
        name = next(n for n in ("target", *(f"target_{i}" for i in range(frame.shape[1]))) if n not in frame.columns)
        try:
            return self._searched(frame.assign(**{name: target}), self._spec_fields(name, task), began_s)
        except UserError as error:
            raise for_estimator(error, name) from error

    def _searched(self, table: pd.DataFrame, fields: dict[str, object], began_s: float) -> TableModel:
        with tempfile.TemporaryDirectory(prefix="cotune-", ignore_cleanup_errors=True) as folder:
            study = created(table, folder)
            try:
                warn_of_table(study.profile, str(fields["target"]))
                study.propose(self._timed(study, fields, began_s))
                for card in study.cards:
                    warn_of_risks(card.verdict, str(fields["target"]))
                    study.approve(card)
                _import_models()
                study.wait()
                warn_of_folds(study.view)
                self._check_found(study.view, time.monotonic() - began_s)
                self.n_trials_ = len(study.view.run_trials())
                return study.model()
            finally:
                removed(study)

    def _timed(self, study: Study, fields: dict[str, object], began_s: float) -> SearchSpec:
        """The complete specification, with what the start has left of the time budget."""
        from cotune.data import complete_spec
        from cotune.study.readiness import wait_until_ready

        spec = complete_spec(fields, study.profile)
        wait_until_ready(study, spec)
        if self.time_budget_s is None:
            return spec
        started_s = time.monotonic() - began_s
        left_s = self.time_budget_s - started_s - LEAVING_S - LEAVING_SHARE * self.time_budget_s
        if left_s <= 0:
            raise self._too_short(f"to start the search took {started_s:.1f} s")
        return spec.having(seconds=max(1.0, left_s))

    def _check_found(self, view: RunView, spent_s: float) -> None:
        """Raises UserError when no trial was successful: a model that only guesses is no result of a `fit`."""
        from cotune.model.failing import failures_in_words
        from cotune.study.no_model import why_no_model

        if view.best() is not None:
            return
        trials = view.run_trials()
        if view.run.why_ended == "time" and not failures_in_words(trials):
            first_s = view.run.active_s - trials[0].started_at_s if trials else None
            ready = f"the table was not ready after {spent_s:.1f} s"
            raise self._too_short(
                ready if first_s is None else f"the first trial was still at work after {first_s:.1f} s"
            )
        raise UserError(f"the search found no model: {why_no_model(view)}")

    def _too_short(self, why: str) -> UserError:
        return UserError(
            f"no trial finished in {self.time_budget_s:g} s", where="time_budget_s", fix=f"raise it: {why}"
        )

    def _spec_fields(self, target: str, task: str) -> dict[str, object]:
        if self.time_budget_s is None and self.max_trials is None:
            raise UserError("a search needs a budget", fix="set time_budget_s, max_trials or both")
        budget_s = self.time_budget_s
        if budget_s is not None and not (isinstance(budget_s, Real) and budget_s > 0):
            what = f"{budget_s!r} is no time to search in"
            raise UserError(what, where="time_budget_s", fix="give a number of seconds above 0")
        named = ("metric", "families", "group_column", "time_column", "workers")
        optional = {name: getattr(self, name) for name in named}
        return {
            "target": target,
            "task": task,
            "seconds": self.time_budget_s,
            "trials": self.max_trials,
            "holdout_fraction": 0.0,
            "random_state": self._seed(),
            **{name: value for name, value in optional.items() if value is not None},
        }

    def _seed(self) -> int:
        if isinstance(self.random_state, Integral):
            return int(self.random_state)
        return int(check_random_state(self.random_state).randint(2**31 - 1))

    def _as_fitted(self, X: Any) -> pd.DataFrame:
        """X, checked, with the column names of `fit`.

        A frame's columns may stand in any order and beside others. Those of an array, and of a frame after a `fit` on
        an array, are taken by their position, with scikit-learn's warning.
        """
        if isinstance(X, pd.DataFrame):
            frame = _named(X)
            if hasattr(self, "feature_names_in_") or set(self._columns) <= set(frame.columns):
                return frame
            validate_data(self, X, reset=False, skip_check_array=True)
        else:
            frame = pd.DataFrame(self._checked(X, reset=False)).infer_objects()
        return frame.set_axis(self._columns, axis=1)

    def _checked(self, X: Any, *, reset: bool) -> Any:
        """X after scikit-learn's checks; a DataFrame keeps its columns' types."""
        if isinstance(X, pd.DataFrame):
            if reset:
                validate_data(self, X, reset=True, skip_check_array=True)
                if X.shape[0] < 1:
                    raise ValueError("Found array with 0 sample(s) while a minimum of 1 is required.")
            return X
        return validate_data(self, X, reset=reset, dtype=None, ensure_all_finite=False)

    def _checked_pair(self, X: Any, y: Any, *, numeric: bool) -> tuple[Any, np.ndarray]:
        if y is None:
            raise ValueError(f"{type(self).__name__} requires y to be passed, but the target y is None.")
        y = plain_target(y, numeric=numeric)
        if isinstance(X, pd.DataFrame):
            target = validate_data(self, "no_validation", y, y_numeric=numeric)
            X = self._checked(X, reset=True)
            if len(target) != len(X):
                raise ValueError(f"X has {len(X)} rows, y has {len(target)}: they are inconsistent.")
        else:
            X, target = validate_data(
                self, X, y, dtype=None, ensure_all_finite=False, y_numeric=numeric, ensure_min_samples=2
            )
        return X, target


def _check_learnable(classes: int, rows: int) -> None:
    """Raises ValueError where a search knows no task for so many classes."""
    from cotune.data.tasks import MAX_CLASSES

    fix = "join rare classes, or take CotuneRegressor if they are numbers"
    if classes > MAX_CLASSES:
        raise ValueError(f"y has {classes:,} classes, and at most {MAX_CLASSES} can be told apart\n  -> {fix}")
    if classes > 2 and 2 * classes > rows:
        raise ValueError(f"y has {classes:,} classes in {rows:,} rows: most have a single row\n  -> {fix}")


def _named(X: Any) -> pd.DataFrame:
    """X as a frame with text column names: x0, x1, ... for an array."""
    if isinstance(X, pd.DataFrame):
        return X.set_axis([str(c) for c in X.columns], axis=1).reset_index(drop=True)
    return pd.DataFrame(X, columns=[f"x{i}" for i in range(np.shape(X)[1])])


def _import_models() -> None:
    """What the model is made of, imported while the search goes on: its end is no time for that."""
    import sklearn.ensemble
    import sklearn.neural_network
    import sklearn.svm  # noqa: F401

    import cotune_runtime  # noqa: F401
    from cotune.pipelines.installation import broken_installation

    broken_installation()


class CotuneClassifier(ClassifierMixin, _CotuneEstimator):  # type: ignore[misc]
    """A classifier found by a search over ten model families.

    Parameters: `metric` (roc_auc for two classes, log_loss for more, unless given), `time_budget_s` (whole `fit`, in
    seconds), `max_trials`, `families` (all), `group_column` (rows of one value of it are tested together),
    `time_column` (tested on the latest rows by it), `workers` (one per usable core), `random_state`. With a trial
    budget alone (`time_budget_s=None`) and one worker, equal seeds give equal models.

    Attributes: `classes_`, `model_` (a `cotune_runtime.TableModel`), `n_trials_`, `n_features_in_`.
    """

    def fit(self, X: Any, y: Any) -> Self:
        """Search, (n_rows, n_columns) and (n_rows,); missing values, text and categories are fine.

        Raises:
            ValueError: the table or a parameter can't be used.
        """
        began_s = time.monotonic()
        X, target = self._checked_pair(X, y, numeric=False)
        check_classification_targets(target)
        self.classes_, codes = np.unique(target, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(f"a classifier needs at least two classes; y has one class: {self.classes_.tolist()[0]!r}")
        _check_learnable(len(self.classes_), len(codes))
        task = "binary" if len(self.classes_) == 2 else "multiclass"
        self.model_ = self._fit_table(X, codes, task, began_s)
        return self

    def predict_proba(self, X: Any) -> np.ndarray:
        """Probabilities, (n_rows, n_classes), columns in the order of `classes_`."""
        check_is_fitted(self)
        predicted = self.model_.predict_proba(self._as_fitted(X))
        order = [int(c) for c in self.model_.classes_]
        proba = np.zeros((len(predicted), len(self.classes_)))
        proba[:, order] = predicted
        return proba

    def predict(self, X: Any) -> np.ndarray:
        """The most probable class of each row, (n_rows,)."""
        check_is_fitted(self)
        codes = self.model_.predict(self._as_fitted(X))
        return np.asarray(self.classes_[np.asarray(codes).astype(int)])


class CotuneRegressor(RegressorMixin, _CotuneEstimator):  # type: ignore[misc]
    """A regressor found by a search over ten model families.

    Parameters as for `CotuneClassifier`; `metric` is rmse unless given.

    Attributes: `model_` (a `cotune_runtime.TableModel`), `n_trials_`, `n_features_in_`.
    """

    def fit(self, X: Any, y: Any) -> Self:
        """Search, (n_rows, n_columns) and (n_rows,); missing values, text and categories are fine in X.

        Raises:
            ValueError: the table or a parameter can't be used.
        """
        began_s = time.monotonic()
        X, target = self._checked_pair(X, y, numeric=True)
        self.model_ = self._fit_table(X, np.asarray(target, dtype=float), "regression", began_s)
        return self

    def predict(self, X: Any) -> np.ndarray:
        """The predicted values, (n_rows,)."""
        check_is_fitted(self)
        return np.asarray(self.model_.predict(self._as_fitted(X)))
