"""Prints the wire types as one JSON document for the TypeScript generator: `python -m cotune.ui.wire_schema`."""

from __future__ import annotations

import json
import sys
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from cotune.model.gate import OWN_IDEA
from cotune.model.sharing import SHARING_WORDS
from cotune.model.wording import FAMILY_NAMES, FIELD_NAMES, METRIC_NAMES, OBJECTIVE_NAMES, OBJECTIVE_UNITS, TASK_NAMES
from cotune.model.words import (
    BATCH_ROWS,
    BINARY_METRICS,
    FAMILIES,
    LOWER_IS_BETTER,
    METRICS,
    MULTICLASS_METRICS,
    REGRESSION_METRICS,
)
from cotune.ui import messages
from cotune.ui.trial_columns import ORIGINS, STATUSES

FROM_KERNEL: tuple[type[BaseModel], ...] = (
    messages.Update,
    messages.Lobby,
    messages.Receipt,
    messages.Outcome,
    messages.TrialDetail,
    messages.TableColumns,
    messages.ColumnWeights,
    messages.SentCalls,
)
FROM_UI: tuple[type[BaseModel], ...] = (
    messages.Hello,
    messages.SayText,
    messages.ProposeAction,
    messages.AnswerCard,
    messages.StopAgent,
    messages.RetryAgent,
    messages.WakeHost,
    messages.ShowTrial,
    messages.ShowTable,
    messages.ShowWeights,
    messages.StopWeights,
    messages.ShowSent,
    messages.OpenStudy,
    messages.CreateStudy,
    messages.LeaveStudy,
)
CONSTANTS = {
    "TRIAL_COLUMNS": messages.TRIAL_COLUMNS,
    "STATUSES": STATUSES,
    "ORIGINS": ORIGINS,
    "BATCH_ROWS": BATCH_ROWS,
    "FAMILIES": FAMILIES,
    "BINARY_METRICS": BINARY_METRICS,
    "MULTICLASS_METRICS": MULTICLASS_METRICS,
    "REGRESSION_METRICS": REGRESSION_METRICS,
    "METRIC_NAMES": METRIC_NAMES,
    "FAMILY_NAMES": FAMILY_NAMES,
    "FIELD_NAMES": FIELD_NAMES,
    "OWN_IDEA": OWN_IDEA,
    "OBJECTIVE_NAMES": OBJECTIVE_NAMES,
    "OBJECTIVE_UNITS": OBJECTIVE_UNITS,
    "SHARING_WORDS": tuple(SHARING_WORDS.values()),
    "TASK_NAMES": TASK_NAMES,
    "LOWER_IS_BETTER": tuple(m for m in METRICS if m in LOWER_IS_BETTER),
}


def document() -> dict[str, Any]:
    """Definitions of all types (messages as they are sent, requests as they are taken), and closed sets as lists."""
    _, sent = models_json_schema([(m, "serialization") for m in FROM_KERNEL])
    _, taken = models_json_schema([(m, "validation") for m in FROM_UI])
    definitions = {**taken["$defs"], **sent["$defs"]}
    for name in ("SearchSpec", "StartSearch"):
        definitions[name] = sent["$defs"][name]
    return {
        "definitions": definitions,
        "messages": [m.__name__ for m in FROM_KERNEL],
        "requests": [m.__name__ for m in FROM_UI],
        "constants": CONSTANTS,
    }


if __name__ == "__main__":
    json.dump(document(), sys.stdout, indent=1)
