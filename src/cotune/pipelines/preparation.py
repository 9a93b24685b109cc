"""From a conformed table to numbers: one column transformer, fitted inside each fold.

Category columns come first in the output, then numbers, dates and text, so that a family which handles categories
itself knows their positions: 0 .. len(columns.categories) - 1 (see `native_positions`).
"""

from __future__ import annotations

from typing import Any

from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, QuantileTransformer, StandardScaler

from cotune.model.profile import TableShape
from cotune.model.space import ChoiceParam, IntParam, Param
from cotune.pipelines.job import MANY_LEVELS, BuildJob
from cotune_runtime import CategoryCodes, Clipped, DateParts, Screened, TargetCodes, TextParts

TEXT_COMPONENTS = 16
_MOST_LEVELS = 30
_TOO_MANY_CLASSES_FOR_TARGET_CODES = 10

Step = tuple[str, Any, list[str]]


def encoding_params(shape: TableShape, *choices: str) -> tuple[Param, ...]:
    """How category columns become numbers: those of `choices` that can differ on this table, the first by default.

    native: codes that the model splits as categories. ordinal: codes by frequency. onehot. target: mean target.
    mixed: one-hot up to MANY_LEVELS levels, mean target above. both: native codes, and mean targets beside.
    """
    if shape.n_categorical == 0:
        return ()
    offered = list(choices)
    if shape.n_classes > _TOO_MANY_CLASSES_FOR_TARGET_CODES:
        offered = [c for c in offered if c not in ("target", "mixed", "both")]
    if shape.max_cardinality <= MANY_LEVELS and "onehot" in offered:
        offered = ["onehot" if c == "mixed" else c for c in offered]
    return (ChoiceParam(name="encoding", choices=tuple(dict.fromkeys(offered)), default=offered[0]),)


def text_params(shape: TableShape) -> tuple[Param, ...]:
    """How many SVD components a text column becomes."""
    if shape.n_text == 0:
        return ()
    return (IntParam(name="text_components", low=4, high=64, default=TEXT_COMPONENTS, log=True),)


def scaling_params(shape: TableShape) -> tuple[Param, ...]:
    """How numbers are scaled for models that measure distances."""
    if shape.n_numeric + shape.n_datetime == 0:
        return ()
    return (ChoiceParam(name="scaling", choices=("standard", "quantile"), default="standard"),)


def screening_params(shape: TableShape, usual: int | str) -> tuple[Param, ...]:
    """How many of many number columns are kept, those that say most about the target one by one."""
    if not is_wide(shape):
        return ()
    choices = ("all", *(kept for kept in (1000, 300, 100) if kept < shape.n_numeric))
    return (ChoiceParam(name="numbers_kept", choices=choices, default=usual if usual in choices else choices[1]),)


def is_wide(shape: TableShape) -> bool:
    """Whether histograms of all columns, not rows, are what boosting spends its time on."""
    return shape.n_numeric > 300


def scaled_width(shape: TableShape) -> int:
    """About how many columns `for_distances` makes, at most."""
    numbers = shape.n_numeric * (2 if shape.has_missing else 1)
    levels = shape.n_categorical * min(shape.max_cardinality + 1, _MOST_LEVELS)
    return numbers + levels + 12 * shape.n_datetime + (TEXT_COMPONENTS + 2) * shape.n_text


def native_positions(job: BuildJob) -> tuple[int, ...]:
    """Where the category codes stand in the output of `for_trees` with encoding native or both."""
    return tuple(range(len(job.columns.categories)))


def for_trees(encoding: str, text_components: int, kept: int | None, job: BuildJob) -> ColumnTransformer:
    """For models that take missing values and any scale: numbers pass through, or the `kept` best of them do."""
    columns = job.columns
    steps = _encoded(encoding, job)
    steps += [("numbers", "passthrough" if kept is None else _screened(kept, job), list(columns.numbers))]
    steps += [("dates", DateParts(), list(columns.dates))]
    steps += [("text", TextParts(text_components, random_state=job.random_state), list(columns.text))]
    return _table(steps)


def for_distances(
    encoding: str, text_components: int, scaling: str, kept: int | None, job: BuildJob
) -> ColumnTransformer:
    """For models that need complete numbers on one scale: imputed with indicators, scaled and clipped."""
    columns = job.columns
    steps = [(name, _on_one_scale(name, step), cols) for name, step, cols in _encoded(encoding, job)]
    numbers = _complete(scaling, job)
    if kept is not None:
        numbers = make_pipeline(_screened(kept, job), numbers)
    steps += [("numbers", numbers, list(columns.numbers))]
    steps += [("dates", make_pipeline(DateParts(), _complete(scaling, job)), list(columns.dates))]
    text = TextParts(text_components, random_state=job.random_state)
    steps += [("text", make_pipeline(text, StandardScaler(), Clipped()), list(columns.text))]
    return _table(steps)


def _table(steps: list[Step]) -> ColumnTransformer:
    return ColumnTransformer([step for step in steps if step[2]], sparse_threshold=0.0)


def _encoded(encoding: str, job: BuildJob) -> list[Step]:
    few, many = list(job.columns.few_levels), list(job.columns.many_levels)
    match encoding:
        case "native":
            return [("categories", CategoryCodes(), few + many)]
        case "ordinal":
            return [("categories", CategoryCodes(unseen_apart=True), few + many)]
        case "both":
            return [("categories", CategoryCodes(), few + many), ("means", _target_means(job), few + many)]
        case "target":
            return [("means", _target_means(job), few + many)]
        case "onehot":
            return [("levels", _one_hot(), few + many)]
        case "mixed":
            return [("levels", _one_hot(), few), ("means", _target_means(job), many)]
        case _:
            raise ValueError(f"unknown encoding '{encoding}'")


def _screened(kept: int, job: BuildJob) -> Screened:
    return Screened(kept, classify=job.shape.task != "regression")


def _one_hot() -> Pipeline:
    codes = CategoryCodes(_MOST_LEVELS, unseen_apart=True)
    return make_pipeline(codes, OneHotEncoder(handle_unknown="ignore", sparse_output=False))


def _target_means(job: BuildJob) -> Pipeline:
    classify = job.shape.task != "regression"
    codes = CategoryCodes(10_000, unseen_apart=True)
    return make_pipeline(codes, TargetCodes(random_state=job.random_state, classify=classify))


def _on_one_scale(name: str, step: Pipeline) -> Pipeline:
    """One-hot columns stay 0 and 1: scaled, a rare level would outweigh all numbers in a distance."""
    return step if name == "levels" else make_pipeline(step, StandardScaler(), Clipped())


def _complete(scaling: str, job: BuildJob) -> Pipeline:
    imputer = SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
    if scaling == "quantile":
        spread = QuantileTransformer(output_distribution="normal", random_state=job.random_state)
        return make_pipeline(imputer, spread, Clipped(3.0))
    return make_pipeline(imputer, StandardScaler(), Clipped())
