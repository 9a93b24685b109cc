"""The facts that policy weighs: figures of the table, the study and the machine, and nobody's prose."""

from __future__ import annotations

import math
from pathlib import Path

from cotune.agent.probe.cost import probe_estimate
from cotune.engine import Engine, estimate, estimate_of_agent, measured
from cotune.engine.allotment import workers_of
from cotune.engine.estimate import fits_to_come
from cotune.engine.machine import free_memory_mb
from cotune.engine.memory_need import rows_within, worker_mb
from cotune.host.shape import rough_shape
from cotune.host.target_look import TargetLook
from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.gate import Estimate, Facts, MemoryNeed
from cotune.model.ledger import allowance
from cotune.model.probe import probed_columns
from cotune.model.profile import TableProfile, TableShape, TargetProfile
from cotune.model.spec import SearchSpec
from cotune.model.view import RunView
from cotune.model.words import is_language_model
from cotune.policy import would_use_gpu

_BEST_TRIALS = 10


class FactFinder:
    """Gathers facts and estimates for one study."""

    def __init__(self, data_folder: Path, profile: TableProfile, engine: Engine) -> None:
        self._profile = profile
        self._engine = engine
        self.look = TargetLook(data_folder, profile)

    def shape(self, spec: SearchSpec) -> TableShape:
        """The shape of the run under way for its own spec; a rough one for any other."""
        return self._engine.shape_of(spec) or rough_shape(self._profile, spec)

    def estimate(self, action: Action, view: RunView) -> Estimate | None:
        """What a search, an extension, a probe or the agent's model will cost; None for what costs nothing."""
        searched = view.spec
        match action:
            case act.StartSearch(spec=spec):
                return self._of_search(spec, spec, view, self._would_use_gpu(action))
            case act.ExtendRun() if searched is not None and (action.seconds or action.trials):
                more = searched.having(seconds=action.seconds, trials=action.trials)
                return self._of_search(more, searched, view, view.run.uses_gpu, goes_on=True)
            case act.LimitAgent(budget=budget):
                return estimate_of_agent(budget, view.agent.used)
            case act.ProbeModel(rows=rows):
                return probe_estimate(rows, self._profile, view.agent.budget)
            case _:
                return None

    def _memory_need(self, action: Action, view: RunView) -> MemoryNeed | None:
        if not isinstance(action, act.StartSearch):
            return None
        spec, shape, trials = action.spec, self.shape(action.spec), measured(action.spec, view)
        fits = fits_to_come(spec, shape, trials)
        return MemoryNeed(
            worker_mb=worker_mb(shape, fits, trials)[0],
            workers=workers_of(spec, self._engine.slots),
            rows_that_fit=rows_within(min(free_memory_mb(), spec.memory_mb or math.inf), shape, fits),
        )

    def _of_search(
        self, spec: SearchSpec, shaped: SearchSpec, view: RunView, on_gpu: bool, goes_on: bool = False
    ) -> Estimate:
        trials = measured(spec, view)
        slots = self._engine.slots
        return estimate(spec, self.shape(shaped), trials, slots=slots, goes_on=goes_on, on_gpu=on_gpu)

    def facts(self, action: Action, view: RunView) -> Facts:
        """All that policy may know of `action`, as the study stands in `view`."""
        from cotune.data import is_near_copy

        spec = action.spec if isinstance(action, act.StartSearch) else view.spec
        target = self.look.at(spec.target) if spec else None
        leaks = [w for w in target.warnings if w.kind == "leak" and w.column is not None] if target else []
        left = allowance(view)
        return Facts(
            autonomy=view.autonomy,
            spec=view.spec,
            searches_started=view.run.run,
            free_seconds_left=left.free_seconds,
            granted_seconds_left=left.granted_seconds,
            given_back_s=view.given_back_s,
            run_active=view.run.phase in ("running", "paused", "finishing"),
            trials_done=sum(t.status == "ok" for t in view.run_trials()),
            n_cells=self._profile.n_cells,
            suspected_leaks=tuple(w.column for w in leaks if w.column is not None),
            leak_messages=tuple(w.message for w in leaks),
            near_copies=tuple(w.column for w in leaks if w.column is not None and is_near_copy(w)),
            minority_share=target.minority_share if target else None,
            minority_rows=_minority_rows(target),
            n_classes=target.n_classes if target else None,
            group_candidates=self._columns_warned("group"),
            time_candidates=self._columns_warned("date"),
            holdout_openings=len(view.holdout),
            holdout_seen=any(h.run == view.run.run for h in view.holdout),
            best_trials=tuple(t.ask.configuration for t in view.best_trials(_BEST_TRIALS)),
            gpus=self._engine.gpus.found,
            looking_for_gpus=self._engine.gpus.under_way,
            gpu_in_use=view.run.uses_gpu,
            free_memory_mb=free_memory_mb(),
            estimate=self.estimate(action, view),
            memory_need=self._memory_need(action, view),
            has_model=view.model is not None,
            agent_budget=view.agent.budget,
            sharing=view.agent.sharing,
            language_model=view.planner if is_language_model(view.planner) else "",
            probed_columns=len(probed_columns(self._profile)),
        )

    def _would_use_gpu(self, action: Action) -> bool:
        return bool(self._engine.gpus.found) and would_use_gpu(action, self._profile.n_cells)

    def _columns_warned(self, kind: str) -> tuple[str, ...]:
        return tuple(w.column for w in self._profile.warnings if w.kind == kind and w.column is not None)


def _minority_rows(target: TargetProfile | None) -> int | None:
    if target is None or target.minority_share is None:
        return None
    return round(target.minority_share * target.n_usable_rows)
