"""Commands that take results away, and the one that deletes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from cotune.cli.naming import StudyName, named_study
from cotune.errors import UserError

ExportKind = Literal["skops", "joblib", "folder"]


def predict(
    name: StudyName,
    data: Annotated[Path, typer.Argument(help="A CSV or parquet file with the columns of the study's table.")],
    out: Annotated[Path | None, typer.Option(help="Write here (CSV or parquet) instead of stdout.")] = None,
    proba: Annotated[bool, typer.Option("--proba", help="Class probabilities instead of classes.")] = False,
) -> None:
    """Predict the target of every row of DATA with a study's model."""
    import pandas as pd

    from cotune.data import read_table

    model = named_study(name).model()
    frame = read_table(data)
    if proba:
        if not hasattr(model, "classes_") or model.classes_ is None:
            raise UserError("a regression model has no class probabilities", fix="leave --proba out")
        predicted = pd.DataFrame(model.predict_proba(frame), columns=[f"p({c})" for c in model.classes_])
    else:
        predicted = pd.DataFrame({"prediction": model.predict(frame)})
    if out is None:
        typer.echo(predicted.to_csv(index=False), nl=False)
    elif out.suffix == ".parquet":
        predicted.to_parquet(out, index=False)
    else:
        predicted.to_csv(out, index=False)


def export(
    name: StudyName,
    path: Annotated[Path, typer.Argument(help="FILE.skops, FILE.joblib, or a folder.")],
) -> None:
    """Write a study's model where it runs without cotune."""
    typer.echo(str(named_study(name).export(export_kind(path), path)))


def rm(
    name: StudyName,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Delete a study with its snapshot of the data, its trials and its models."""
    study = named_study(name)
    if not yes:
        typer.confirm(f"Delete study '{study.name}' ({study.size_mb():.1f} MB)?", abort=True)
    study.delete()
    typer.echo(f"deleted {study.name}")


def check_export(path: Path) -> None:
    """Know before a search of an hour that its model can be written.

    Raises:
        UserError: the ending is unknown, or the folder isn't there.
    """
    export_kind(path)
    if not path.absolute().parent.is_dir():
        raise UserError("there is no such folder", where=str(path.absolute().parent), fix="make it first")


def export_kind(path: Path) -> ExportKind:
    """What a path's ending asks for.

    Raises:
        UserError: an ending that no export has.
    """
    match path.suffix:
        case ".skops":
            return "skops"
        case ".joblib":
            return "joblib"
        case "":
            return "folder"
        case other:
            raise UserError(f"no export ends in '{other}'", where=str(path), fix="use .skops, .joblib or a folder")
