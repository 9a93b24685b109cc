"""What a UI is sent, taken apart the way the wire promises it."""

from __future__ import annotations

import struct

from cotune.ui.messages import TRIAL_COLUMNS, Message, Update


class Received:
    """Updates in their order, and the trial columns that they amount to."""

    def __init__(self) -> None:
        self.updates: list[Update] = []
        self.trials: dict[int, dict[str, float]] = {}
        self.total = 0

    def take(self, message: Message, buffer: bytes | None) -> None:
        if not isinstance(message, Update):
            return
        self.updates.append(message)
        if message.fresh:
            self.trials.clear()
        if message.trials is None or buffer is None:
            return
        n = message.trials.rows
        values = struct.unpack(f"<{n * len(TRIAL_COLUMNS)}d", buffer)
        columns = {name: values[i * n : (i + 1) * n] for i, name in enumerate(TRIAL_COLUMNS)}
        for row in range(n):
            self.trials[int(columns["trial"][row])] = {name: column[row] for name, column in columns.items()}
        self.total = message.trials.total
