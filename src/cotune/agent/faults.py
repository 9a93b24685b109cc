"""What went wrong with a model, in words for people: never the provider's own text, which may hold keys or data."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from typing import NamedTuple

_AFTER = "Your words and the search are as they were: try again, or let the built-in planner answer."
_DAY_S = 86_400.0
_LONGEST_WAIT_S = 1e10


class TurnFault(Exception):
    """A fault that the agent itself found; its text is ours and may be shown. `way_on` says what can be done."""

    way_on = _AFTER


class Redirected(TurnFault):
    """The address of the model sends to another one. Followed, the whole conversation would go there."""

    way_on = (
        "Your words and the search are as they were: set the address that answers by itself (OPENAI_BASE_URL, "
        "ANTHROPIC_BASE_URL, OLLAMA_HOST, or base_url of a model object) and try again, or let the built-in planner "
        "answer."
    )

    def __init__(self, status: int) -> None:
        super().__init__(f"The model's address redirects to another one (HTTP {status}), and nothing was sent there.")


class Abandoned(Exception):
    """The turn was given up while the model was at work; nobody waits for what comes of it."""


class Fault(NamedTuple):
    """What happened, whether another try may help, and how long the provider asks to wait before it."""

    says: str
    may_pass: bool = False
    wait_s: float | None = None


def what_happened(error: BaseException) -> str:
    """Two sentences: why the turn failed, and what can be done."""
    own = _own(error)
    return f"{fault_of(error).says} {own.way_on if own is not None else _AFTER}"


def fault_of(error: BaseException) -> Fault:
    """The first of the causes in the chain of an error that can be told."""
    chain = tuple(_chain(error))
    own = _own(error)
    if own is not None:
        return Fault(str(own))
    for look in _LOOKS:
        found = look(chain)
        if found is not None:
            return found
    return Fault(f"The model failed ({type(chain[0]).__name__}).")


def _own(error: BaseException) -> TurnFault | None:
    """What the agent itself found, also where a provider's package has wrapped it."""
    return next((e for e in _chain(error) if isinstance(e, TurnFault)), None)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


_Chain = tuple[BaseException, ...]


def _texts(chain: _Chain) -> str:
    return " ".join(f"{e} {getattr(e, 'code', '')}" for e in chain).lower()


def _kinds(chain: _Chain) -> str:
    return " ".join(t.__name__ for e in chain for t in type(e).__mro__).lower()


def _too_long(chain: _Chain) -> Fault | None:
    signs = ("context_length", "maximum context", "context window", "prompt is too long")
    if "contextoverflow" in _kinds(chain) or any(sign in _texts(chain) for sign in signs):
        return Fault("The conversation and the table's description are too long for this model.")
    return None


def _refused(chain: _Chain) -> Fault | None:
    if "modelrefusal" in _kinds(chain) or any(s in _texts(chain) for s in ("content_filter", "content_policy")):
        return Fault("The model's provider refused the content of this conversation.")
    return None


def _out_of_credit(chain: _Chain) -> Fault | None:
    signs = ("insufficient_quota", "credit balance is too low", "billing_hard_limit")
    if any(sign in _texts(chain) for sign in signs):
        return Fault("The account at the model's provider has no credit left.")
    return None


def _unsendable_key(chain: _Chain) -> Fault | None:
    if "illegal header value" in _texts(chain) or "'ascii' codec can't encode" in _texts(chain):
        return Fault(
            "The key can't be sent: it is empty, or has a line end, a blank or a letter that no key has. Copy it anew, "
            "and nothing with it."
        )
    return None


def _tls(chain: _Chain) -> Fault | None:
    """What no other try mends; a TLS connection that breaks off is a connection like others."""
    texts = _texts(chain)
    if "certificate_verify_failed" in texts or "sslcertverification" in _kinds(chain):
        return Fault(
            "The certificate of the model's address isn't trusted: it has expired, is for another address, or nobody "
            "here knows who issued it. Check the address and this computer's clock; SSL_CERT_FILE can name a file with "
            "the certificates of your network."
        )
    if any(sign in texts for sign in _NO_TLS):
        return Fault("The model's address begins with https, but what answers there speaks no TLS: should it be http?")
    if any(sign in texts for sign in _NO_HTTP):
        return Fault("What answers at the model's address speaks no plain HTTP: should the address begin with https?")
    return None


_NO_TLS = ("wrong version number", "wrong_version_number", "record layer failure", "[ssl: unknown_protocol]")
_NO_HTTP = (
    "illegal request line",
    "illegal status line",
    "plain http request was sent to https port",
    "http request to an https server",
    "speaking plain http to an ssl-enabled",
)


def _status(chain: _Chain) -> Fault | None:
    status = next((s for e in chain if isinstance(s := getattr(e, "status_code", None), int)), None)
    match status:
        case None:
            return None
        case 401 | 403:
            return Fault(f"The model's provider refused the key (HTTP {status}).")
        case 404:
            return Fault("The model's provider knows no model of that name (HTTP 404).")
        case 408 | 409:
            return Fault(f"The model's provider gave the request up (HTTP {status}).", may_pass=True)
        case 429:
            wait_s = next((w for e in chain if (w := _asked_wait_s(e)) is not None), None)
            asks = f"; it asks to wait {_span(wait_s)}" if wait_s is not None else ""
            return Fault(f"The model's provider limits the rate of requests (HTTP 429){asks}.", True, wait_s)
        case _ if status >= 500:
            return Fault(f"The model's provider has a problem of its own (HTTP {status}).", may_pass=True)
        case _:
            return Fault(f"The model's provider refused the request (HTTP {status}).")


def _span(wait_s: float) -> str:
    return f"{wait_s:.0f} s" if wait_s <= _DAY_S else "more than a day"


def _asked_wait_s(error: BaseException) -> float | None:
    """The `retry-after` of a response; None where there is none, or one that nobody can mean."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        asked_s = _seconds(str(headers.get("retry-after", "")), str(headers.get("date", "")))
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0.0, asked_s) if math.isfinite(asked_s) and asked_s < _LONGEST_WAIT_S else None


def _seconds(asked: str, now: str) -> float:
    """Seconds, or a date that is compared with the response's own."""
    try:
        return float(asked)
    except ValueError:
        return (parsedate_to_datetime(asked) - parsedate_to_datetime(now)).total_seconds()


def _timeout(chain: _Chain) -> Fault | None:
    return Fault("The model didn't answer in time.") if "timeout" in _kinds(chain) else None


def _connection(chain: _Chain) -> Fault | None:
    kinds, texts = _kinds(chain), _texts(chain)
    if "gaierror" in kinds or any(s in texts for s in ("name or service not known", "name resolution", "getaddrinfo")):
        return Fault("The address of the model's provider can't be found: is the network up, and the address right?")
    if "connectionrefused" in kinds or "connection refused" in texts:
        return Fault("Nothing answers at the model's address: is its server running?")
    if any(sign in kinds for sign in ("connection", "connecterror", "protocolerror", "readerror", "brokenpipe")):
        return Fault("The connection to the model failed or broke off.", may_pass=True)
    return None


def _endless(chain: _Chain) -> Fault | None:
    if "limit" in _kinds(chain) or "recursion" in _kinds(chain):
        return Fault("The model kept calling tools without an end.")
    return None


def _reported(chain: _Chain) -> Fault | None:
    """An error that came inside of a stream has no status."""
    if "apierror" in _kinds(chain) or "responseerror" in _kinds(chain):
        return Fault("The model's provider reported an error in the middle of its answer.", may_pass=True)
    return None


def _malformed(chain: _Chain) -> Fault | None:
    signs = ("json", "validation", "valueerror", "typeerror", "attributeerror", "keyerror", "indexerror")
    if any(sign in _kinds(chain) for sign in signs):
        return Fault("The model's answer was malformed: it may be no model that answers at this address.")
    return None


_LOOKS: tuple[Callable[[_Chain], Fault | None], ...] = (
    _too_long,
    _refused,
    _out_of_credit,
    _unsendable_key,
    _tls,
    _status,
    _timeout,
    _connection,
    _endless,
    _reported,
    _malformed,
)
