"""Does an action fit the table and the run? Asked by the gate before anybody sees the action."""

from __future__ import annotations

from collections.abc import Callable

from cotune.agent.model_names import check_model_name
from cotune.engine import Tried, check_extension, check_resumption, may_be_tried_again, tried_in_words
from cotune.errors import SpecError, UserError, did_you_mean
from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.probe import FEWEST_COLUMNS, FEWEST_ROWS, probed_columns
from cotune.model.profile import TableProfile, TableShape
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.view import RunView

_TRIALS_OFFERED = 5


class Checks:
    """Raises UserError, with the closest valid names, for an action that makes no sense here."""

    def __init__(
        self, profile: TableProfile, view: Callable[[], RunView], shape: Callable[[SearchSpec], TableShape]
    ) -> None:
        self._profile = profile
        self._view = view
        self._shape = shape

    def check(self, action: Action) -> None:
        from cotune.search import check_configuration, check_ranges

        match action:
            case act.StartSearch(spec=spec):
                self._check_spec(spec)
                check_ranges(spec.ranges, spec, self._shape(spec))
            case act.Steer(family=family, ranges=ranges):
                spec = self._searched(family)
                check_ranges(ranges, spec, self._shape(spec))
            case act.EnqueueTrial(configuration=configuration):
                spec = self._searched(configuration.family)
                self._not_banned(configuration.family)
                check_configuration(configuration, spec, self._shape(spec))
                self._is_new(configuration, spec)
            case act.ExtendRun() | act.ResumeRun():
                self._can_go_on(action)
            case act.BanFamily(family=family):
                self._searched(family)
            case act.Unsteer(steer_id=steer_id):
                self._known(steer_id, [s.id for s in self._view().steers], "steer")
            case act.RevokeGrant(grant_id=grant_id):
                self._known(grant_id, [g.id for g in self._view().grants if not g.revoked], "grant")
            case act.UseTrial(trial=trial):
                self._usable(trial)
            case act.ShareWithAgent(sharing=sharing):
                self._have_labels(sharing.labels)
            case act.SetAgentModel(model=str(model), is_object=False):
                check_model_name(model)
            case act.ProbeModel():
                self._can_be_probed()
            case _:
                return

    def _check_spec(self, spec: SearchSpec) -> None:
        """What is refused here is logged, and may be told to a model: it names no label that nobody has said."""
        from cotune.data import check_spec

        try:
            check_spec(spec, self._profile)
        except SpecError as error:
            raise SpecError(error.what, where=error.where) if error.where == "positive_class" else error from None

    def _can_go_on(self, action: act.ExtendRun | act.ResumeRun) -> None:
        """Where nothing was started, or no amount is named, policy says so."""
        view = self._view()
        match action:
            case act.ResumeRun() if not view.choosing:
                check_resumption(view, view.run.active_s)
            case act.ExtendRun() if (action.seconds or action.trials) and view.run.phase != "none":
                check_extension(action, view, view.run.active_s)

    def _have_labels(self, names: tuple[str, ...]) -> None:
        labelled = [c.name for c in self._profile.columns if c.levels]
        for name in names:
            if name not in labelled:
                raise UserError(f"no column '{name}' has category labels", fix=did_you_mean(name, labelled))

    def _can_be_probed(self) -> None:
        if self._view().agent.probing:
            raise UserError("the model is being probed already", fix="wait for its end, or stop it")
        if len(probed_columns(self._profile)) < FEWEST_COLUMNS or self._profile.n_rows < FEWEST_ROWS:
            raise UserError(
                f"a probe needs {FEWEST_COLUMNS} columns that vary and {FEWEST_ROWS} rows; this table has fewer"
            )

    def _searched(self, family: str) -> SearchSpec:
        spec = self._view().spec
        if spec is None:
            raise UserError("no search was started yet", fix="propose a search first")
        if family not in spec.searched_families():
            raise SpecError(
                f"this run does not search '{family}'", fix="searched: " + ", ".join(spec.searched_families())
            )
        return spec

    def _not_banned(self, family: str) -> None:
        if family in self._view().banned:
            raise UserError(f"'{family}' is banned", fix="take the ban back first")

    def _is_new(self, configuration: Configuration, spec: SearchSpec) -> None:
        view = self._view()
        rows = [r for r in view.run_trials() if r.ask.configuration.family == configuration.family]
        tried = Tried(spec, self._shape(spec), (r.ask for r in rows))
        trial = tried.trial(configuration)
        row = None if trial is None else view.trial(trial)
        if row is not None and not may_be_tried_again(row):
            raise UserError(tried_in_words(row, spec.metric), fix="change one of its settings")
        if any(tried.is_alike(configuration, queued) for queued in view.queued):
            raise UserError("the same waits in the queue already", fix="change one of its settings")

    def _usable(self, trial: int | None) -> None:
        view = self._view()
        if view.run.phase == "none":
            raise UserError("no search was started yet", fix="propose a search first")
        if trial is None:
            return
        row = view.trial(trial)
        if row is not None and row.ask.run == view.run.run and row.status == "ok":
            return
        first = view.front() or view.best_trials(_TRIALS_OFFERED)
        near = ", ".join(str(r.ask.trial) for r in first) or "none yet"
        why = "is not one of this search" if row is None or row.ask.run != view.run.run else f"is {row.status}"
        raise UserError(f"trial {trial} {why}: no model can be made of it", fix=f"trials to choose from: {near}")

    def _known(self, id_: str, ids: list[str], what: str) -> None:
        if id_ not in ids:
            raise UserError(f"there is no {what} '{id_}'", fix=f"in force: {', '.join(ids) or 'none'}")
