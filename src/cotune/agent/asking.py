"""Which answers a question may offer: they become buttons, so a made-up name among them would look like a real one."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import get_args

from cotune.agent.fields import check_words
from cotune.agent.redaction import Seen, UnknownName
from cotune.errors import did_you_mean
from cotune.model.wording import FAMILY_NAMES, METRIC_NAMES
from cotune.model.words import FAMILIES, METRICS, OBJECTIVES, Device, Split, Task

KINDS = {"target": "target", "task": "task", "metric": "metric", "column": "exclude_columns", "other": None}
"""What a question may be about, and the field whose names its answers are."""

_CATALOGUE = (*FAMILIES, *METRICS, *OBJECTIVES, *get_args(Task), *get_args(Split), *get_args(Device))
_SHOWN = (*FAMILY_NAMES.values(), *METRIC_NAMES.values())
_OF_OTHERS = frozenset(("catboost", "lightgbm", "lgbm", "tabnet", "tabpfn", "autogluon", "prophet", "arima"))
_IDENTIFIER = re.compile(r"(?=\w*_|\w*[a-z][A-Z])[^\W\d]\w*")


def kind_of(about: str) -> str:
    """What a question is about, however it is written.

    Raises:
        UnknownName: it is none of the kinds.
    """
    kind = about.strip().lower()
    if kind not in KINDS:
        raise UnknownName(f"no question is about '{about}'", where="about", fix="Valid: " + ", ".join(KINDS))
    return kind


def check_answers(kind: str, answers: Collection[str], said: str, seen: Seen) -> None:
    """Raises UnknownName for an answer that is a name of nothing in cotune, in what was `said`, or in the table.

    The answers and the table are as the agent sees them: of hidden names and labels it is not told that they exist.
    """
    field = KINDS[kind]
    if kind in ("target", "column"):
        for answer in answers:
            seen.real_column(answer, str(field))
        return
    if field is not None:
        check_words({field: tuple(answers)})
        return
    said = seen.hidden(said)
    known = {name.lower() for name in (*seen.columns, *_CATALOGUE, *_SHOWN, *seen.labels)}
    for answer in answers:
        is_name = _IDENTIFIER.fullmatch(answer) or answer.lower() in _OF_OTHERS
        if is_name and answer.lower() not in known and answer.lower() not in said.lower():
            valid = (*seen.columns, *_CATALOGUE)
            raise UnknownName(f"there is no '{answer}'", where="candidates", fix=did_you_mean(answer, valid))
