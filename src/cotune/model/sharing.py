"""What the agent's language model may see of the table, and what it was sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Self

from pydantic import model_validator

from cotune.model.base import Noun, utc_text
from cotune.model.misfit import Unfit

SharingLevel = Literal[0, 1, 2, 3]
SHARING_WORDS: dict[SharingLevel, str] = {
    0: "made-up names of columns, and their kinds",
    1: "names and kinds of columns",
    2: "names and kinds of columns, counts and rounded ranges",
    3: "names and kinds of columns, counts and rounded ranges, and category labels",
}


class Sharing(Noun):
    """A level, each with all that is below it; level 3 names the columns whose category labels are shared."""

    level: SharingLevel = 1
    labels: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _labels_belong_to_level_three(self) -> Self:
        if (self.level == 3) != bool(self.labels):
            if self.labels:
                raise Unfit("category labels are shared at level 3 alone", where="labels", fix="leave them out here")
            raise Unfit(
                "level 3 shares the category labels of columns, and none is named",
                where="labels",
                fix="name columns, or take level 2",
            )
        return self

    def raised(self, new: Sharing) -> tuple[str, ...]:
        """What `new` lets the model see more, as a person would read it."""
        more = []
        if self.level < 1 <= new.level:
            more.append("the names of columns")
        if self.level < 2 <= new.level:
            more.append("counts and rounded ranges of columns")
        labels = [name for name in new.labels if name not in self.labels]
        if labels:
            more.append(f"the category labels of {_listed(labels)}")
        return tuple(more)

    def in_words(self) -> str:
        return SHARING_WORDS[self.level] + (f" of {_listed(self.labels)}" if self.labels else "")


class SharedFrom(Noun):
    """What was shared from the event `seq` on."""

    seq: int
    sharing: Sharing


class SentCall(Noun):
    """One call to a language model. `body` is the JSON text that went over the wire, without address and headers.

    `is_exact` is false for a package that can't be listened to: then `body` holds the messages and tools that it was
    handed. `is_cut`: it was too long to be kept whole.
    """

    at: datetime
    turn: str
    to: str
    body: str
    is_exact: bool = True
    is_cut: bool = False


NOTHING_SENT = "nothing was sent to a language model"


def sent_text(call: SentCall) -> str:
    """A call for people to read, its JSON laid out in lines."""
    how = "" if call.is_exact else ", as handed to its package"
    try:
        body = json.dumps(json.loads(call.body), ensure_ascii=False, indent=1)
    except ValueError:
        body = call.body
    return f"{utc_text(call.at)} to {call.to}{how}{', cut' * call.is_cut}:\n{body}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
