"""What runs tasks in other processes: the seam between the engine and any pool of workers.

Task --submit--> worker --poll--> Outcome: ok | failed | timeout | memout | cancelled
"""

from __future__ import annotations

from typing import Annotated, Literal, Protocol

from pydantic import Field

from cotune.model.base import Noun
from cotune.model.trial import Failure
from cotune.model.words import RanOn

OutcomeStatus = Literal["ok", "failed", "timeout", "memout", "cancelled"]
GPU_FULL = "GpuFull"
NO_WORKERS = "NoWorkers"


class Task(Noun):
    """One call for a worker: `call` names a function as "module:function" that takes and returns JSON text.

    `memory_mb` bounds the private memory that the worker takes for it; None leaves that to the executor, which lets one
    of `many` at once have an even share of what is free, and any other task all of it. `grace` is how
    many times `timeout_s` it may take where other programs keep it from its core: processor time counts until then.
    """

    id: str
    call: str
    args: str
    timeout_s: float
    memory_mb: float | None = None
    many: bool = False
    device: RanOn = "cpu"
    grace: Annotated[float, Field(ge=1)] = 1.0


class Outcome(Noun):
    """How a task ended; `payload` is what the function returned when `status` is ok."""

    id: str
    status: OutcomeStatus
    payload: str | None = None
    failure: Failure | None = None
    seconds: float = 0.0

    @property
    def is_lost(self) -> bool:
        """Whether the worker went away under the task: the task itself may be sound, so it is worth another try."""
        return self.failure is not None and self.failure.is_loss

    @property
    def found_the_gpu_full(self) -> bool:
        """Whether the task may do where no GPU is seen: beside a full one XGBoost is slow on the CPU too."""
        return self.failure is not None and self.failure.type == GPU_FULL


class Executor(Protocol):
    """Runs tasks in worker processes. No method blocks; every submitted task gets exactly one outcome."""

    @property
    def slots(self) -> int:
        """How many tasks run at once without crowding."""

    def submit(self, task: Task) -> None:
        """Take a task; it starts as soon as a worker is free."""

    def poll(self) -> list[Outcome]:
        """The outcomes since the last poll; also where limits are enforced, so call it often."""

    def cancel(self, task_id: str) -> None:
        """Kill the task wherever it is; its outcome is `cancelled`. Unknown ids are ignored."""

    def warm(self) -> None:
        """Start workers now, so that the first task needn't wait for imports."""

    def close(self) -> None:
        """Kill all workers. Tasks under way get no outcome."""
