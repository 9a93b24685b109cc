"""May a file or folder be written there? Known before the work that fills it, and said in words when it fails after."""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cotune.errors import UserError

_AN_EXPORT_HAS = "model.skops"
_AN_EXPORT_NAMES = b"cotune_runtime"


def check_file_place(path: Path) -> None:
    """Raises UserError when no file can be written at `path`."""
    _check_parent(path)
    if path.is_dir():
        raise UserError("this is a folder, not a file", where=str(path), fix="name a file in it")


def check_export_file_place(path: Path) -> None:
    """Raises UserError when no exported file can be written at `path`, or it holds something else than an export."""
    check_file_place(path)
    if path.is_file() and path.stat().st_size and not is_export(path):
        what = "this file holds something else, which an export would overwrite"
        raise UserError(what, where=str(path), fix="name a new file")


def check_folder_place(path: Path) -> None:
    """Raises UserError when `path` can't become an export's folder, or holds other things than an earlier export."""
    _check_parent(path)
    if path.exists() and not path.is_dir():
        raise UserError("this is a file, not a folder", where=str(path), fix="name a new folder")
    if path.is_dir() and any(path.iterdir()) and not (path / _AN_EXPORT_HAS).is_file():
        what = "this folder holds other things, which an export could overwrite"
        raise UserError(what, where=str(path), fix="name a new folder")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """What the disk says becomes a UserError: it is full, or the place is read-only."""
    try:
        yield
    except OSError as problem:
        what = f"can't write here ({problem.strerror or problem})"
        raise UserError(what, where=str(path), fix="make room, or name another place") from problem


def is_export(path: Path) -> bool:
    """Whether a file was written by an export: those name the runtime that they need."""
    if not path.stat().st_size:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(_AN_EXPORT_NAMES) >= 0


def _check_parent(path: Path) -> None:
    parent = path.absolute().parent
    if not parent.is_dir():
        raise UserError("there is no such folder", where=str(parent), fix="make it first")
    if not os.access(parent, os.W_OK):
        raise UserError("not allowed to write into this folder", where=str(parent), fix="name another place")
