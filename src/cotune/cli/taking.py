"""Commands that take results away, and the one that deletes."""

from __future__ import annotations

import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cotune.cli.answering import confirmed
from cotune.cli.naming import StudyName, named_study, study_with_model
from cotune.cli.outcome import hand_over, say, tell
from cotune.errors import Refused, UserError
from cotune.model.printable import on_one_line
from cotune.model.words import ExportKind
from cotune.study.opening import typed_folder
from cotune.study.placing import check_export_file_place, check_file_place, check_folder_place, is_export, writing
from cotune.study.present_model import ModelSoFar

if TYPE_CHECKING:
    from cotune_runtime import TableModel

_MODEL_ENDINGS = (".skops", ".joblib")
_TABLE_ENDINGS = (".csv", ".parquet")


def predict(
    name: Annotated[str, typer.Argument(help="A study's name, the path of its folder, or an exported model.")],
    data: Annotated[Path, typer.Argument(help="A CSV or parquet file with the columns of the study's table.")],
    out: Annotated[Path | None, typer.Option(help="Write here (CSV or parquet) instead of stdout.")] = None,
    proba: Annotated[bool, typer.Option("--proba", help="Class probabilities instead of classes.")] = False,
) -> None:
    """Predict the target of every row of DATA with the model of a study or an exported one."""
    import pandas as pd

    from cotune.study.predicting import predictions, probabilities

    if out is not None:
        _check_table_place(out)
    with _warnings_told():
        model = _model_of(name)
        if proba:
            predicted = pd.DataFrame(probabilities(model, data))
            predicted.columns = pd.Index([f"p({c})" for c in model.classes_])
        else:
            predicted = pd.DataFrame({"prediction": predictions(model, data)})
    if out is None:
        hand_over(predicted.to_csv(index=False, lineterminator="\n"))
        return
    with writing(out):
        predicted.to_parquet(out, index=False) if out.suffix == ".parquet" else predicted.to_csv(out, index=False)


@contextmanager
def _warnings_told() -> Iterator[None]:
    """Tell a person of values that no model can read, and of a model that is the best trial so far, in a line each."""
    from cotune_runtime import UnreadableValues

    told = (UnreadableValues, ModelSoFar)
    with warnings.catch_warnings(record=True) as caught:
        for category in told:
            warnings.simplefilter("always", category)
        yield
    for warning in caught:
        if issubclass(warning.category, told):
            say(f"! {on_one_line(str(warning.message))}")
        else:
            warnings.showwarning(warning.message, warning.category, warning.filename, warning.lineno)


def export(
    name: StudyName,
    path: Annotated[Path, typer.Argument(help="FILE.skops, FILE.joblib, or a folder.")],
) -> None:
    """Write a study's model where it runs without cotune."""
    with _warnings_told():
        written = study_with_model(name).export(export_kind(path), path)
    tell(str(written))


def rm(
    name: StudyName,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Delete a study with its snapshot of the data, its trials and its models."""
    folder = typed_folder(name)
    try:
        study = named_study(name)
        _sure(f"Delete study '{study.name}' ({study.size_mb():.1f} MB)?", yes)
        study.delete()
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        _sure(f"Study '{folder.name}' is damaged. Delete it?", yes)
        folder.delete()
    tell(f"deleted {folder.name}")


def _sure(question: str, yes: bool) -> None:
    if not yes and not confirmed(question):
        raise Refused("human", ("nobody said yes to deleting it; --yes does",))


def _model_of(name: str) -> TableModel:
    """The model in the exported file or folder of that name, else of the study."""
    place = Path(name)
    is_file = place.is_file() and (place.suffix in _MODEL_ENDINGS or is_export(place))
    if is_file or (place / "model.skops").is_file():
        from cotune.deliver import load_model

        return load_model(place)
    return study_with_model(name).model()


def check_export(path: Path) -> None:
    """Know before a search of an hour that its model can be written.

    Raises:
        UserError: the ending is unknown, or nothing can be written there.
    """
    check_folder_place(path) if export_kind(path) == "folder" else check_export_file_place(path)


def _check_table_place(path: Path) -> None:
    if path.suffix not in _TABLE_ENDINGS:
        raise UserError(f"no table of predictions ends in '{path.suffix}'", where=str(path), fix="use .csv or .parquet")
    check_file_place(path)
    if path.is_file() and path.stat().st_size and not _holds_predictions(path):
        what = "this file holds something else, which the predictions would overwrite"
        raise UserError(what, where=str(path), fix="name a new file")


def _holds_predictions(path: Path) -> bool:
    """Whether a file has the columns of an earlier `predict`: such a one may be written anew."""
    import pandas as pd

    try:
        table = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, nrows=0)
    except (ValueError, OSError):
        return False
    return list(table) == ["prediction"] or all(str(name).startswith("p(") for name in table)


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
