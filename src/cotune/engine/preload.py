"""Imported once by the forkserver: every worker forked from it starts with its imports done.

What was imported is frozen: the workers' garbage collections neither look at it nor copy its pages.
"""

import gc

from cotune.engine.worker_setup import one_thread_per_process

one_thread_per_process()

import cotune.engine.calls  # noqa: E402
import cotune.engine.perform  # noqa: E402, F401
from cotune.model.words import FAMILIES  # noqa: E402
from cotune.pipelines.registry import family  # noqa: E402

for _name in FAMILIES:
    family(_name)

gc.collect()
gc.freeze()
