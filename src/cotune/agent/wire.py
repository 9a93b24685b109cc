"""The HTTP side of a call: its request is told before it goes, its answer has a limit, and it can be cut off.

Of the clients by which the packages of OpenAI, Anthropic and Ollama speak: those of httpx and its successor.
"""

from __future__ import annotations

import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from langchain_core.language_models import BaseChatModel

from cotune.agent.faults import Abandoned, Redirected, TurnFault

_MOST_MB = 8
_PIECE_BYTES = 100_000
_GZIP = 31
_LOOK_S = 0.05
_CLIENTS = ("root_client", "_client", "client")


class Wire:
    """One call. Its connection is its own, so that cutting it off disturbs no other."""

    def __init__(self, hear: Callable[[str], None], given_up: threading.Event) -> None:
        self._hear = hear
        self._given_up = given_up
        self._sockets: list[socket.socket] = []

    def watch(self, ended: threading.Event) -> None:
        """Cut the connection off once the call is given up, also where it waits for an answer that never comes."""
        while not ended.wait(_LOOK_S):
            if self._given_up.is_set():
                for one in tuple(self._sockets):
                    with suppress(OSError):
                        socket.socket.shutdown(one, socket.SHUT_RDWR)
                return

    def begin(self, request: Any) -> None:
        """Before a request goes."""
        self._check_wanted()
        self._hear(request.read().decode("utf-8", "replace"))
        request.headers.update({"accept-encoding": "gzip", "connection": "close"})
        request.extensions["trace"] = self._connected

    def answered(self, response: Any) -> None:
        """When the head of an answer is there, and its body is still to come.

        Raises:
            Redirected: what was sent would go to another address.
        """
        if 300 <= response.status_code < 400:
            raise Redirected(response.status_code)
        encoding = response.headers.pop("content-encoding", "identity").strip().lower()
        if encoding not in ("identity", "gzip"):
            raise TurnFault("The model's answer was packed in a way that nobody asked for.")
        response.stream = _stream_like(response.stream, lambda raw: self._bounded(raw, encoding == "gzip"))

    def _connected(self, _name: str, info: dict[str, Any]) -> None:
        """What happens to the connection; it has a socket as soon as it is open."""
        get = getattr(info.get("return_value"), "get_extra_info", None)
        if get is not None:
            self._check_wanted()
            self._sockets.append(get("socket"))

    def _bounded(self, raw: Iterator[bytes], is_zipped: bool) -> Iterator[bytes]:
        pieces = self._counted(raw)
        return self._counted(_unzipped(pieces)) if is_zipped else pieces

    def _counted(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        left = _MOST_MB * 1_000_000
        for piece in pieces:
            self._check_wanted()
            left -= len(piece)
            if left < 0:
                raise TurnFault(f"The model's answer was longer than {_MOST_MB} MB, so it was given up.")
            yield piece

    def _check_wanted(self) -> None:
        if self._given_up.is_set():
            raise Abandoned


_now: ContextVar[Wire | None] = ContextVar("wire", default=None)


@contextmanager
def on_the_wire(hear: Callable[[str], None], given_up: threading.Event) -> Iterator[None]:
    """What is sent in this block is told to `hear` first; what `hear` raises keeps it from being sent."""
    wire, ended = Wire(hear, given_up), threading.Event()
    token = _now.set(wire)
    threading.Thread(target=wire.watch, args=(ended,), name="wire", daemon=True).start()
    try:
        yield
    finally:
        ended.set()
        _now.reset(token)


def listens_to(model: BaseChatModel) -> bool:
    """Whether the model speaks by an httpx client that tells of its requests, as those of all our extras do."""
    for name in _CLIENTS:
        client: Any = getattr(getattr(model, name, None), "_client", None)
        hooks = getattr(client, "event_hooks", None)
        if isinstance(hooks, dict):
            if _begin not in hooks.get("request", []):
                more = {"request": _begin, "response": _answered}
                client.event_hooks = {when: [*hooks.get(when, []), hook] for when, hook in more.items()}
            return True
    return False


def _begin(request: Any) -> None:
    """Clients are shared between models and live long: only the call of this context hears of it."""
    wire = _now.get()
    if wire is not None:
        wire.begin(request)


def _answered(response: Any) -> None:
    wire = _now.get()
    if wire is not None:
        wire.answered(response)


def _unzipped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Unpacked bit by bit: a megabyte may hold a gigabyte."""
    unzip = zlib.decompressobj(_GZIP)
    try:
        for piece in pieces:
            yield unzip.decompress(piece, _PIECE_BYTES)
            while unzip.unconsumed_tail:
                yield unzip.decompress(unzip.unconsumed_tail, _PIECE_BYTES)
        yield unzip.flush()
    except zlib.error:
        raise TurnFault("The model's answer was malformed: it can't be unpacked.") from None


class _Stream:
    """A body whose pieces pass through `through`; closed when that raises."""

    def __init__(self, given: Any, through: Callable[[Iterator[bytes]], Iterator[bytes]]) -> None:
        self._given = given
        self._through = through

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._through(iter(self._given))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._given.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._given, name)


def _stream_like(given: Any, through: Callable[[Iterator[bytes]], Iterator[bytes]]) -> Any:
    """Of the class that the client's own package, whichever it is, takes for a stream."""
    base = next(kind for kind in type(given).__mro__ if kind.__name__ == "SyncByteStream")
    return type("Stream", (_Stream, base), {})(given, through)
