"""Imported once by the forkserver: every worker forked from it starts with its imports done.

What was imported is frozen: the workers' garbage collections neither look at it nor copy its pages. The forkserver
leaves when its host is gone, and takes the folder of its socket along: a host that was killed can't.
"""

import atexit
import gc
import os
import shutil

from cotune.engine.start_method import SOCKET_FOLDER
from cotune.engine.worker_setup import one_thread_per_process

gc.disable()
one_thread_per_process()
if folder := os.environ.pop(SOCKET_FOLDER, None):
    atexit.register(shutil.rmtree, folder, ignore_errors=True)

import cotune.engine.calls  # noqa: E402
import cotune.engine.perform  # noqa: E402, F401
from cotune.model.words import FAMILIES  # noqa: E402
from cotune.pipelines.registry import family  # noqa: E402

for _name in FAMILIES:
    family(_name)

gc.freeze()
gc.enable()
