"""A process that has two workers busy with deaf code, prints their pids, and then waits to be killed."""

import sys
import time

from cotune.engine.executor import Task
from cotune.engine.local import LocalExecutor

if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    executor = LocalExecutor(slots=2)
    for name in ("a", "b"):
        executor.submit(Task(id=name, call="hostile:deaf", args="{}", timeout_s=600))
    while len(executor.pids()) < 2:
        executor.poll()
        time.sleep(0.01)
    print(*executor.pids(), flush=True)
    while True:
        executor.poll()
        time.sleep(0.01)
