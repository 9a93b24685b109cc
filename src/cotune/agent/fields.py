"""The arguments of `draft_search`: SearchSpec's fields as a model may state them, and their way to a spec."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, Field

from cotune.agent.redaction import Seen, UnknownName
from cotune.errors import SpecError, did_you_mean
from cotune.model.base import Scalar
from cotune.model.spec import Range, SearchSpec
from cotune.model.words import BINARY_METRICS, FAMILIES, METRICS, OBJECTIVES, Device, Split, Task

_COLUMN_FIELDS = ("target", "group_column", "time_column", "weight_column")
_WORDS: dict[str, tuple[str, ...]] = {
    "task": get_args(Task),
    "metric": METRICS,
    "families_only": FAMILIES,
    "families_excluded": FAMILIES,
    "device": get_args(Device),
    "split": get_args(Split),
    "objectives": (*OBJECTIVES, *METRICS),
}
Stated = dict[str, Scalar | tuple[str, ...] | None]


class RangeFields(BaseModel):
    """Where to look for the values of one hyperparameter."""

    model_config = ConfigDict(extra="forbid")

    family: str | None = Field(None, description=", ".join(FAMILIES))
    name: str = Field(description="the hyperparameter, as trials name it")
    low: float | None = None
    high: float | None = None
    choices: list[bool | int | float | str] = Field(default_factory=list, description="instead of low and high")


class SearchFields(BaseModel):
    """Only what the person stated or clearly implied; all else is left out."""

    model_config = ConfigDict(extra="forbid")

    target: str | None = Field(None, description="column to predict")
    task: str | None = Field(None, description="binary, multiclass or regression")
    metric: str | None = Field(
        None,
        description="roc_auc, average_precision, f1, f1_macro, balanced_accuracy, accuracy, log_loss, recall, "
        "precision, f2, brier, rmse, mae, r2, mape, rmsle, median_ae",
    )
    seconds: float | None = Field(None, description="time budget of the whole search in seconds")
    trials: int | None = Field(None, description="number of trials")
    families_only: list[str] | None = Field(None, description=f"search only these: {', '.join(FAMILIES)}")
    families_excluded: list[str] | None = Field(None, description="don't search these families")
    exclude_columns: list[str] | None = Field(None, description="columns that must not be used")
    device: str | None = Field(None, description="auto, cpu or cuda")
    workers: int | None = Field(None, description="parallel workers")
    split: str | None = Field(None, description="auto, random, stratified, group or time")
    group_column: str | None = None
    time_column: str | None = None
    folds: int | None = None
    holdout_fraction: float | None = None
    max_predict_ms: float | None = Field(None, description="most milliseconds to predict a row of a batch")
    objectives: list[str] | None = Field(
        None,
        description="score and predict_ms when fast predictions matter too, score and size_mb when the model's size "
        "does; score to drop the other",
    )
    interpretable: bool | None = Field(None, description="only models a person can read")
    random_state: int | None = None
    memory_mb: int | None = None
    seconds_per_trial: float | None = None
    positive_class: str | None = None
    weight_column: str | None = None
    ranges: list[RangeFields] | None = Field(None, description="narrower ranges of hyperparameters")
    words: dict[str, str] = Field(
        default_factory=dict, description="for each field set: the person's words that say so"
    )
    implied: list[str] = Field(default_factory=list, description="the fields that these words only imply")
    why: str = Field("", description="one sentence for the person")


def fields_at(schema: type[BaseModel], place: Sequence[int | str]) -> type[BaseModel]:
    """The model whose field stands at `place`, as pydantic tells it: of ranges.0.lowest that of a range."""
    for part in place[:-1]:
        if part in schema.model_fields:
            schema = _model_in(schema.model_fields[str(part)].annotation) or schema
    return schema


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation such as `list[RangeFields] | None` is made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def stated_in(fields: SearchFields, seen: Seen) -> Stated:
    """The fields that are set, flat, with the table's own column names.

    Raises:
        UnknownName: the agent sees no such column.
    """
    stated: Stated = {}
    for name, value in fields.model_dump(exclude={"words", "implied", "why", "ranges"}, exclude_none=True).items():
        if name in _COLUMN_FIELDS:
            stated[name] = seen.real_column(value, name)
        elif name == "exclude_columns":
            stated[name] = tuple(seen.real_column(v, name) for v in value)
        elif name == "positive_class":
            stated[name] = seen.real_label(value)
        else:
            stated[name] = tuple(value) if isinstance(value, list) else value
    return stated


def check_words(stated: Stated) -> None:
    """Raises UnknownName for a word that isn't ours, where no whole specification is there to be checked."""
    for field, value in stated.items():
        valid = _WORDS.get(field)
        for name in value if isinstance(value, tuple) else (value,):
            if valid is not None and name not in valid:
                raise UnknownName(f"there is no '{name}'", where=field, fix=did_you_mean(str(name), valid))


def ranges_in(given: Sequence[RangeFields]) -> tuple[Range, ...]:
    """The ranges, each of a family that exists.

    Raises:
        UnknownName: a family isn't one of ours, or none is named.
    """
    for r in given:
        if r.family not in FAMILIES:
            what = f"there is no family '{r.family}'" if r.family else f"the range of '{r.name}' names no family"
            raise UnknownName(what, where="ranges", fix=did_you_mean(r.family or "", FAMILIES))
    return tuple(Range.model_validate(r.model_dump()) for r in given)


def spec_fields(stated: Stated, base: SearchSpec | None, ranges: tuple[Range, ...] = ()) -> dict[str, Any]:
    """The fields for `complete_spec`: those stated over the search under way, when it has the same target.

    Raises:
        SpecError: a family isn't one of ours, or none is left.
    """
    fields: dict[str, Any] = dict(stated)
    only, without = fields.pop("families_only", None), fields.pop("families_excluded", None) or ()
    for family in (*(only or ()), *without):
        if family not in FAMILIES:
            raise SpecError(f"there is no family '{family}'", where="families", fix=did_you_mean(str(family), FAMILIES))
    kept = base.model_dump() if base is not None and fields.get("target", base.target) == base.target else {}
    if fields.get("task", kept.get("task")) != kept.get("task") and "metric" not in fields:
        kept.pop("metric", None)
    if "metric" in fields and "task" not in fields:
        kept.pop("task", None)
    if fields.get("task", "binary") != "binary" or fields.get("metric", "f1") not in BINARY_METRICS:
        kept.pop("positive_class", None)
    if only or without:
        pool = only or kept.get("families") or FAMILIES
        fields["families"] = tuple(f for f in FAMILIES if f in pool and f not in without)
        if not fields["families"]:
            raise SpecError("no model family is left to search", where="families", fix="leave at least one family in")
    if "exclude_columns" in fields and kept:
        fields["exclude_columns"] = tuple(dict.fromkeys((*kept["exclude_columns"], *fields["exclude_columns"])))
    if ranges:
        narrowed = {(r.family, r.name) for r in ranges}
        earlier = base.ranges if base is not None and kept else ()
        fields["ranges"] = (*(r for r in earlier if (r.family, r.name) not in narrowed), *ranges)
    return kept | fields
