"""A server that speaks OpenAI's chat-completions protocol, with scripted answers and faults; records all requests."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, Self

Json = dict[str, Any]
KEY = "sk-fake-key"


class Says(NamedTuple):
    """An answer of text."""

    text: str
    finish_reason: str | None = "stop"


class Refuses(NamedTuple):
    """The model's own refusal, in the field that OpenAI has for it."""

    text: str
    finish_reason: str = "stop"


class Calls(NamedTuple):
    """An answer of tool calls: (name, arguments); arguments given as text are sent as they are."""

    calls: tuple[tuple[str, Json | str], ...]
    finish_reason: str = "tool_calls"


class Fails(NamedTuple):
    """An HTTP error in OpenAI's form."""

    status: int
    message: str = "boom"
    code: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


class Sends(NamedTuple):
    """Bytes as they are, with status 200."""

    body: bytes
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()


class Hangs(NamedTuple):
    """No answer for a while, then none at all."""

    seconds: float


class BreaksOff(NamedTuple):
    """Half an answer, then the connection closes. Of a stream so many events come; without any not even its head."""

    events: int = 0


class Drips(NamedTuple):
    """A stream with a pause before each of its events, so that no read ever times out."""

    text: str
    pause_s: float


class Reports(NamedTuple):
    """A stream that has an error in its midst."""

    message: str = "The server had an error"


class Pours(NamedTuple):
    """The same bytes again and again, until nobody listens any more."""

    piece: bytes
    content_type: str = "application/json"
    status: int = 200
    pause_s: float = 0.0


Step = Says | Refuses | Calls | Fails | Sends | Hangs | BreaksOff | Drips | Reports | Pours


class FakeOpenAI:
    """One server with one script; each request takes the next step, and after the last `answers` has its say, if given.

    Used as a context manager.
    """

    def __init__(self, *script: Step) -> None:
        self.script = list(script)
        self.answers: Callable[[Json], Step] | None = None
        self.requests: list[Json] = []
        self.paths: list[str] = []
        self.elsewhere: Step = Fails(401, "no such service here")
        self.over = threading.Event()
        self.was_left = threading.Event()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()

    def step_for(self, request: Json) -> Step:
        """The next step of the script; a conversation that OpenAI would refuse gets its 400."""
        with self._lock:
            self.requests.append(request)
            problem = _history_problem(request["messages"])
            if problem:
                return Fails(400, problem)
            if not self.script and self.answers is not None:
                return self.answers(request)
            return self.script.pop(0) if self.script else Fails(500, "the script is over")


def _history_problem(messages: list[Json]) -> str | None:
    """OpenAI's rule: each tool call is answered by a tool message before anything else is said."""
    open_calls: list[str] = []
    for message in messages:
        if message["role"] == "tool":
            if message.get("tool_call_id") not in open_calls:
                return "messages with role 'tool' must be a response to a preceding message with 'tool_calls'"
            open_calls.remove(message["tool_call_id"])
        elif open_calls:
            return "an assistant message with 'tool_calls' must be followed by tool messages"
        else:
            open_calls = [c["id"] for c in message.get("tool_calls") or []]
    return "tool calls without an answer" if open_calls else None


def _completion(request: Json, step: Says | Refuses | Calls) -> Json:
    message: Json = {"role": "assistant", "content": None, "refusal": None}
    if isinstance(step, Says):
        message["content"] = step.text
    if isinstance(step, Refuses):
        message["refusal"] = step.text
    if isinstance(step, Calls):
        message["tool_calls"] = [_call(n, *call) for n, call in enumerate(step.calls)]
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": step.finish_reason}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": request["model"],
        "choices": [choice],
        "usage": _usage(request),
    }


def _usage(request: Json) -> Json:
    said = len(json.dumps(request)) // 4
    return {"prompt_tokens": said, "completion_tokens": 20, "total_tokens": said + 20}


def _call(number: int, name: str, arguments: Json | str) -> Json:
    text = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return {"id": f"call_{number}_{name}", "type": "function", "function": {"name": name, "arguments": text}}


def _chunks(request: Json, step: Says | Refuses | Calls) -> Iterator[Json]:
    """The same answer as a stream of deltas, arguments in pieces; its usage at the end when it was asked for."""
    base = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 0, "model": request["model"]}

    def chunk(delta: Json, reason: str | None = None) -> Json:
        return {**base, "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}]}

    yield chunk({"role": "assistant", "content": ""})
    message = _completion(request, step)["choices"][0]["message"]
    for at in range(0, len(message["content"] or ""), 9):
        yield chunk({"content": message["content"][at : at + 9]})
    if message["refusal"]:
        yield chunk({"refusal": message["refusal"]})
    for n, call in enumerate(message.get("tool_calls", [])):
        text = call["function"]["arguments"]
        yield chunk({"tool_calls": [{**call, "index": n, "function": {**call["function"], "arguments": ""}}]})
        for at in range(0, len(text), 9):
            yield chunk({"tool_calls": [{"index": n, "function": {"arguments": text[at : at + 9]}}]})
    yield chunk({}, step.finish_reason)
    if (request.get("stream_options") or {}).get("include_usage"):
        yield {**base, "choices": [], "usage": _usage(request)}


def _handler(fake: FakeOpenAI) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            fake.paths.append(self.path)
            self._send(404, b"{}")

        def do_POST(self) -> None:
            fake.paths.append(self.path)
            if not self.path.endswith("/chat/completions"):
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    self._play({}, fake.elsewhere)
                return
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.headers.get("Authorization") != f"Bearer {KEY}":
                self._fail(Fails(401, f"Incorrect API key provided: {self.headers.get('Authorization')}"))
                return
            try:
                self._play(request, fake.step_for(request))
            except (BrokenPipeError, ConnectionResetError):
                fake.was_left.set()
                self.close_connection = True

        def _play(self, request: Json, step: Step) -> None:
            match step:
                case Fails():
                    self._fail(step)
                case Sends():
                    self._send(200, step.body, step.content_type, step.headers)
                case Hangs():
                    self._hang(step.seconds)
                    self.close_connection = True
                case BreaksOff():
                    self._stream(list(_chunks(request, Says("half of it, and then no more")))[: step.events], "")
                    self.close_connection = True
                case Drips():
                    self._stream(_chunks(request, Says(step.text)), pause_s=step.pause_s)
                case Pours():
                    self._pour(step)
                case Reports():
                    events = list(_chunks(request, Says("half of it")))
                    error = {"error": {"message": step.message, "type": "server_error", "param": None, "code": None}}
                    self._stream([events[0], events[1], error])
                case Says() | Refuses() | Calls() if request.get("stream"):
                    self._stream(_chunks(request, step))
                case _:
                    self._send(200, json.dumps(_completion(request, step)).encode())

        def _hang(self, seconds: float) -> None:
            self.connection.settimeout(seconds)
            with contextlib.suppress(TimeoutError):
                if not self.connection.recv(1):
                    raise ConnectionResetError

        def _pour(self, step: Pours) -> None:
            self.close_connection = True
            self.send_response(step.status)
            self.send_header("Content-Type", step.content_type)
            self.send_header("Connection", "close")
            self.end_headers()
            while not fake.over.wait(step.pause_s):
                self.wfile.write(step.piece)

        def _fail(self, step: Fails) -> None:
            error = {"message": step.message, "type": "server_error", "param": None, "code": step.code}
            self._send(step.status, json.dumps({"error": error}).encode(), headers=step.headers)

        def _stream(self, events: Iterable[Json], end: str = "data: [DONE]\n\n", pause_s: float = 0.0) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for event in events:
                if fake.over.wait(pause_s):
                    return
                self._chunk(f"data: {json.dumps(event)}\n\n")
            if end:
                self._chunk(end)
                self.wfile.write(b"0\r\n\r\n")

        def _chunk(self, text: str) -> None:
            body = text.encode()
            self.wfile.write(f"{len(body):x}\r\n".encode() + body + b"\r\n")
            self.wfile.flush()

        def _send(
            self, status: int, body: bytes, kind: str = "application/json", headers: tuple[tuple[str, str], ...] = ()
        ) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            for name, value in headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    return Handler
