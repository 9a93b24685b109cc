"""Does an action fit the table and the run? Asked by the gate before anybody sees the action."""

from __future__ import annotations

from collections.abc import Callable

from cotune.errors import SpecError, UserError
from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.profile import TableProfile, TableShape
from cotune.model.spec import SearchSpec
from cotune.model.view import RunView


class Checks:
    """Raises UserError, with the closest valid names, for an action that makes no sense here."""

    def __init__(
        self, profile: TableProfile, view: Callable[[], RunView], shape: Callable[[SearchSpec], TableShape]
    ) -> None:
        self._profile = profile
        self._view = view
        self._shape = shape

    def check(self, action: Action) -> None:
        from cotune.data import check_spec
        from cotune.search import check_configuration, check_ranges

        match action:
            case act.StartSearch(spec=spec):
                check_spec(spec, self._profile)
                check_ranges(spec.ranges, spec, self._shape(spec))
            case act.Steer(family=family, ranges=ranges):
                spec = self._searched(family)
                check_ranges(ranges, spec, self._shape(spec))
            case act.EnqueueTrial(configuration=configuration):
                spec = self._searched(configuration.family)
                check_configuration(configuration, spec, self._shape(spec))
            case act.BanFamily(family=family):
                self._searched(family)
            case act.Unsteer(steer_id=steer_id):
                self._known(steer_id, [s.id for s in self._view().steers], "steer")
            case act.RevokeGrant(grant_id=grant_id):
                self._known(grant_id, [g.id for g in self._view().grants if not g.revoked], "grant")
            case _:
                return

    def _searched(self, family: str) -> SearchSpec:
        spec = self._view().spec
        if spec is None:
            raise UserError("no search was started yet", fix="propose a search first")
        if family not in spec.searched_families():
            raise SpecError(
                f"this run does not search '{family}'", fix="searched: " + ", ".join(spec.searched_families())
            )
        return spec

    def _known(self, id_: str, ids: list[str], what: str) -> None:
        if id_ not in ids:
            raise UserError(f"there is no {what} '{id_}'", fix=f"in force: {', '.join(ids) or 'none'}")
