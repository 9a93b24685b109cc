"""The table as the study keeps it: the normalised frame and its profile, written once, read by every process."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from cotune.data.normal_form import normal_form
from cotune.data.profile import profile_form
from cotune.data.whole_file import whole_file
from cotune.errors import DataError
from cotune.model.base import Scalar
from cotune.model.profile import TableProfile

_TABLE = "table.arrow"
_PROFILE = "profile.json"
_GIVEN = "given.json"


def write_snapshot(frame: pd.DataFrame, folder: Path) -> TableProfile:
    """Normalise and profile `frame` and write both into `folder` (made if need be), each file at once or not at all.

    A third file has the labels that another type stands for in normal form.
    """
    form = normal_form(frame)
    profile = profile_form(form)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _write_table(form.frame, folder / _TABLE)
        _write_text(folder / _PROFILE, profile.model_dump_json())
        _write_text(folder / _GIVEN, json.dumps({name: labels for name, labels in form.given.items() if labels}))
    except OSError as problem:
        raise DataError("the table can't be stored", where=str(folder), fix=problem.strerror) from problem
    return profile


def read_snapshot(folder: Path) -> pd.DataFrame:
    """The normalised frame of `folder`, all rows, read-only where it is mapped from the file.

    Raises DataError when it isn't there or broken.
    """
    import pyarrow as pa

    try:
        return _read_table(folder / _TABLE)
    except (OSError, pa.ArrowException) as problem:
        raise _no_snapshot(folder) from problem


def read_profile(folder: Path) -> TableProfile:
    """The profile written with the snapshot. Raises DataError when it isn't there or broken."""
    try:
        return TableProfile.model_validate_json((folder / _PROFILE).read_bytes())
    except (OSError, ValueError) as problem:
        raise _no_snapshot(folder) from problem


def read_given_labels(folder: Path, column: str) -> dict[str, Scalar]:
    """The labels of `column` as the given table has them, by their text in normal form, where they differ in type."""
    try:
        labels: dict[str, Scalar] = json.loads((folder / _GIVEN).read_bytes()).get(column, {})
    except FileNotFoundError:  # an older study
        return {}
    except (OSError, ValueError) as problem:
        raise _no_snapshot(folder) from problem
    return labels


def _no_snapshot(folder: Path) -> DataError:
    return DataError(
        "the study's copy of the table is missing or broken", where=str(folder), fix="create the study anew"
    )


def _write_table(frame: pd.DataFrame, path: Path) -> None:
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False)
    with (
        whole_file(path) as part,
        pa.OSFile(str(part), "wb") as sink,
        pa.ipc.new_file(sink, table.schema) as writer,
    ):
        writer.write_table(table)


def _read_table(path: Path) -> pd.DataFrame:
    import pyarrow as pa

    with pa.memory_map(str(path), "r") as source:
        frame: pd.DataFrame = pa.ipc.open_file(source).read_all().to_pandas(split_blocks=True)
    return frame


def _write_text(path: Path, text: str) -> None:
    with whole_file(path) as part:
        part.write_text(text, encoding="utf-8")
