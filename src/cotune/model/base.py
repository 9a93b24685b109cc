"""The base of every noun: frozen, closed, JSON-able, with a digest."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Self

from pydantic import BaseModel, ConfigDict

Scalar = bool | int | float | str


class Noun(BaseModel):
    """A frozen value that crosses a seam. Unknown fields are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")

    def digest(self) -> str:
        """SHA-256 (first 16 hex digits) of the canonical JSON: equal values have equal digests."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def having(self, **changes: object) -> Self:
        """A copy with `changes`, validated anew (pydantic's model_copy doesn't validate)."""
        return type(self).model_validate({**self.model_dump(), **changes})


def utc_text(at: datetime) -> str:
    """ISO 8601 in UTC with milliseconds: the one form in which times are stored."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")
