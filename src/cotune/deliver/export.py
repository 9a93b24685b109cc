"""Take a model away: files that run where cotune isn't installed, and the way back from them."""

from __future__ import annotations

import shutil
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal, get_args

import cotune_runtime
from cotune.data.whole_file import whole_file
from cotune.deliver.export_readme import readme
from cotune.deliver.final import read_model, write_model
from cotune.deliver.trusted import TRUSTED
from cotune.errors import UserError, did_you_mean
from cotune.model.words import ExportKind
from cotune_runtime import TableModel

_MODEL_NAME = "model.skops"
_ZIP = b"PK\x03\x04"
_NEEDED = ("numpy", "pandas", "scikit-learn", "scipy", "skops")


def export_model(model: TableModel, path: Path, kind: str) -> Path:
    """Write `model` to `path` and return what was written.

    "skops": one file that can be read without running code of its own. "joblib": one pickle file, for `joblib.load`.
    Both get `cotune_runtime.py` beside them, which must be importable where they are loaded. "folder": a directory with
    a skops file, `cotune_runtime.py`, `requirements.txt` and a README, which says what of the table is in the model.
    Raises UserError for an unknown kind or a missing place.
    """
    if not path.absolute().parent.is_dir():
        raise UserError(f"there is no directory {path.absolute().parent}", where="path", fix="make it first")
    match kind:
        case "skops":
            return _write_file(model, path if path.suffix else path.with_suffix(".skops"), kind)
        case "joblib":
            return _write_file(model, path if path.suffix else path.with_suffix(".joblib"), kind)
        case "folder":
            return _write_folder(model, path)
        case _:
            raise UserError(f"unknown kind of export '{kind}'", fix=did_you_mean(kind, get_args(ExportKind)))


def load_model(path: Path | str) -> TableModel:
    """A model from a file or folder that `export_model` wrote, or from a file of a study's models.

    A .joblib file runs code when it is loaded: load only what you trust. A skops file, whatever its ending, may
    hold only the types that models are made of (`trusted`). Raises UserError when there is no model or it holds
    others.
    """
    file = Path(path) / _MODEL_NAME if Path(path).is_dir() else Path(path)
    if not file.is_file():
        raise UserError(
            "there is no model", where=str(file), fix="give a .skops or .joblib file, or an exported folder"
        )
    try:
        model = _read_skops(file) if _is_skops(file) else read_model(file)
    except UserError:
        raise
    except Exception as problem:  # a torn or foreign file breaks either reader in any way
        what = f"this file is no model, or it is damaged ({type(problem).__name__})"
        raise UserError(what, where=str(file), fix="export the model again") from problem
    if not isinstance(model, TableModel):
        raise UserError("this file holds something else than a cotune model", where=str(file))
    return model


def _is_skops(file: Path) -> bool:
    """By its ending, which must never lead to code that is run, or by its content where another ending was given."""
    with file.open("rb") as content:
        return file.suffix == ".skops" or content.read(len(_ZIP)) == _ZIP


def _write_file(model: TableModel, file: Path, kind: Literal["skops", "joblib"]) -> Path:
    if kind == "skops":
        with whole_file(file) as partial:
            _skops().dump(model, partial)
    else:
        write_model(model, file)
    with whole_file(file.with_name("cotune_runtime.py")) as partial:
        shutil.copyfile(cotune_runtime.__file__, partial)
    return file


def _write_folder(model: TableModel, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    _write_file(model, folder / _MODEL_NAME, "skops")
    needed = "".join(f"{name}=={version(name)}\n" for name in _requirements(model))
    for name, text in (("requirements.txt", needed), ("README.md", readme(model))):
        with whole_file(folder / name) as partial:
            partial.write_text(text, encoding="utf-8")
    return folder


def _requirements(model: TableModel) -> list[str]:
    trees = any(type(p[-1].__dict__.get("model_")).__name__ == "XGBoostTrees" for _, ps in model.members for p in ps)
    return [*_NEEDED, *([_xgboost()] if trees else [])]


def _xgboost() -> str:
    try:
        version("xgboost-cpu")
    except PackageNotFoundError:
        return "xgboost"
    return "xgboost-cpu"


def _read_skops(file: Path) -> TableModel:
    found = _skops().get_untrusted_types(file=file)
    if foreign := sorted(set(found) - TRUSTED):
        raise UserError(f"the file holds types that no cotune model has: {', '.join(foreign[:5])}", where=str(file))
    model: TableModel = _skops().load(file, trusted=found)
    return model


def _skops() -> Any:
    """Imported when it is wanted: it takes most of a second, and a study's own models need none of it."""
    import skops.io

    return skops.io
