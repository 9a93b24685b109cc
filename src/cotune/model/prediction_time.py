"""How prediction times read in a sentence."""

from __future__ import annotations

from cotune.model.digits import two_digits
from cotune.model.event import ModelReady
from cotune.model.words import BATCH_ROWS


def slower_than(limit_ms: float, took_ms: float) -> str:
    """What follows on 'it predicts': 'a row of a batch of 200 in 0.03 ms, over the limit of 0.02 ms'."""
    return f"a row of a batch of {BATCH_ROWS} in {two_digits(took_ms)} ms, over the limit of {limit_ms:g} ms"


def times_in_words(model: ModelReady) -> str:
    """'a row of a batch of 200 in 0.024 ms, one row alone in 5.1 ms'; empty where nothing was measured."""
    batch = "" if model.predict_ms is None else f"a row of a batch of {BATCH_ROWS} in {two_digits(model.predict_ms)} ms"
    single = "" if model.single_ms is None else f"one row alone in {two_digits(model.single_ms)} ms"
    return ", ".join(filter(None, (batch, single)))
