"""Does a complete spec fit the table? Each rule is one function; the first that is broken raises SpecError."""

from __future__ import annotations

from collections.abc import Callable

from cotune.data.target import column_of
from cotune.data.tasks import MAX_CLASSES, tasks_for
from cotune.errors import SpecError, did_you_mean
from cotune.model.profile import ColumnProfile, TableProfile
from cotune.model.spec import SearchSpec

MIN_ROWS = 10


def check_spec(spec: SearchSpec, profile: TableProfile) -> None:
    """Raises SpecError, with the field and the closest valid names, when `spec` can't be carried out on this table."""
    for rule in _RULES:
        rule(spec, profile)


def _columns_exist(spec: SearchSpec, profile: TableProfile) -> None:
    column_of(profile, spec.target, "target")
    for name in spec.exclude_columns:
        column_of(profile, name, "exclude_columns")
    for field, name in _roles(spec).items():
        column_of(profile, name, field)


def _roles(spec: SearchSpec) -> dict[str, str]:
    roles = {
        "group_column": spec.group_column,
        "time_column": spec.time_column,
        "weight_column": spec.weight_column,
    }
    return {field: name for field, name in roles.items() if name is not None}


def _target_has_no_other_role(spec: SearchSpec, _profile: TableProfile) -> None:
    for field, name in _roles(spec).items():
        if name == spec.target:
            raise SpecError(f"'{name}' is the target and can't be the {field.replace('_', ' ')} too", where=field)
    if spec.target in spec.exclude_columns:
        raise SpecError(f"'{spec.target}' is the target and can't be excluded", where="exclude_columns")


def _task_fits_target(spec: SearchSpec, profile: TableProfile) -> None:
    column = column_of(profile, spec.target, "target")
    possible = tasks_for(column, profile.n_rows)
    if spec.task in possible:
        return
    if not possible:
        raise unpredictable(column, profile)
    what, figures = (
        f"'{spec.target}' is no target for a {spec.task} task",
        f": it is {_described(column, profile.n_rows)}",
    )
    raise SpecError(what, where="task", fix="use " + " or ".join(possible), figures=figures)


def unpredictable(column: ColumnProfile, profile: TableProfile) -> SpecError:
    """The refusal of a column that allows no task; numbers that could not be read need only be mended."""
    odd = [w.message for w in profile.warnings if w.column == column.name and w.kind in ("mixed_types", "too_large")]
    return SpecError(
        f"'{column.name}' can't be predicted",
        where="target",
        fix="mend its values, or choose another target column" if odd else "choose another target column",
        figures=". ".join([f": it is {_described(column, profile.n_rows)}", *(text.rstrip(".") for text in odd[:1])]),
    )


def _described(column: ColumnProfile, n_rows: int) -> str:
    match column.kind:
        case "empty":
            return "without any usable value"
        case "constant":
            return "the same in every row"
        case "datetime":
            return "a date"
        case _ if 2 * column.n_unique > n_rows - column.n_missing:
            return "different in nearly every row"
        case _:
            limit = f" (at most {MAX_CLASSES} can be classes)" if column.n_unique > MAX_CLASSES else ""
            return f"a {column.kind} column with {column.n_unique} different values{limit}"


def _enough_rows(spec: SearchSpec, profile: TableProfile) -> None:
    n_rows = profile.n_rows - column_of(profile, spec.target, "target").n_missing
    needed = max(MIN_ROWS, 2 * (spec.folds or 1))
    if n_rows < needed:
        what, figures = f"at least {needed} rows need a value of '{spec.target}'", f"; only {n_rows} have one"
        fix = "collect more rows" if spec.folds is None else "use fewer folds"
        raise SpecError(what, where="target", fix=fix, figures=figures)


def _classes_repeat(spec: SearchSpec, profile: TableProfile) -> None:
    if spec.task == "binary" and column_of(profile, spec.target, "target").rarest == 1:
        raise SpecError(
            f"nothing can be learned about the rarer class of '{spec.target}'",
            where="target",
            fix="collect more rows of that class, or choose another target column",
            figures=": only one row is in it",
        )


def _features_remain(spec: SearchSpec, profile: TableProfile) -> None:
    if not feature_names(spec, profile):
        what = "no usable column is left to predict from"
        raise SpecError(what, where="exclude_columns", fix="constants, identifiers and excluded columns don't count")


def feature_names(spec: SearchSpec, profile: TableProfile) -> tuple[str, ...]:
    """The columns that models see, in table order: constants, identifiers and columns with another role are out."""
    out = {spec.target, *spec.exclude_columns}
    out |= {spec.weight_column} if spec.weight_column else set()
    out |= {spec.group_column} if spec.group_column and spec.splits_by == "group" else set()
    return tuple(c.name for c in profile.columns if c.name not in out and not c.is_unused)


def _split_is_clear(spec: SearchSpec, _profile: TableProfile) -> None:
    if spec.split == "auto" and spec.group_column and spec.time_column:
        what = "both a group and a time column are named"
        raise SpecError(what, where="split", fix="name one of them")
    for field, name, kind in (("group_column", spec.group_column, "group"), ("time_column", spec.time_column, "time")):
        if name is not None and spec.split not in ("auto", kind):
            what = f"a {spec.split} split makes no use of the {kind} column '{name}'"
            raise SpecError(what, where=field, fix=f"leave it out, or split by {kind}")


def _time_is_ordered(spec: SearchSpec, profile: TableProfile) -> None:
    if spec.time_column is None:
        return
    column = column_of(profile, spec.time_column, "time_column")
    what = f"'{column.name}' can't order rows"
    if column.n_unique == 1:
        fix, figures = "choose another column, or leave it out", ": it is the same in every row"
        raise SpecError(what, where="time_column", fix=fix, figures=figures)
    if column.kind not in ("datetime", "number"):
        near = [c.name for c in profile.columns if c.kind == "datetime"]
        fix = f"columns with dates: {', '.join(near)}" if near else "convert it with pandas.to_datetime first"
        raise SpecError(f"{what}: it is neither a date nor a number", where="time_column", fix=fix)
    if column.n_missing > 0.5 * profile.n_rows:
        raise SpecError(what, where="time_column", fix="choose another column", figures=": it is missing in most rows")
    needed = (spec.folds or 1) + 1 + (spec.holdout_fraction > 0)
    if column.n_unique < needed:
        what = f"a split by '{column.name}' needs at least {needed} different times"
        ways = [
            "choose another column",
            "fewer folds" if spec.folds else "",
            "no holdout" if spec.holdout_fraction else "",
        ]
        fix, figures = " or ".join(filter(None, ways)), f"; it has {column.n_unique}"
        raise SpecError(what, where="time_column", fix=fix, figures=figures)


def _groups_suffice(spec: SearchSpec, profile: TableProfile) -> None:
    if spec.group_column is None:
        return
    column = column_of(profile, spec.group_column, "group_column")
    needed = 3 if spec.holdout_fraction else 2
    what = f"'{column.name}' can't group rows"
    if column.n_unique < 2:
        fix, figures = "choose another column, or leave it out", ": it is the same in every row"
        raise SpecError(what, where="group_column", fix=fix, figures=figures)
    if column.n_unique < needed:
        what, figures = f"a split by '{column.name}' needs at least {needed} groups", f"; it has {column.n_unique}"
        fix = "choose another column" + (" or no holdout" * (needed == 3))
        raise SpecError(what, where="group_column", fix=fix, figures=figures)
    if column.n_missing > 0.5 * profile.n_rows:
        raise SpecError(what, where="group_column", fix="choose another column", figures=": it is missing in most rows")


def _positive_class_exists(spec: SearchSpec, profile: TableProfile) -> None:
    if spec.positive_class is None:
        return
    levels = column_of(profile, spec.target, "target").levels
    if spec.task != "binary":
        raise SpecError(f"a {spec.task} task has no positive class", where="positive_class", fix="leave it out")
    if spec.positive_class not in levels:
        what = f"'{spec.target}' has no class '{spec.positive_class}'"
        raise SpecError(what, where="positive_class", fix=did_you_mean(spec.positive_class, levels))


def _weights_are_weights(spec: SearchSpec, profile: TableProfile) -> None:
    if spec.weight_column is None:
        return
    column = column_of(profile, spec.weight_column, "weight_column")
    numbers = column.kind == "number" or (column.kind == "constant" and column.minimum is not None)
    if not numbers or column.minimum is None or column.minimum < 0:
        what = f"'{column.name}' holds no weights: they are numbers of at least 0"
        raise SpecError(what, where="weight_column", fix="choose a column of such numbers, or leave it out")
    if column.n_missing or column.maximum == 0:
        what, figures = f"'{column.name}' can't weigh rows", ": it has missing weights, or none above 0"
        fix = "fill them in, choose another column, or leave it out"
        raise SpecError(what, where="weight_column", fix=fix, figures=figures)


def _metric_fits_values(spec: SearchSpec, profile: TableProfile) -> None:
    column = column_of(profile, spec.target, "target")
    if column.minimum is None or column.maximum is None:
        return
    if spec.metric == "rmsle" and column.minimum < 0:
        what, figures = f"rmsle does not fit '{spec.target}'", ": it needs values of at least 0, and some are negative"
        raise SpecError(what, where="metric", fix="use another metric, for example rmse or mae", figures=figures)
    if spec.metric == "mape" and column.minimum <= 0 <= column.maximum:
        what = f"mape does not fit '{spec.target}'"
        figures = ": it divides by each value, and they reach 0 or lie on both sides of it"
        raise SpecError(what, where="metric", fix="use another metric, for example mae or rmse", figures=figures)


def _ranges_are_ranges(spec: SearchSpec, _profile: TableProfile) -> None:
    for found in spec.ranges:
        if found.low is not None and found.high is not None and found.low > found.high:
            raise SpecError(f"the range of '{found.name}' is empty: {found.low} is above {found.high}", where="ranges")


_RULES: tuple[Callable[[SearchSpec, TableProfile], None], ...] = (
    _columns_exist,
    _target_has_no_other_role,
    _task_fits_target,
    _enough_rows,
    _classes_repeat,
    _features_remain,
    _split_is_clear,
    _time_is_ordered,
    _groups_suffice,
    _positive_class_exists,
    _weights_are_weights,
    _metric_fits_values,
    _ranges_are_ranges,
)
