"""Where studies live: COTUNE_HOME, else the platform's user data directory."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import platformdirs

from cotune.errors import UserError

DATABASE_NAME = "study.sqlite"
_NAME = re.compile(r"[\w][\w .+-]{0,99}")


def home() -> Path:
    """The directory that holds all studies of this user; it need not exist yet."""
    chosen = os.environ.get("COTUNE_HOME")
    return Path(chosen).expanduser().absolute() if chosen else platformdirs.user_data_path("cotune")


def study_path(name: str, directory: str | Path | None = None) -> Path:
    """The folder of a study called `name`, whether it exists or not.

    Raises:
        UserError: the name can't be a folder name everywhere.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name != name.strip() or name.endswith("."):
        raise UserError(
            f"{name!r} can't be the name of a study",
            fix=_as_folder(name)
            or "use letters, digits, '_', '-', '.', '+' and blanks; start with a letter or a digit",
        )
    return (Path(directory).expanduser().absolute() if directory is not None else home()) / name


def directory_of(path: Path) -> str | None:
    """The directory to name with a study at `path`; None: where studies are sought anyway."""
    return None if path.parent == home() else str(path.parent)


def shell_name(path: Path) -> str:
    """What the study at `path` is called in a shell: its name, or its path where it isn't found by that, quoted."""
    called = path.name if directory_of(path) is None else path.absolute()
    # A folder's name need not be text, but what is sent must be.
    return shlex.quote(os.fsencode(called).decode("utf-8", "replace"))


def _as_folder(name: object) -> str:
    """How the study is named whose folder this is the path of; empty where it is no path."""
    if not isinstance(name, str | Path) or os.sep not in str(name):
        return ""
    folder = Path(name)
    return f"a study in a folder of yours is named by both: name={folder.name!r}, directory={str(folder.parent)!r}"


def list_studies(directory: str | Path | None = None) -> list[Path]:
    """The folders of all studies in `directory` (default: home), by name; what is closed to us is passed over."""
    root = Path(directory).expanduser().absolute() if directory is not None else home()
    if not root.is_dir():
        return []
    return sorted(p for p in root.iterdir() if not p.name.startswith(".") and _holds_study(p))


def _holds_study(folder: Path) -> bool:
    try:
        return (folder / DATABASE_NAME).is_file()
    except PermissionError:  # somebody else's folder in a shared home
        return False
