"""Give memory back that is held in reserve: a long search would sit on a copy of its table, or of its largest model."""

from __future__ import annotations

import ctypes
from contextlib import suppress


def release_unused() -> None:
    """What Arrow and the C library keep for later goes back to the system, where they can be told to."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
