"""Everything cotune raises on purpose.

CotuneError
├── UserError              the caller can mend it: what, where, what to do next
│   ├── DataError          the table can't be used as it is
│   ├── SpecError          a search specification doesn't fit the table
│   └── NotAvailable       an extra is not installed
├── Refused                policy or the gate said no; carries the rule and its reasons
├── HostUnavailable        the study process doesn't answer
└── OwnershipLost          another host took over this study; this one must exit
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence


class CotuneError(Exception):
    """Base of every error that cotune raises on purpose."""


class UserError(CotuneError):
    """Wrong use that the caller can mend.

    The message says what is wrong; `where` names the place (a column, a field, a file) and `fix` what to do next.
    `figures` is the rest of what is wrong, as far as it tells of the table's values: `without_figures` is the message
    for whom these are not shared with.
    """

    def __init__(self, what: str, *, where: str | None = None, fix: str | None = None, figures: str = "") -> None:
        self.what, self.where, self.fix = what + figures, where, fix
        rest = (f" ({where})" if where else "") + (f"\n  -> {fix}" if fix else "")
        self.without_figures = what + rest
        super().__init__(self.what + rest)

    def _render_traceback_(self) -> list[str]:
        """IPython shows this instead of a traceback: the caller's mistake needs no stack."""
        return [f"{type(self).__name__}: {self}"]


class DataError(UserError):
    """The table can't be used as it is."""


class SpecError(UserError):
    """A search specification doesn't fit the table."""


class NotAvailable(UserError):
    """An optional dependency is missing."""


class Refused(CotuneError):
    """Policy or the gate said no."""

    def __init__(self, rule: str, reasons: Sequence[str]) -> None:
        self.rule, self.reasons = rule, tuple(reasons)
        super().__init__(f"refused by rule '{rule}': " + "; ".join(self.reasons))


class HostUnavailable(CotuneError):
    """The study process doesn't answer."""


class OwnershipLost(CotuneError):
    """Another host owns this study now."""


_NEAR = 0.65
"""At 0.6 `nope` is near `income`; parts of names are found as such."""
_SHORTEST_PART = 3


def closest(name: str, valid: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """The valid names nearest to `name`, best first, then those that it is a part of; case is ignored."""
    by_lower, said = {v.lower(): v for v in valid}, name.lower()
    near = difflib.get_close_matches(said, by_lower, n=limit, cutoff=_NEAR)
    whole = [v for v in by_lower if said in v] if len(said) >= _SHORTEST_PART else []
    return tuple(by_lower[v] for v in dict.fromkeys([*near, *whole]))[:limit]


def did_you_mean(name: str, valid: Iterable[str]) -> str:
    """A sentence that offers the closest valid names, or lists them all when none is near."""
    names = list(valid)
    near = closest(name, names)
    if near:
        return "Did you mean " + " or ".join(repr(n) for n in near) + "?"
    return "Valid: " + ", ".join(names[:20]) + (" ..." if len(names) > 20 else "")
