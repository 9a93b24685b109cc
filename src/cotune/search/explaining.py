"""What a run has learned of its space by now, from its finished trials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cotune.model.insight import FEWEST_OF_FAMILY, FEWEST_OF_RUN, FamilyInsight, SearchInsight, SettingInsight
from cotune.model.profile import TableShape
from cotune.model.space import FamilySpace
from cotune.model.spec import SearchSpec
from cotune.model.trial import TrialRow
from cotune.search.catalog import Registry, built_in, offers
from cotune.search.coverage import covered, explored, levels_of
from cotune.search.history import History, Told
from cotune.search.narrow import fit_into
from cotune.search.streams import Stream

if TYPE_CHECKING:
    import numpy as np

    from cotune.search.space import JointSpace, Point


def explain(
    spec: SearchSpec, shape: TableShape, run: int, rows: Sequence[TrialRow], registry: Registry = built_in
) -> SearchInsight:
    """Importance of settings and the share of the space explored, from the finished among `rows` of one run.

    The same trials give the same insight. Takes less than a second of one core.
    """
    import numpy as np

    spaces = tuple(o.space for o in offers(spec, shape, registry))
    told = {space.family: _told(rows, space) for space in spaces}
    scored = [t for own in told.values() for t in own if t.cost is not None]
    rng = np.random.default_rng([spec.random_state, Stream.INSIGHT])
    families = tuple(_family(space, told[space.family], rng) for space in spaces)
    choice = None
    if len(spaces) > 1 and len(scored) >= FEWEST_OF_RUN:
        from cotune.search.importance import of_choices_of_family

        choice = of_choices_of_family(*_lesson(spaces, scored), rng)
    return SearchInsight(
        run=run,
        trials=sum(f.trials for f in families),
        scored=len(scored),
        explored=sum(f.explored for f in families) / len(families),
        choice_of_family=choice,
        families=families,
    )


def _told(rows: Sequence[TrialRow], space: FamilySpace) -> list[Told]:
    """The family's trials that ended well or badly; what they left out is filled in."""
    history = History()
    for row in rows:
        if row.ask.configuration.family == space.family and row.result is not None:
            configuration = fit_into(row.ask.configuration, space)
            history.note(row.ask.model_copy(update={"configuration": configuration}), row.result)
    return history.told


def _family(space: FamilySpace, told: Sequence[Told], rng: np.random.Generator) -> FamilyInsight:
    levels = [levels_of(t.configuration, space) for t in told]
    scored = [t for t in told if t.cost is not None]
    importance = {}
    if len(scored) >= FEWEST_OF_FAMILY:
        from cotune.search.importance import of_settings

        importance = of_settings(*_lesson((space,), scored), rng)
    return FamilyInsight(
        family=space.family,
        trials=len(told),
        scored=len(scored),
        explored=explored(space, levels),
        settings=tuple(
            SettingInsight(
                name=p.name, covered=covered(p, levels), importance=importance.get(f"{space.family}:{p.name}")
            )
            for p in space.params
        ),
    )


def _lesson(spaces: Sequence[FamilySpace], scored: Sequence[Told]) -> tuple[JointSpace, list[Point], list[float]]:
    from cotune.search.space import JointSpace

    joint = JointSpace(spaces)
    return joint, [joint.encode(t.configuration) for t in scored], [t.cost for t in scored if t.cost is not None]
