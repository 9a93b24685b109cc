"""Commands that take results away, and the one that deletes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from cotune.cli.answering import confirmed
from cotune.cli.naming import StudyName, named_study
from cotune.errors import Refused, UserError
from cotune.study.placing import check_export_file_place, check_file_place, check_folder_place, writing

ExportKind = Literal["skops", "joblib", "folder"]
_TABLE_ENDINGS = (".csv", ".parquet")


def predict(
    name: StudyName,
    data: Annotated[Path, typer.Argument(help="A CSV or parquet file with the columns of the study's table.")],
    out: Annotated[Path | None, typer.Option(help="Write here (CSV or parquet) instead of stdout.")] = None,
    proba: Annotated[bool, typer.Option("--proba", help="Class probabilities instead of classes.")] = False,
) -> None:
    """Predict the target of every row of DATA with a study's model."""
    import pandas as pd

    if out is not None:
        _check_table_place(out, data)
    study = named_study(name)
    if proba:
        predicted = pd.DataFrame(study.predict_proba(data))
        predicted.columns = pd.Index([f"p({c})" for c in study.model().classes_])
    else:
        predicted = pd.DataFrame({"prediction": study.predict(data)})
    if out is None:
        typer.echo(predicted.to_csv(index=False), nl=False)
        return
    with writing(out):
        predicted.to_parquet(out, index=False) if out.suffix == ".parquet" else predicted.to_csv(out, index=False)


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
    if not yes and not confirmed(f"Delete study '{study.name}' ({study.size_mb():.1f} MB)?"):
        raise Refused("human", ("nobody said yes to deleting it; --yes does",))
    study.delete()
    typer.echo(f"deleted {study.name}")


def check_export(path: Path) -> None:
    """Know before a search of an hour that its model can be written.

    Raises:
        UserError: the ending is unknown, or nothing can be written there.
    """
    check_folder_place(path) if export_kind(path) == "folder" else check_export_file_place(path)


def _check_table_place(path: Path, read_from: Path) -> None:
    if path.suffix not in _TABLE_ENDINGS:
        raise UserError(f"no table of predictions ends in '{path.suffix}'", where=str(path), fix="use .csv or .parquet")
    check_file_place(path)
    if path.exists() and read_from.exists() and path.samefile(read_from):
        raise UserError("the predictions would overwrite the table", where=str(path), fix="name another file")


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
