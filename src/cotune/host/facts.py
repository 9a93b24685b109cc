"""The facts that policy weighs: figures of the table, the study and the machine, and nobody's prose."""

from __future__ import annotations

from pathlib import Path

from cotune.engine import Engine, estimate
from cotune.engine.machine import free_memory_mb
from cotune.host.allowance import allowance
from cotune.host.shape import rough_shape
from cotune.host.target_look import TargetLook
from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.gate import Estimate, Facts
from cotune.model.profile import TableProfile, TableShape
from cotune.model.spec import SearchSpec
from cotune.model.view import RunView


class FactFinder:
    """Gathers facts and estimates for one study."""

    def __init__(self, data_folder: Path, profile: TableProfile, engine: Engine) -> None:
        self._profile = profile
        self._engine = engine
        self.look = TargetLook(data_folder, profile)

    def shape(self, spec: SearchSpec) -> TableShape:
        """The shape of the run under way for its own spec; a rough one for any other."""
        return self._engine.shape_of(spec) or rough_shape(self._profile, spec)

    def estimate(self, action: Action, searched: SearchSpec | None) -> Estimate | None:
        """What a search or an extension will cost; None for what costs nothing."""
        match action:
            case act.StartSearch(spec=spec):
                return estimate(spec, self.shape(spec), self._profile)
            case act.ExtendRun() if searched is not None and (action.seconds or action.trials):
                more = searched.having(seconds=action.seconds, trials=action.trials)
                return estimate(more, self.shape(searched), self._profile)
            case _:
                return None

    def facts(self, action: Action, view: RunView) -> Facts:
        """All that policy may know of `action`, as the study stands in `view`."""
        spec = action.spec if isinstance(action, act.StartSearch) else view.spec
        target = self.look.at(spec.target) if spec else None
        leaks = [w for w in target.warnings if w.kind == "leak" and w.column is not None] if target else []
        left = allowance(view)
        needed = self.estimate(action, view.spec)
        return Facts(
            autonomy=view.autonomy,
            spec=view.spec,
            searches_started=view.run.run,
            free_seconds_left=left.free_seconds,
            granted_seconds_left=left.granted_seconds,
            run_active=view.run.phase in ("running", "paused", "finishing"),
            trials_done=sum(t.status == "ok" for t in view.run_trials()),
            suspected_leaks=tuple(w.column for w in leaks if w.column is not None),
            leak_messages=tuple(w.message for w in leaks),
            group_candidates=self._columns_warned("group"),
            time_candidates=self._columns_warned("date"),
            holdout_openings=len(view.holdout),
            gpus=self._engine.gpus.found,
            looking_for_gpus=self._engine.gpus.under_way,
            gpu_in_use=view.run.uses_gpu,
            free_memory_mb=free_memory_mb(),
            needed_memory_mb=needed.memory_low_mb if needed else 0.0,
            has_model=view.model is not None,
            agent_budget=view.agent.budget,
            sharing=view.agent.sharing,
        )

    def _columns_warned(self, kind: str) -> tuple[str, ...]:
        return tuple(w.column for w in self._profile.warnings if w.kind == kind and w.column is not None)
