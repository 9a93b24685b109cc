"""`python -m cotune.host FOLDER`: host the study in that folder."""

from __future__ import annotations

import logging
import signal
import sys
import threading
import time
from pathlib import Path

from cotune.errors import OwnershipLost
from cotune.host.heartbeat import Heartbeat
from cotune.host.link import STALE_S
from cotune.host.spawn import MODEL_ON_STDIN, received_model
from cotune.store import StudyFolder, StudyStore

log = logging.getLogger("cotune.host")


def main(arguments: list[str]) -> int:
    """Take the study over unless another host serves it, and serve it to the end."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    folder = StudyFolder(Path(arguments[0]).absolute())
    model = _model_from_stdin() if MODEL_ON_STDIN in arguments else None
    store = StudyStore(folder.database)
    beat = store.last_beat()
    if beat is not None and abs(time.time() - beat.at) < STALE_S:
        log.info("another host serves this study (epoch %d)", beat.epoch)
        return 0
    heartbeat = Heartbeat(folder.database, store.take_epoch())
    heartbeat.start()
    try:
        _serve(folder, store, heartbeat, model)
    except OwnershipLost as lost:
        log.warning("leaving: %s", lost)
    finally:
        heartbeat.stop()
    return 0


def _serve(folder: StudyFolder, store: StudyStore, heartbeat: Heartbeat, model: object | None) -> None:
    from cotune.host.executors import make_executor

    executor = make_executor(store.settings)
    executor.warm()
    threading.Thread(target=_import_searcher, name="warm-up", daemon=True).start()
    from cotune.host.host import Host

    host = Host(folder, store, heartbeat, executor, model)
    signal.signal(signal.SIGTERM, lambda *_: host.quit())
    log.info("epoch %d serves %s", heartbeat.epoch, folder.path)
    host.serve()
    log.info("epoch %d leaves", heartbeat.epoch)


def _model_from_stdin() -> object | None:
    """The chat model that was handed over; None, and the agent will say so, when it can't be rebuilt here."""
    try:
        return received_model(sys.stdin.buffer.readline())
    except Exception:
        log.exception("the chat model object can't be rebuilt in this process")
        return None


def _import_searcher() -> None:
    """The first ask of a run must not wait for these."""
    import cotune.search.smac  # noqa: F401


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
