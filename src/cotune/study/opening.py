"""The ways to a study: create, open, list; and plan, which needs none."""

from __future__ import annotations

import hashlib
import importlib
import os
import shutil
import sys
import warnings
from pathlib import Path
from typing import Any, get_args

from cotune import __version__
from cotune.errors import UserError, did_you_mean
from cotune.host.versions import versions
from cotune.model.action import SetAgentModel
from cotune.model.event import StudyCreated
from cotune.model.goal import as_goal
from cotune.model.plan import Plan
from cotune.model.profile import DataWarning, TableProfile
from cotune.model.text import mended
from cotune.model.words import Autonomy
from cotune.store import StudyFolder, StudySettings, StudyStore, list_studies, study_path
from cotune.store.drafts import new_draft, remove_stale_drafts
from cotune.store.home import shell_name
from cotune.study.hints import as_agent_model, as_cluster, made
from cotune.study.study import Study


def create(
    data: Any,
    goal: str | None = None,
    *,
    target: str | None = None,
    name: str | None = None,
    directory: str | Path | None = None,
    model: Any = None,
    autonomy: Autonomy = "ask_risky",
    workers: int | None = None,
    cluster: str | None = None,
) -> Study:
    """Make a study of a table, or attach to the one that this table already has under that name.

    Args:
        data: a pandas DataFrame, or the path of a CSV or parquet file. A snapshot is taken before this returns.
        goal: what you want, in plain words; the agent drafts a search from it. It may come later, by `study.say`.
        target: the column to predict, when you already know; that of a study that exists stays, and a warning says so.
        name: the study's name; without one it is named by its data.
        directory: where to put the study's folder; default COTUNE_HOME, else the user data directory.
        model: the agent's language model: a LangChain chat model or a string such as "openai:gpt-4o-mini".
            None is the built-in planner, which needs no key and sends nothing anywhere. For a study that exists it is
            proposed, as `Study.set_agent_model` does; the two below are those of a new study, as `target` is.
        autonomy: how often to ask: "ask_all", "ask_risky" or "ask_costly".
        workers: how many trials run at once; default one for each usable core.
        cluster: the address of a Dask scheduler whose workers run the trials, or "local": processes of this machine,
            as without it. It may be another one each time: see `Study.use_cluster`.

    Raises:
        UserError: the table can't be used, the name is taken by a study of other data, `model` names none, or the goal
            is no text or empty.
    """
    if autonomy not in get_args(Autonomy):
        raise UserError(f"there is no autonomy '{autonomy}'", fix=did_you_mean(str(autonomy), get_args(Autonomy)))
    goal = None if goal is None else as_goal(goal)
    settings = made(StudySettings, workers=workers, cluster=as_cluster(cluster))
    speaker = as_agent_model(model)
    target = None if target is None else mended(str(target))
    folder = _made(data, name, directory, settings, target=target, autonomy=autonomy, model=speaker)
    study = Study(folder, model=model if speaker.is_object else None)
    _compare_versions(study)
    _tell_what_stays(study, target, autonomy, settings)
    if cluster is not None:
        study.use_cluster(cluster)
    _choose(study, model)
    study.ensure_host()
    if goal is not None:
        study.say(goal, id=f"goal-{_digest(goal)}")
    _announce(study)
    return study


def open(name: str, *, directory: str | Path | None = None, model: Any = None, cluster: str | None = None) -> Study:
    """Attach to a study by name. Its search goes on if its host runs; otherwise `study.resume()` makes it go on.

    `model`: another one for the agent, proposed as `Study.set_agent_model` does. `cluster`: the address of another Dask
    scheduler, or "local", for when the study's own has moved or is gone: as `Study.use_cluster` does.

    Raises:
        UserError: there is no such study; the message offers the closest names.
    """
    folder = StudyFolder(study_path(name, directory))
    if not folder.exists():
        names = [p.name for p in list_studies(directory)]
        raise UserError(
            f"there is no study '{name}'",
            where=str(folder.path.parent),
            fix=did_you_mean(name, names) if names else None,
        )
    speaker = as_agent_model(model)
    study = Study(folder, model=model if speaker.is_object else None)
    _compare_versions(study)
    if cluster is not None:
        study.use_cluster(cluster)
    _choose(study, model)
    _announce(study)
    return study


def open_typed(typed: str) -> Study:
    """Attach to the study that a person typed behind a command: its name, or the path of its folder. See `open`."""
    folder = typed_folder(typed)
    return open(folder.name, directory=folder.path.parent)


def typed_folder(typed: str) -> StudyFolder:
    """Where the study that a person typed is or would be.

    Raises:
        UserError: it is no path, and can't be the name of a study.
    """
    is_name = Path(typed).name == typed
    return StudyFolder(study_path(typed) if is_name else Path(typed).expanduser().absolute())


def plan(data: Any, goal: str, model: Any = None) -> Plan:
    """Draft a search from a goal without starting anything; runs in this process.

    Raises:
        UserError: the table can't be used, the goal is no text or empty, or the model can't be made.
    """
    from cotune.agent import plan as draft
    from cotune.agent import resolve_model
    from cotune.data import normalise, profile_table, read_table

    profile = profile_table(normalise(read_table(data)))
    drafted: Plan = draft(goal, profile, resolve_model(model))
    return drafted


def _made(
    data: Any,
    name: str | None,
    directory: str | Path | None,
    settings: StudySettings,
    *,
    target: str | None,
    autonomy: Autonomy,
    model: SetAgentModel,
) -> StudyFolder:
    """The folder of the study: a new one appears whole or not at all."""
    parent = study_path("unnamed" if name is None else name, directory).parent
    draft = _draft_in(parent)
    try:
        draft.prepare()
        created = _first_event(data, draft, name=name, target=target, autonomy=autonomy, model=model)
        folder = StudyFolder(parent / created.name)
        if not folder.path.exists():
            StudyStore.create(draft.database, created, settings).close()
            if _moved(draft.path, folder.path):
                return folder
    finally:
        shutil.rmtree(draft.path, ignore_errors=True)
    _check_same(folder, created)
    return folder


def _draft_in(parent: Path) -> StudyFolder:
    """A new empty folder beside where the study will be."""
    try:
        remove_stale_drafts(parent)
        return new_draft(parent)
    except OSError as error:
        raise UserError(
            f"studies can't be stored here: {error.strerror}", where=str(parent), fix="name another directory"
        ) from None


def _first_event(
    data: Any, draft: StudyFolder, *, name: str | None, target: str | None, autonomy: Autonomy, model: SetAgentModel
) -> StudyCreated:
    """Take the snapshot into the draft folder, and say what it is."""
    from cotune.data import read_table, write_snapshot
    from cotune.data.memory import release_unused

    profile = write_snapshot(read_table(data), draft.data)
    release_unused()
    return StudyCreated(
        name=name or f"study-{profile.data_hash[:8]}",
        data_hash=profile.data_hash,
        n_rows=profile.n_rows,
        n_columns=len(profile.columns),
        target=target,
        autonomy=autonomy,
        planner=model.planner,
        planner_is_object=model.is_object,
        warnings=_warnings(draft, profile, target),
        versions=versions(),
    )


def _warnings(folder: StudyFolder, profile: TableProfile, target: str | None) -> tuple[DataWarning, ...]:
    """What to beware of in the table, seen from the target too when it is known: no row is sealed yet."""
    from cotune.data import profile_target, read_snapshot

    if target is None:
        return profile.warnings
    return (*profile_target(read_snapshot(folder.data), profile, target).warnings, *profile.warnings)


def _moved(draft: Path, folder: Path) -> bool:
    """Whether the draft became the folder; False when another process was first."""
    try:
        os.rename(draft, folder)
    except OSError:
        if folder.exists():
            return False
        raise
    return True


def _check_same(folder: StudyFolder, created: StudyCreated) -> None:
    """A name that is taken is fine when it holds the same data: then this is an attach."""
    if not folder.exists():
        raise UserError("a folder is in the way", where=str(folder.path), fix="choose another name")
    store = StudyStore(folder.database)
    held = store.events()[0].body
    store.close()
    if isinstance(held, StudyCreated) and held.data_hash != created.data_hash:
        raise UserError(
            f"study '{folder.name}' exists and has other data",
            where=str(folder.path),
            fix=f"choose another name, or delete it: cotune rm {shell_name(folder.path)}",
        )


_AS_LEFT_OUT: Autonomy = "ask_risky"


def _tell_what_stays(study: Study, target: str | None, autonomy: Autonomy, settings: StudySettings) -> None:
    """Warn of what was stated for a study that exists and has it otherwise, with the way to change it."""
    view, kept = study.view, study.settings
    asked = None if autonomy == _AS_LEFT_OUT else autonomy
    n = settings.workers
    other = "make a study of another name for it"
    for field, held, stated, change in (
        ("target", view.target, target, "say the column in a goal, or " + other),
        ("autonomy", view.autonomy, asked, f"study.set_autonomy({autonomy!r}) changes it"),
        ("workers", kept.workers, n, f"study.propose({{'workers': {n}}}) sets those of a search"),
    ):
        if stated is not None and stated != held:
            text = f"study '{study.name}' exists: its {field} stays {held!r}, not {stated!r}; {change}"
            warnings.warn(text, stacklevel=3)


def _choose(study: Study, model: Any) -> None:
    """Propose the model that a person names as they come to a study; say so when it waits for a yes."""
    if model is None or study.view.planner == as_agent_model(model).planner:
        return
    if study.set_agent_model(model).outcome != "card":
        return
    warnings.warn(
        f"{study.view.planner} answers in study '{study.name}' until you approve the change: study.approve()",
        stacklevel=3,
    )


def _compare_versions(study: Study) -> None:
    """Say so when a host of another version of cotune serves this study."""
    theirs = study.view.host_version
    if theirs and theirs != __version__ and study.host_alive():
        warnings.warn(
            f"study '{study.name}' is served by cotune {theirs}, and this is cotune {__version__}; "
            "study.quit_host() and then study.resume() bring it to this version",
            stacklevel=3,
        )


def _announce(study: Study) -> None:
    """Let the sidebar of a notebook select this study."""
    if "ipykernel.kernelbase" in sys.modules:
        # The UI is above this room and knows it, not the other way round: so it is reached by name.
        importlib.import_module("cotune.ui").announce(study)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
