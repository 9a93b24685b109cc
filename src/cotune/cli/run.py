"""`cotune run`: a whole search from the shell, from table to model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cotune.cli.headless import HeadlessRun, RunRequest
from cotune.cli.naming import JsonFlag
from cotune.cli.outcome import DONE, OUR_FAULT, print_json, tell
from cotune.cli.process_clock import ProcessClock
from cotune.cli.taking import check_export
from cotune.errors import UserError
from cotune.model.words import FAMILIES, METRICS

DEFAULT_SECONDS = 60.0


def run(  # noqa: PLR0917 typer makes an option of each
    data: Annotated[Path, typer.Argument(help="A CSV or parquet file.")],
    target: Annotated[str | None, typer.Option(help="The column to predict.")] = None,
    goal: Annotated[str | None, typer.Option(help="What you want, in plain words; options win over it.")] = None,
    metric: Annotated[str | None, typer.Option(help=f"What to optimise: {', '.join(METRICS)}.")] = None,
    seconds: Annotated[
        float | None, typer.Option(help="The whole time from start to result (60 if no budget is given).")
    ] = None,
    trials: Annotated[int | None, typer.Option(help="At most this many trials.")] = None,
    families: Annotated[
        str | None, typer.Option(help=f"Only these model families, separated by commas: {', '.join(FAMILIES)}.")
    ] = None,
    objectives: Annotated[
        str | None, typer.Option(help="What counts besides the score: score,predict_ms or score,size_mb.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(help="Columns to leave out, separated by commas; may be repeated.")
    ] = None,
    positive_class: Annotated[str | None, typer.Option(help="The class that f1, recall and the like count.")] = None,
    weight_column: Annotated[str | None, typer.Option(help="The column of row weights.")] = None,
    group_column: Annotated[str | None, typer.Option(help="Keep rows of one value of this column together.")] = None,
    time_column: Annotated[str | None, typer.Option(help="Test on the latest rows by this column.")] = None,
    folds: Annotated[int | None, typer.Option(help="Folds of the cross-validation.")] = None,
    holdout: Annotated[float | None, typer.Option(help="Share of rows to seal away (0.2); 0 seals none.")] = None,
    interpretable: Annotated[
        bool | None, typer.Option("--interpretable", help="One model that a person can read.")
    ] = None,
    max_predict_ms: Annotated[
        float | None, typer.Option(help="The most milliseconds that predicting a row may take, in a batch of 200.")
    ] = None,
    seconds_per_trial: Annotated[float | None, typer.Option(help="Give a trial up after this many seconds.")] = None,
    memory_mb: Annotated[
        int | None, typer.Option(help="The most memory that all trials at work take together.")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Trials at the same time (one per core).")] = None,
    device: Annotated[str | None, typer.Option(help="auto, cpu or cuda (gpu).")] = None,
    seed: Annotated[int, typer.Option(help="Same seed, table and trial budget: same trials.")] = 0,
    name: Annotated[
        str | None, typer.Option(help="Name of the study (made from the file's name and the time).")
    ] = None,
    directory: Annotated[Path | None, typer.Option(help="Where to put the study's folder.")] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Approve what would be asked, opening the sealed rows too.")
    ] = False,
    as_json: JsonFlag = False,
    save: Annotated[Path | None, typer.Option(help="Write the model: FILE.skops, FILE.joblib or a folder.")] = None,
) -> None:
    """Search for a model of DATA and print what was found. Ctrl-C stops and keeps the best."""
    options = {
        "target": target,
        "metric": metric,
        "seconds": seconds,
        "trials": trials,
        "families": _names(families),
        "objectives": _names(objectives),
        "positive_class": positive_class,
        "weight_column": weight_column,
        "group_column": group_column,
        "time_column": time_column,
        "folds": folds,
        "holdout_fraction": holdout,
        "interpretable": interpretable,
        "max_predict_ms": max_predict_ms,
        "seconds_per_trial": seconds_per_trial,
        "memory_mb": memory_mb,
        "workers": workers,
        "device": device,
    }
    request = RunRequest(
        data=data,
        goal=goal,
        stated={"random_state": seed} | {k: v for k, v in options.items() if v is not None},
        excluded=tuple(exclude or ()),
        default_seconds=DEFAULT_SECONDS,
        name=name,
        directory=directory,
        yes=yes,
        save=save,
    )
    if target is None and goal is None:
        raise UserError("Which column is to be predicted?", fix="say --target COLUMN, or --goal 'predict COLUMN ...'")
    if save is not None:
        check_export(save)
    result = HeadlessRun(request, ProcessClock()).result()
    print_json(result.model_dump(mode="json")) if as_json else tell(result.as_text())
    unsaved = save is not None and result.saved is None
    raise typer.Exit(OUR_FAULT if unsaved or not result.found else DONE)


def _names(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(part.strip() for part in text.split(",") if part.strip())
