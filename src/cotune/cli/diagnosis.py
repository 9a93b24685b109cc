"""The checks behind `cotune doctor`. Each is a function from nothing to findings; a new one joins CHECKS."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, distribution, requires, version
from pathlib import Path
from typing import Literal

import psutil

from cotune.engine.machine import free_memory_mb, usable_cores
from cotune.engine.start_method import socket_fits, start_method
from cotune.model.base import Noun
from cotune.pipelines.installation import EXCHANGE, REPAIR, WHEELS, WITH_CUDA
from cotune.store.drafts import stale_drafts
from cotune.store.filesystem import is_network
from cotune.store.folder import StudyFolder
from cotune.store.home import home, list_studies

LOW_MEMORY_MB = 1000
LOW_SHM_MB = 64
LOW_DISK_MB = 1000
MB = 1024 * 1024
INSTALL = "in the folder of cotune's source: pip install ."


class Finding(Noun):
    """One line of the report; a `problem` makes the command fail."""

    about: str
    level: Literal["ok", "note", "problem"]
    text: str
    fix: str = ""


def diagnose() -> tuple[Finding, ...]:
    """All findings, in the order of CHECKS."""
    return tuple(finding for check in CHECKS for finding in check())


def _python() -> Iterator[Finding]:
    text = f"{sys.version.split()[0]} at {sys.executable}"
    known = (3, 11) <= sys.version_info[:2] <= (3, 13)
    yield Finding(
        about="python", level="ok" if known else "note", text=text, fix="" if known else "tested on 3.11 to 3.13"
    )


def _packages() -> Iterator[Finding]:
    """Every declared dependency, checked against its version range; of XGBoost's wheels either will do."""
    from packaging.requirements import Requirement

    if not _is_installed("cotune"):
        yield Finding(about="packages", level="problem", text="cotune is not installed", fix=INSTALL)
        return
    versions, wrong = [], []
    for line in requires("cotune") or ():
        needed = Requirement(line)
        if needed.marker and not needed.marker.evaluate({"extra": ""}):
            continue
        name = next(filter(_is_installed, WHEELS), needed.name) if needed.name in WHEELS else needed.name
        try:
            found = version(name)
        except PackageNotFoundError:
            wrong.append(f"{name} is missing")
            continue
        versions.append(f"{name} {found}")
        if not needed.specifier.contains(found, prereleases=True):
            wrong.append(f"{name} {found} is not {needed.specifier}")
    yield Finding(about="packages", level="ok", text=f"cotune {version('cotune')}; " + ", ".join(versions))
    for text in wrong:
        yield Finding(about="packages", level="problem", text=text, fix=INSTALL)


def _xgboost() -> Iterator[Finding]:
    """Both wheels own the same module: with both installed nobody knows which one is imported."""
    wheels = [name for name in WHEELS if _is_installed(name)]
    if len(wheels) == 2:
        yield Finding(about="xgboost", level="problem", text="xgboost and xgboost-cpu are both installed", fix=REPAIR)
    elif wheels:
        yield Finding(about="xgboost", level="ok", text=f"{wheels[0]} {version(wheels[0])}")


def _labextension() -> Iterator[Finding]:
    from jupyter_core.paths import jupyter_path

    import cotune

    for folder in jupyter_path("labextensions"):
        manifest = Path(folder) / "cotune" / "package.json"
        if manifest.is_file():
            built = json.loads(manifest.read_text()).get("version")
            fits = built == cotune.__version__
            yield Finding(
                about="labextension",
                level="ok" if fits else "problem",
                text=f"{built} at {manifest.parent}",
                fix="" if fits else f"it belongs to another version. {INSTALL}",
            )
            return
    yield Finding(about="labextension", level="problem", text="not found", fix=INSTALL)


def _machine() -> Iterator[Finding]:
    cores, memory = usable_cores(), free_memory_mb()
    yield Finding(about="cores", level="ok", text=f"{cores} usable, one trial on each")
    low = memory < LOW_MEMORY_MB
    yield Finding(
        about="memory",
        level="note" if low else "ok",
        text=f"{memory:,.0f} MB free",
        fix="trials may be killed for memory: close other kernels or set workers=1" if low else "",
    )


def _gpu() -> Iterator[Finding]:
    from cotune.engine.gpu import listed_gpus, working_gpus

    gpus = working_gpus()
    listed = gpus or listed_gpus()
    if gpus:
        yield Finding(about="gpu", level="ok", text=", ".join(gpus))
    elif listed:
        text = f"XGBoost can't use {', '.join(listed)}; searches run on the CPU"
        yield Finding(about="gpu", level="note", text=text, fix="" if _is_installed(WITH_CUDA) else EXCHANGE)
    else:
        yield Finding(about="gpu", level="note", text="none that XGBoost can use; searches run on the CPU")


def _studies_folder() -> Iterator[Finding]:
    root = home()
    there = next(folder for folder in (root, *root.parents) if folder.exists())
    if not os.access(there, os.W_OK):
        yield Finding(about="studies", level="problem", text=f"{root} can't be written", fix="set COTUNE_HOME")
        return
    free = shutil.disk_usage(there).free / MB
    low = free < LOW_DISK_MB
    text = f"{len(list_studies())} in {root}; {free:,.0f} MB of disk free"
    yield Finding(about="studies", level="note" if low else "ok", text=text, fix="free some disk space" if low else "")
    drafts = stale_drafts(root)
    if drafts:
        size = sum(StudyFolder(draft).size_bytes() for draft in drafts) / MB
        text = f"{len(drafts)} whose making was cut off, {size:,.0f} MB: {', '.join(d.name for d in drafts)} in {root}"
        yield Finding(about="studies", level="note", text=text, fix="the next cotune.create there deletes them")
    if is_network(there):
        fix = "set COTUNE_HOME to a local disk: a network file system is slower, and one machine only may use a study"
        yield Finding(about="file system", level="note", text=f"{there} is on a network file system", fix=fix)


def _workers() -> Iterator[Finding]:
    if start_method() == "forkserver":
        yield Finding(about="workers", level="ok", text="started by a forkserver")
        return
    fix = "" if socket_fits() else "set TMPDIR to a short path: it is too long for a forkserver's socket"
    yield Finding(about="workers", level="note", text="started by spawn, which is slower", fix=fix)


def _shared_memory() -> Iterator[Finding]:
    """Containers often give 64 MB of it."""
    shm = Path("/dev/shm")
    if shm.is_dir():
        free = shutil.disk_usage(shm).free / MB
        level: Literal["ok", "note"] = "ok" if free >= LOW_SHM_MB else "note"
        yield Finding(about="shared memory", level=level, text=f"{free:,.0f} MB free")


def _hosts() -> Iterator[Finding]:
    """Study processes; one whose study folder is gone is stale."""
    for process in psutil.process_iter(["pid", "cmdline"]):
        words = process.info["cmdline"] or []
        if "cotune.host" not in words[:-1]:
            continue
        folder = Path(words[words.index("cotune.host") + 1])
        stale = not folder.is_dir()
        yield Finding(
            about="study process",
            level="note" if stale else "ok",
            text=f"pid {process.info['pid']} for {folder.name}" + (", whose folder is gone" if stale else ""),
            fix=f"kill {process.info['pid']}" if stale else "",
        )


def _is_installed(name: str) -> bool:
    try:
        return distribution(name) is not None
    except PackageNotFoundError:
        return False


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _python,
    _packages,
    _xgboost,
    _labextension,
    _machine,
    _gpu,
    _studies_folder,
    _workers,
    _shared_memory,
    _hosts,
)
