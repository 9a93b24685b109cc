"""Records what a UI is sent over a whole study, and what it must amount to: `python tests/wire/record.py`.

The TypeScript test (tests/js/wire.test.ts) reduces the recorded messages and must arrive at the same view.
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "ui"))
from story import Story

from cotune.model.fold import Fold
from cotune.ui.messages import TRIAL_COLUMNS
from cotune.ui.place import Place
from cotune.ui.snapshot import Snapshot, parcel
from cotune.ui.trial_columns import pack

PLACE = Place(id="study-1", code="cotune.open('churn')", cli_name="churn")
TARGET = Path(__file__).parent / "recorded" / "study.json"
PARTS = ("head", "saying", "gate", "search", "progress", "result", "table")
EVENTS_PER_UPDATE = 7


def recording() -> dict[str, Any]:
    """Messages with their buffers in base64, and the state after the last one."""
    log = Story().created().goal().card().approved().trials(14).ended().log
    state, before, messages = Fold(), None, []
    for seq, event in enumerate(log, start=1):
        state.apply(event)
        if seq % EVENTS_PER_UPDATE and seq != len(log):
            continue
        after = Snapshot.of(state.view(), log[0].body, 1_000 * seq, "alive", place=PLACE)
        news = parcel(before, after, len(messages) + 1, 1_000 * seq)
        assert news is not None
        buffer = base64.b64encode(news.buffer).decode()
        messages.append({"message": news.update.model_dump(mode="json"), "buffer": buffer})
        before = after
    assert before is not None
    return {"messages": messages, "expected": _expected(before)}


def _expected(shown: Snapshot) -> dict[str, Any]:
    parts = {name: getattr(shown, name).model_dump(mode="json") for name in PARTS}
    chat = [line.model_dump(mode="json") for line in shown.chat]
    columns = base64.b64encode(pack(shown.trials)).decode()
    return {
        **parts,
        "turn": shown.turn.model_dump(mode="json"),
        "chat": chat,
        "columns": columns,
        "names": TRIAL_COLUMNS,
    }


def text() -> str:
    return json.dumps(recording(), indent=1) + "\n"


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text())
