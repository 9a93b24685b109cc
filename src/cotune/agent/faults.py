"""What went wrong with a model, in words for people: never the provider's own text, which may hold keys or data."""

from __future__ import annotations

from collections.abc import Iterator

_AFTER = "Nothing was changed. Say it again to retry, or go on with the built-in planner."


class TurnFault(Exception):
    """A fault that the agent itself found; its text is ours and may be shown."""


def what_happened(error: BaseException) -> str:
    """One or two sentences on why the turn failed, and what can be done."""
    chain = list(_chain(error))
    own = next((e for e in chain if isinstance(e, TurnFault)), None)
    return f"{own or _provider_fault(chain)} {_AFTER}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _provider_fault(chain: list[BaseException]) -> str:
    text = " ".join(str(e) for e in chain).lower()
    kinds = " ".join(type(e).__name__ for e in chain).lower()
    status = next((s for e in chain if isinstance(s := getattr(e, "status_code", None), int)), None)
    if "context_length" in text or "contextoverflow" in kinds or "maximum context" in text:
        return "The conversation is too long for this model."
    if status is not None:
        return _status_fault(status, chain)
    if "timeout" in kinds:
        return "The model didn't answer in time."
    if "connection" in kinds or "connecterror" in kinds or "remoteprotocol" in kinds or "readerror" in kinds:
        return "The connection to the model failed or broke off."
    if "limit" in kinds or "recursion" in kinds:
        return "The model kept calling tools without an end."
    if any(k in kinds for k in ("json", "validation", "valueerror", "typeerror", "attributeerror", "keyerror")):
        return "The model's answer was malformed."
    return f"The model failed ({type(chain[0]).__name__})."


def _status_fault(status: int, chain: list[BaseException]) -> str:
    if status in (401, 403):
        return f"The model's provider refused the key (HTTP {status})."
    if status == 429:
        wait = next((w for e in chain if (w := _retry_after(e))), "")
        return "The model's provider limits the rate of requests (HTTP 429)" + (
            f"; it asks to wait {wait} s." if wait else "."
        )
    if status == 404:
        return "The model's provider knows no model of that name (HTTP 404)."
    if status >= 500:
        return f"The model's provider has a problem of its own (HTTP {status})."
    return f"The model's provider refused the request (HTTP {status})."


def _retry_after(error: BaseException) -> str:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    value = str(headers.get("retry-after", ""))
    return value if value.isdigit() else ""
