"""`python -m cotune.host FOLDER`: host the study in that folder."""

from __future__ import annotations

import importlib
import logging
import os
import signal
import sys
import time
from typing import NoReturn

from cotune.errors import CotuneError, OwnershipLost
from cotune.host.handover import unpacked
from cotune.host.heartbeat import Heartbeat, Progress
from cotune.host.link import STALE_S
from cotune.host.owner import Owner
from cotune.host.spawn import STAND_BY, parse_options, received_options
from cotune.store import StudyFolder, StudyStore

log = logging.getLogger("cotune.host")


def main(arguments: list[str]) -> int:
    """Take the study over unless another host serves it, and serve it to the end."""
    if STAND_BY in arguments:
        arguments = _stood_by()
        if not arguments:
            return 0
    # Other libraries log the addresses that they call, and those may hold keys.
    logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("cotune").setLevel(logging.INFO)
    options = parse_options(arguments)
    folder = StudyFolder(options.folder.absolute())
    model = _model_from_stdin() if options.model_on_stdin else None
    store = StudyStore(folder.database)
    if _is_served(store, options.dead_pid):
        log.info("another host serves this study")
        return 0
    last = store.last_beat()
    progress = Progress(last.run, last.active_s) if last is not None else Progress(0, 0.0)
    heartbeat = Heartbeat(folder.database, store.take_epoch(), progress)
    heartbeat.start()
    owner = Owner(options.owner_pid)
    try:
        _serve(folder, store, heartbeat, model, options.idle_s, owner)
    except OwnershipLost as lost:
        log.warning("leaving: %s", lost)
    finally:
        heartbeat.stop()
        store.close()
    owner.clear_up(folder)
    return 0


def _serve(
    folder: StudyFolder,
    store: StudyStore,
    heartbeat: Heartbeat,
    model: object | None,
    idle_s: float,
    owner: Owner,
) -> None:
    from cotune.host.executors import make_executor

    executor = make_executor(store.settings)
    executor.warm()
    from cotune.host.host import Host

    host = Host(folder, store, heartbeat, executor, model)
    signal.signal(signal.SIGTERM, lambda *_: host.quit())
    owner.watch(host.quit)
    log.info("epoch %d serves %s", heartbeat.epoch, folder.path)
    host.serve(idle_s)
    log.info("epoch %d leaves", heartbeat.epoch)


def _stood_by() -> list[str]:
    """Do the imports, and wait for the command line; none comes when the study could not be made."""
    from cotune.engine.start_method import start_early

    start_early()
    for name in ("cotune.host.executors", "cotune.host.host"):
        importlib.import_module(name)
    line = sys.stdin.buffer.readline()
    if not line:
        return []
    options = received_options(line)
    folder = StudyFolder(parse_options(options).folder.absolute())
    log_file = os.open(folder.host_log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(log_file, stream.fileno())
    os.close(log_file)
    os.chdir(folder.path)
    return options


def _is_served(store: StudyStore, dead_pid: int | None) -> bool:
    """Whether a host beats for this study: a fresh beat is watched until the next one comes, or it is stale."""
    first = beat = store.last_beat()
    while beat is not None and beat.pid != dead_pid and abs(time.time() - beat.at) < STALE_S:
        if first is not None and beat.at != first.at:
            return True
        time.sleep(0.05)
        beat = store.last_beat()
    return False


def _model_from_stdin() -> object | None:
    """The chat model that was handed over; None, and the agent will say so, when it can't be rebuilt here."""
    try:
        return unpacked(sys.stdin.buffer.readline())
    except Exception:
        log.exception("the chat model object can't be rebuilt in this process")
        return None


def _leave(code: int) -> NoReturn:
    """End at once, with all that matters closed already.

    Since CPython 3.12.5 the ordinary way out can wait for ever: for multiprocessing's tracker, which waits for the
    forkserver, which waits for this process to end.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    try:
        done = main(sys.argv[1:])
    except CotuneError as error:
        log.critical("the host of a study failed: %s", " ".join(str(error).split()))
        done = 1
    except Exception:
        log.exception("the host of a study failed")
        done = 1
    _leave(done)
