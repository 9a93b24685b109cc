"""What people and the agent have said of where to look, as far as it holds."""

from __future__ import annotations

from collections.abc import Mapping

from cotune.model.view import RunView
from cotune.model.wording import FAMILY_NAMES, in_words


def in_force_text(view: RunView) -> str:
    """A line for each hint, with the name to take it back by, each family that is banned, and each trial that waits."""
    lines = [f"{s.id}: {in_words(s.steer)}, {s.weight:.0%} of the proposals" for s in view.steers]
    lines += [f"no more of {FAMILY_NAMES[family]}" for family in view.banned]
    lines += [f"next: {FAMILY_NAMES[c.family]} {_settings(c.params)}".rstrip() for c in view.queued]
    return "\n".join(lines) or "no hints, bans or trials that wait"


def _settings(params: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={value}" for name, value in params.items())
