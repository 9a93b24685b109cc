"""A search without a notebook: the same study, host and gate, watched from the shell until its result is there."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from pathlib import Path

import psutil

from cotune.cli.answering import settle, why_unscored
from cotune.cli.deadline import Deadline
from cotune.cli.drafting import drafted_fields
from cotune.cli.naming import columns_named
from cotune.cli.outcome import CardsWaiting, Interrupted
from cotune.cli.process_clock import ProcessClock
from cotune.cli.result import RunResult, result_of
from cotune.cli.taking import export_kind
from cotune.cli.watching import Watch
from cotune.errors import CotuneError
from cotune.host.spawn import stand_by, stand_down
from cotune.model.action import UnsealHoldout
from cotune.model.base import Noun
from cotune.model.mail import QuitHost
from cotune.model.spec import SearchSpec
from cotune.store import StudyFolder, study_path
from cotune.study import Study
from cotune.study.readiness import wait_until_ready

UNSEAL_POLL_S = 0.02


class RunRequest(Noun):
    """What was asked for on the command line: SearchSpec fields, and columns to leave out as they were named."""

    data: Path
    goal: str | None
    stated: dict[str, object]
    excluded: tuple[str, ...]
    default_seconds: float
    name: str | None
    directory: Path | None
    yes: bool
    save: Path | None


class HeadlessRun:
    """One run from process start to result; its deadline counts from process start."""

    def __init__(self, request: RunRequest, clock: ProcessClock) -> None:
        self._request = request
        self._clock = clock

    def result(self) -> RunResult:
        """Search, make the model, open the sealed rows when `--yes` said so, save the model when asked.

        Raises:
            UserError: the table or an option can't be used.
            CardsWaiting: a human must decide first, and neither `--yes` nor a terminal is there.
            Refused: policy said no.
            Interrupted: Ctrl-C before the result was there, or a stop before any trial had finished.
        """
        study = self._create()
        deadline = self._start(study)
        try:
            return self._watched(study, deadline)
        except KeyboardInterrupt:
            name = study.shell_name
            fix = f"cotune show {name}, or cotune stop {name}"
            raise Interrupted(study.name, "left it to itself", fix) from None
        finally:
            study.post_nowait(QuitHost(after_work=True))

    def _watched(self, study: Study, deadline: Deadline) -> RunResult:
        watch = Watch(study, deadline, saves=self._request.save is not None)
        status = watch.until_over()
        notes = [*watch.notes]
        if status in ("done", "stopped"):
            notes += self._unseal(study, deadline)
            saved = self._save(study, notes)
        else:
            saved = None
        if status == "failed" and study.view.run.why_ended == "stopped":
            what, fix = "stopped before any trial was successful", f"cotune resume {study.shell_name}"
            raise Interrupted(study.name, what, f"{fix} goes on with what is left of its time")
        return result_of(study.view, status, self._clock.elapsed_s(), tuple(notes), saved)

    def _create(self) -> Study:
        import cotune

        request = self._request
        name = request.name or _name_for(request.data)
        folder = StudyFolder(study_path(name, request.directory))
        target = None if folder.exists() else request.stated.get("target")
        if request.data.is_file():
            stand_by(folder)
        try:
            return cotune.create(
                str(request.data),
                target=None if target is None else str(target),
                name=name,
                directory=request.directory,
            )
        finally:
            stand_down()

    def _start(self, study: Study) -> Deadline:
        """Propose the search with what is left of the budget, and get it approved."""
        try:
            spec = self._spec(study)
            deadline = Deadline(self._clock, spec.seconds, reading_s=self._clock.elapsed_s())
            wait_until_ready(study, spec)
            reply = study.propose(spec.having(seconds=deadline.search_s()))
            asked_s = self._clock.elapsed_s()
            settle(study, reply, yes=self._request.yes)
            if not self._request.yes:
                deadline.give_back(self._clock.elapsed_s() - asked_s)
        except CardsWaiting:
            study.post_nowait(QuitHost(after_work=True))
            raise
        except (CotuneError, KeyboardInterrupt):
            if self._request.name is None:
                _discard(study)
            else:
                study.post_nowait(QuitHost(after_work=True))
            raise
        return deadline

    def _spec(self, study: Study) -> SearchSpec:
        """What was asked for, complete and checked against the table, with the whole budget as its seconds."""
        from cotune.data import complete_spec

        request, profile = self._request, study.profile
        excluded = columns_named(profile, request.excluded)
        stated = request.stated | ({"exclude_columns": excluded} if excluded else {})
        fields = drafted_fields(request.goal, profile, stated) if request.goal else stated
        fields.setdefault("trials", None)
        fields.setdefault("seconds", request.default_seconds if fields["trials"] is None else None)
        return complete_spec(fields, profile)

    def _unseal(self, study: Study, deadline: Deadline) -> list[str]:
        """Open the sealed rows once; what to note when that can't be done in time."""
        if not self._request.yes or study.view.run.holdout_rows == 0:
            return []
        before = len(study.view.holdout)
        settle(study, study.propose(UnsealHoldout()), yes=True)
        while study.view.unsealing:
            if deadline.left_s() <= 0:
                return [f"the sealed rows were not scored in time: `cotune show {study.shell_name}` tells their score"]
            study.ensure_host()
            time.sleep(UNSEAL_POLL_S)
        return [] if len(study.view.holdout) > before else [why_unscored(study)]

    def _save(self, study: Study, notes: list[str]) -> str | None:
        """Where the model was written; a disk that is full must not cost the result, so that is a note."""
        path = self._request.save
        if path is None:
            return None
        try:
            return str(study.export(export_kind(path), path))
        except (OSError, CotuneError) as error:
            notes.append(f"the model was not saved ({error}): `cotune export {study.shell_name} PATH` tries again")
            return None


def _discard(study: Study) -> None:
    """Remove a study in which nothing was started; its process has nothing to lose and need not come up first."""
    for child in psutil.Process().children():
        if "cotune.host" in child.cmdline():
            child.kill()
            child.wait()
    study.close()
    StudyFolder(study.path).delete()


def _name_for(data: Path) -> str:
    """A new name for each run: the file's name and the time, to the millisecond."""
    stem = re.sub(r"[^A-Za-z0-9]+", "-", data.stem).strip("-")[:40] or "table"
    return f"{stem}-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"[:-3]
