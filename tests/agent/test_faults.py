"""Provider faults against a server that speaks OpenAI's protocol: the turn says what happened, and nothing else."""

from __future__ import annotations

import gzip
import itertools
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fake_openai import (
    KEY,
    BreaksOff,
    Calls,
    Drips,
    Fails,
    FakeOpenAI,
    Hangs,
    Pours,
    Refuses,
    Reports,
    Says,
    Sends,
    Step,
)
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from scripted_model import ScriptedChatModel
from studies import request, running

from cotune.agent import Agent, TurnResult
from cotune.agent.patience import Patience
from cotune.model import action as act
from cotune.model.speech import Speech

SEARCH = ("draft_search", {"target": "left_us", "seconds": 3600})
HASTY = Patience(turn_s=20.0, retries=2, first_wait_s=0.01, longest_wait_s=0.5)
Play = Callable[..., tuple[TurnResult, FakeOpenAI]]


@pytest.fixture
def heard() -> list[Speech]:
    return []


@pytest.fixture
def play(heard: list[Speech]) -> Play:
    """Take one turn with the real OpenAI client against a script."""
    from langchain_openai import ChatOpenAI

    def turn(*script: Step, key: str = KEY, url: str = "", **patience: float) -> tuple[TurnResult, FakeOpenAI]:
        with FakeOpenAI(*script) as fake:
            model = ChatOpenAI(model="fake", base_url=url or fake.url, api_key=key, max_retries=0, timeout=1)
            agent = Agent(model, patience=HASTY._replace(**patience))
            return agent.take_turn(request("Predict left_us in an hour"), threading.Event(), heard.append), fake

    return turn


def test_the_protocol_is_kept_over_a_whole_turn(play: Play) -> None:
    result, fake = play(Calls((SEARCH,)), Says("Drafted."))
    assert (result.status, result.text) == ("done", "Drafted.")
    assert result.drafts[0].action.spec.seconds == 3600
    assert len(fake.requests) == 2


STREAM = "text/event-stream"
TOO_LONG = Fails(400, "maximum context length", code="context_length_exceeded")
CUT = Calls((("draft_search", {"target": "left_us", "seconds": 36}),), finish_reason="length")
HALF = Calls((("draft_search", '{"target": "left_us", "seconds": 36'),))
FAULTS: dict[str, tuple[Step, str]] = {
    "401": (Fails(401, "bad key sk-fake-key"), "refused the key"),
    "403": (Fails(403), "refused the key"),
    "404": (Fails(404, "no such model"), "no model of that name"),
    "400": (Fails(400, "bad request"), "refused the request"),
    "429, asks for too long": (Fails(429, headers=(("retry-after", "3600"),)), "wait 3600 s"),
    "429, no credit": (Fails(429, code="insufficient_quota"), "no credit"),
    "400, http at an https port": (Fails(400, "The plain HTTP request was sent to HTTPS port"), "begin with https?"),
    "context too long": (TOO_LONG, "too long"),
    "content filtered": (Fails(400, "filtered", code="content_filter"), "refused the content"),
    "content filtered at the end": (Says("I", finish_reason="content_filter"), "refused to answer"),
    "refusal": (Refuses("I can't help with that."), ""),
    "hang": (Hangs(4), "didn't answer in time"),
    "HTML with 200": (Sends(b"<html>proxy login</html>", "text/html"), "malformed"),
    "HTML as a stream": (Sends(b"<html>proxy login</html>", STREAM), "malformed"),
    "empty choices": (Sends(b'{"id": "x", "choices": []}'), "malformed"),
    "empty choices in a stream": (Sends(b'data: {"id": "x", "choices": []}\n\ndata: [DONE]\n\n', STREAM), ""),
    "malformed JSON": (Sends(b"{not json"), "malformed"),
    "malformed JSON in a stream": (Sends(b'data: {"id": "x", "choi\n\n', STREAM), "malformed"),
    "arguments cut off": (HALF, "malformed or cut off"),
    "arguments no JSON": (Calls((("draft_search", "target=left_us"),)), "malformed or cut off"),
    "call cut off at the length": (CUT, "cut off"),
    "text cut off at the length": (Says("half a sen", finish_reason="length"), "cut off"),
    "stream without an end": (Says("half a sen", finish_reason=None), "cut off"),
    "empty answer": (Says(""), "empty"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_drafts_nothing_and_says_what_happened(play: Play, name: str) -> None:
    fault, says = FAULTS[name]
    result, fake = play(fault)
    assert (result.status, result.drafts, result.question, result.text) == ("failed", (), None, "")
    assert says in result.problem
    assert "try again" in result.problem
    assert "built-in planner" in result.problem
    assert not [w for w in ("Traceback", "http://", "sk-", "127.0.0.1", "Error(") if w in result.problem]
    assert len(fake.requests) <= 1


PASSING: dict[str, tuple[Step, str]] = {
    "429, asks to wait": (Fails(429, headers=(("retry-after", "0.02"),)), "limits the rate"),
    "429": (Fails(429), "limits the rate"),
    "500": (Fails(500), "problem of its own"),
    "502 with HTML": (Fails(502, "<html>bad gateway</html>"), "problem of its own"),
    "503": (Fails(503), "problem of its own"),
    "529, overloaded": (Fails(529), "problem of its own"),
    "no answer": (BreaksOff(), "broke off"),
    "broken off in the middle": (BreaksOff(events=3), "broke off"),
    "error in the middle": (Reports(), "in the middle of its answer"),
}


@pytest.mark.parametrize("name", PASSING)
def test_a_fault_that_may_pass_is_tried_again_and_the_person_sees_it(
    play: Play, heard: list[Speech], name: str
) -> None:
    fault, says = PASSING[name]
    result, fake = play(fault, Calls((SEARCH,)), Says("Drafted."))
    assert (result.status, result.text, len(result.drafts)) == ("done", "Drafted.", 1)
    assert len(fake.requests) == 3
    notices = [s.notice for s in heard if s.notice]
    assert len(notices) == 1
    assert says in notices[0]
    assert "Trying again in" in notices[0]


@pytest.mark.parametrize("name", ["429", "503", "broken off in the middle"])
def test_a_fault_that_stays_is_told_after_the_last_try(play: Play, name: str) -> None:
    fault, says = PASSING[name]
    result, fake = play(*[fault] * 4)
    assert (result.status, says in result.problem) == ("failed", True)
    assert len(fake.requests) == 3


def test_a_client_that_tries_again_by_itself_is_not_tried_again_from_outside() -> None:
    from langchain_openai import ChatOpenAI

    with FakeOpenAI(*[Fails(503)] * 9) as fake:
        model = ChatOpenAI(model="fake", base_url=fake.url, api_key=KEY, max_retries=1)
        result = Agent(model, patience=HASTY).take_turn(request("Predict left_us"), threading.Event())
    assert "problem of its own" in result.problem
    assert len(fake.requests) == 2


ENDS: list[tuple[dict[str, object], bool]] = [
    ({}, True),
    ({"model_provider": "openai"}, False),
    ({"model_provider": "openai", "status": "completed"}, True),
    ({"model_provider": "openai", "status": "incomplete"}, False),
    ({"model_provider": "anthropic", "stop_reason": "end_turn"}, True),
    ({"model_provider": "anthropic", "stop_reason": "max_tokens"}, False),
    ({"model_provider": "anthropic", "stop_reason": "refusal"}, False),
    ({"model_provider": "ollama", "done_reason": "stop"}, True),
    ({"model_provider": "bedrock_converse", "stopReason": "end_turn"}, True),
    ({"model_provider": "some_other"}, True),
    ({"finish_reason": "MAX_TOKENS"}, False),
]


@pytest.mark.parametrize(("metadata", "whole"), ENDS)
def test_each_provider_s_way_to_end_an_answer_is_known(metadata: dict[str, object], whole: bool) -> None:
    model = ScriptedChatModel(steps=[AIMessage("Hello.", response_metadata=metadata)])
    result = Agent(model).take_turn(request("hello"), threading.Event())
    assert (result.status, result.text) == (("done", "Hello.") if whole else ("failed", ""))


def test_a_date_to_wait_for_is_understood(play: Play) -> None:
    when = (("Retry-After", "Wed, 21 Oct 2099 07:28:00 GMT"),)
    result, fake = play(Fails(429, headers=when))
    assert "asks to wait" in result.problem
    assert len(fake.requests) == 1


@pytest.mark.parametrize("asked", ["nan", "inf", "1e308", "1e400", "Wed, 21 Oct 2015 07:28:00 +9999999999999999"])
def test_a_wait_that_is_none_is_unknown(play: Play, heard: list[Speech], asked: str) -> None:
    result, fake = play(Fails(429, headers=(("Retry-After", asked),)), Says("Here I am."))
    assert (result.text, len(fake.requests)) == ("Here I am.", 2)
    assert [s.notice for s in heard if s.notice] == [
        "The model's provider limits the rate of requests (HTTP 429). Trying again in 0 s."
    ]


def test_a_wait_of_more_than_a_day_is_told_as_one(play: Play) -> None:
    result, fake = play(Fails(429, headers=(("Retry-After", "1000000"),)))
    assert "(HTTP 429); it asks to wait more than a day. " in result.problem
    assert len(fake.requests) == 1


@pytest.mark.parametrize(
    "key", ["sk-canary\nkey", "sk-canary\n", " sk-canary ", "sk-canary\0", "sk-can\u00e4ry", "sk\u2013canary"]
)
def test_a_key_that_can_t_be_sent_is_told_at_once(play: Play, heard: list[Speech], key: str) -> None:
    result, fake = play(key=key)
    assert (
        "The key can't be sent: it is empty, or has a line end, a blank or a letter that no key has." in result.problem
    )
    assert "Copy it anew" in result.problem
    assert "canary" not in result.problem
    assert (len(fake.requests), [s.notice for s in heard if s.notice]) == (0, [])


def test_https_where_http_is_spoken_is_told_at_once(play: Play, heard: list[Speech]) -> None:
    with FakeOpenAI() as other:
        result, _ = play(url=other.url.replace("http:", "https:"))
    assert "begins with https, but what answers there speaks no TLS: should it be http?" in result.problem
    assert [s.notice for s in heard if s.notice] == []


def answered(reply: bytes, server: socket.socket) -> None:
    """One connection is taken, and answered with bytes that are no HTTP."""
    with server.accept()[0] as connection:
        connection.recv(65536)
        connection.sendall(reply)


def test_http_where_tls_is_spoken_is_told_at_once(play: Play, heard: list[Speech]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        alert = bytes([21, 3, 3, 0, 2, 2, 70])
        threading.Thread(target=answered, args=(alert, server), daemon=True).start()
        result, _ = play(url=f"http://127.0.0.1:{server.getsockname()[1]}/v1")
    assert "speaks no plain HTTP: should the address begin with https?" in result.problem
    assert [s.notice for s in heard if s.notice] == []


def test_a_certificate_that_is_not_trusted_is_told_at_once(
    play: Play, heard: list[Speech], monkeypatch: pytest.MonkeyPatch
) -> None:
    def distrusts(*_: object, **__: object) -> None:
        raise ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate of canary")

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", distrusts)
    with FakeOpenAI() as other:
        result, _ = play(url=other.url.replace("http:", "https:"))
    assert "certificate of the model's address isn't trusted" in result.problem
    assert "SSL_CERT_FILE" in result.problem
    assert "canary" not in result.problem
    assert [s.notice for s in heard if s.notice] == []


def test_a_server_that_is_not_there(play: Play) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        result, _ = play(url=f"http://127.0.0.1:{unused.getsockname()[1]}/v1")
    assert "Nothing answers at the model's address" in result.problem


def test_an_address_that_does_not_exist(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    result, _ = play(url="http://user:sk-canary@models.invalid/v1?key=sk-canary")
    assert "can't be found" in result.problem
    assert "sk-canary" not in result.problem


def test_a_fault_after_a_draft_drops_the_draft(play: Play) -> None:
    result, _ = play(Calls((SEARCH,)), Fails(401))
    assert (result.status, result.drafts) == ("failed", ())


def test_keys_and_the_provider_s_words_stay_out_of_the_problem(play: Play) -> None:
    result, _ = play(Says("unused"), key="sk-secret-canary")
    assert "refused the key" in result.problem
    assert "sk-" not in result.problem


@pytest.mark.parametrize("fault", [Hangs(3), Drips("one drop after the other, without an end", 0.15)])
def test_a_model_slower_than_the_agent_s_patience_is_given_up(play: Play, fault: Step) -> None:
    result, _ = play(fault, turn_s=0.4)
    assert (result.status, result.text, "in time" in result.problem) == ("failed", "", True)


ENDLESS: dict[str, Step] = {
    "a body": Pours(b"a" * 100_000),
    "the body of an error": Pours(b"a" * 100_000, status=400),
    "comments in a stream": Pours(b": ping\n\n" * 10_000, STREAM),
    "one line of a stream": Pours(b"a" * 100_000, STREAM),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_an_answer_without_an_end_is_given_up(play: Play, name: str) -> None:
    result, fake = play(ENDLESS[name])
    assert (result.status, "longer than 8 MB" in result.problem) == ("failed", True)
    assert fake.was_left.wait(60)
    assert len(fake.requests) == 1


@pytest.mark.parametrize(
    ("packed", "says"),
    [
        (gzip.compress(bytes(100_000_000), 1, mtime=0), "longer than 8 MB"),
        (gzip.compress(b"garbage", mtime=0), "malformed"),
        (b"garbage", "malformed"),
    ],
)
def test_a_packed_answer_is_unpacked_bit_by_bit(play: Play, packed: bytes, says: str) -> None:
    result, _ = play(Sends(packed, headers=(("Content-Encoding", "gzip"),)))
    assert says in result.problem


@pytest.mark.parametrize("fault", [Hangs(120), Pours(b": ping\n\n", STREAM, pause_s=0.02), Pours(b" ", pause_s=0.02)])
def test_a_turn_that_is_given_up_closes_its_connection(fault: Step) -> None:
    from langchain_openai import ChatOpenAI

    cancelled = threading.Event()
    with FakeOpenAI(fault) as fake:
        agent = Agent(ChatOpenAI(model="fake", base_url=fake.url, api_key=KEY), patience=HASTY._replace(turn_s=3))
        result = agent.take_turn(request("Predict left_us"), cancelled)
        assert (result.status, "in time" in result.problem) == ("failed", True)
        assert fake.was_left.wait(60)
        assert len(fake.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(play: Play, status: int) -> None:
    with FakeOpenAI() as other:
        result, fake = play(Fails(status, headers=(("Location", f"{other.url}/chat/completions"),)))
        assert (result.status, len(fake.requests), other.paths) == ("failed", 1, [])
    assert f"redirects to another one (HTTP {status})" in result.problem
    assert "OPENAI_BASE_URL" in result.problem
    assert other.url not in result.problem


def test_a_stop_ends_a_wait_for_the_provider(play: Play) -> None:
    from langchain_openai import ChatOpenAI

    cancelled = threading.Event()
    with FakeOpenAI(Fails(429, headers=(("retry-after", "60"),)), Says("too late")) as fake:
        agent = Agent(
            ChatOpenAI(model="fake", base_url=fake.url, api_key=KEY, max_retries=0),
            patience=HASTY._replace(longest_wait_s=90),
        )

        def stop_at_the_notice(speech: Speech) -> None:
            if speech.notice:
                cancelled.set()

        result = agent.take_turn(request("Predict left_us"), cancelled, stop_at_the_notice)
    assert result.status == "stopped"
    assert len(fake.requests) == 1


def test_text_is_heard_while_it_comes(play: Play, heard: list[Speech]) -> None:
    result, _ = play(Says("Nine letters at a time, as they come."))
    texts = [s.text for s in heard if s.text]
    assert len(texts) > 3
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(texts))
    assert texts[-1] == result.text


def test_cell_values_and_labels_are_in_no_request(play: Play) -> None:
    _, fake = play(Calls((SEARCH,)), Says("Drafted."))
    sent = str(fake.requests)
    assert "MonthlyFee" in sent
    assert not [canary for canary in ("C00017", "coast", "H12", "2020-01") if canary in sent]


class WholeCalls(ScriptedChatModel):
    """Streams each call whole and without an index, as langchain_ollama does."""

    def _stream(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        said = self._generate(messages).generations[0].message
        assert isinstance(said, AIMessage)
        for call in said.tool_calls:
            yield ChatGenerationChunk(message=AIMessageChunk("", tool_calls=[call]))
        yield ChatGenerationChunk(message=AIMessageChunk(said.content, usage_metadata=said.usage_metadata))


def test_several_whole_calls_of_one_answer_are_all_drafted() -> None:
    model = WholeCalls(steps=[[("draft_ban", {"family": "knn"}), ("draft_ban", {"family": "svm"})], "Banned."])
    result = Agent(model).take_turn(request("no knn and no svm", running()), threading.Event())
    assert (result.status, result.problem) == ("done", "")
    assert [d.action for d in result.drafts] == [act.BanFamily(family="knn"), act.BanFamily(family="svm")]
