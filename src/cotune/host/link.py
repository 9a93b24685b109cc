"""The way from a handle to its study's host: is it alive, wake it, send it a letter."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable

from cotune.errors import HostUnavailable, UserError
from cotune.host.spawn import spawn_host
from cotune.model.mail import Mail, Reply
from cotune.store import Beat, StudyFolder, StudyStore
from cotune.store.home import shell_name

STALE_S = 3.0
"""A host without a sign of life for so long is taken for dead; it beats every half second."""

REPLY_TIMEOUT_S = 30.0
_MOST_STARTS = 3
_LOOK_EVERY_S = 0.01
_NEXT_BEAT_S = 1.0


class HostLink:
    """One per handle; its methods may be called from any thread."""

    def __init__(self, folder: StudyFolder, store: StudyStore, chosen: Callable[[], object | None]) -> None:
        """`chosen` gives the chat model object that a host gets as it is started; None for none."""
        self._folder = folder
        self._store = store
        self._chosen = chosen
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._silent_since: Beat | None = None

    def alive(self) -> bool:
        """Whether a host serves the study, or one that this handle started is on its way."""
        with self._lock:
            return self._is_alive()

    def is_gone(self) -> bool:
        """Whether no host serves the study, nor is on its way.

        When the machine was suspended or its clock was set, the last sign of life looks old, and another one comes
        within a second: it is waited for.
        """
        with self._lock:
            return self._is_gone()

    def ensure(self) -> bool:
        """Start a host when there is none; True when one was started. Returns before the host can answer.

        Raises:
            UserError: the study was deleted.
        """
        with self._lock:
            if not self._is_gone():
                return False
            if not self._store.is_there():
                raise UserError(f"study '{self._folder.name}' was deleted", where=str(self._folder.path))
            dead_pid = self._child.pid if self._child is not None else None
            self._child = spawn_host(self._folder, self._chosen(), dead_pid)
            return True

    def ask(self, mail: Mail, timeout_s: float = REPLY_TIMEOUT_S) -> Reply:
        """Post a mail and wait for its reply; a host that dies meanwhile is replaced.

        Raises:
            HostUnavailable: no reply in time. The mail stays posted and counts once a host reads it.
        """
        self._store.post(mail)
        deadline = time.monotonic() + timeout_s
        starts = 0
        while time.monotonic() < deadline:
            reply = self._store.reply(mail.id)
            if reply is not None:
                return reply
            if starts <= _MOST_STARTS:
                starts += self.ensure()
            elif self.is_gone():
                break
            time.sleep(_LOOK_EVERY_S)
        raise HostUnavailable(
            f"the host of study '{self._folder.name}' did not answer; its output is in {self._folder.host_log}"
            f"{self._last_words(starts)}\n"
            f"  -> what you asked for is in its mail, and done once it answers: "
            f"`cotune show {shell_name(self._folder.path)}` in a terminal tells"
        )

    def send_off(self, mail: Mail, timeout_s: float) -> None:
        """Post a mail that tells the host to quit, and wait until it is gone; none is started to be told so.

        Raises:
            HostUnavailable: it is still alive after `timeout_s`.
        """
        self._store.post(mail)
        deadline = time.monotonic() + timeout_s
        while self.alive():
            if time.monotonic() > deadline:
                raise HostUnavailable(f"the host of study '{self._folder.name}' was told to quit and is still there")
            time.sleep(_LOOK_EVERY_S)
        if self._store.reply(mail.id) is None:
            # It died by itself: the next one shall not take the letter for its own.
            self._store.withdraw(mail.id)

    def _last_words(self, starts: int) -> str:
        """What a host that failed to start said last, when one of so many did."""
        if self._child is None or (starts < 2 and self._child.poll() is None):
            return ""
        lines = self._folder.host_log.read_text(errors="replace").splitlines()
        return f"\n  it ended with: {lines[-1]}" if lines else ""

    def _is_gone(self) -> bool:
        last = self._store.last_beat()
        is_known = last is None or last.is_last or last == self._silent_since or self._is_of_child(last)
        deadline = time.monotonic() + (0.0 if is_known else _NEXT_BEAT_S)
        while not self._is_alive():
            if time.monotonic() >= deadline:
                self._silent_since = last
                return True
            time.sleep(_LOOK_EVERY_S)
        return False

    def _is_of_child(self, beat: Beat) -> bool:
        return self._child is not None and beat.pid == self._child.pid

    def _is_alive(self) -> bool:
        beat = self._store.last_beat()
        if self._child is not None and self._child.poll() is None:
            return True
        # A child that exited can't be what beats, however fresh its last sign of life.
        return beat is not None and abs(time.time() - beat.at) < STALE_S and not self._is_of_child(beat)
