"""Commands that say where a search is to look, and how often a person is asked."""

from __future__ import annotations

from typing import Annotated, cast, get_args

import typer

from cotune.cli.acting import YesFlag
from cotune.cli.answering import settle
from cotune.cli.naming import StudyName, named_study
from cotune.cli.outcome import tell
from cotune.model.words import FAMILIES, Autonomy
from cotune.study.in_force import in_force_text
from cotune.study.typed import typed_hint, typed_values

FamilyName = Annotated[str, typer.Argument(help=f"One of {', '.join(FAMILIES)}.")]


def steer(
    name: StudyName,
    family: FamilyName,
    ranges: Annotated[
        list[str] | None, typer.Argument(help="Where to look: max_depth=3..6 grow_policy=lossguide,depthwise.")
    ] = None,
    weight: Annotated[float, typer.Option(help="The share of the next proposals that comes from there.")] = 0.5,
    yes: YesFlag = False,
) -> None:
    """Hint where to look: a share of the next proposals comes from there."""
    study = named_study(name)
    settle(study, study.propose(typed_hint(family, ranges or (), weight)), yes=yes)
    tell(in_force_text(study.view))


def unsteer(
    name: StudyName,
    hint: Annotated[str | None, typer.Argument(help="The hint; may be left out when there is one.")] = None,
) -> None:
    """Take a hint back."""
    study = named_study(name)
    study.unsteer(hint)
    tell(in_force_text(study.view))


def try_(
    name: StudyName,
    family: FamilyName,
    settings: Annotated[
        list[str] | None, typer.Argument(help="Its settings: max_depth=4; what is left out gets its default.")
    ] = None,
    yes: YesFlag = False,
) -> None:
    """Try a configuration next."""
    study = named_study(name)
    settle(study, study.enqueue({"family": family, "params": typed_values(settings or ())}), yes=yes)
    tell(in_force_text(study.view))


def ban(name: StudyName, family: FamilyName, yes: YesFlag = False) -> None:
    """Try no more pipelines of a family."""
    study = named_study(name)
    settle(study, study.ban(family), yes=yes)
    tell(in_force_text(study.view))


def unban(name: StudyName, family: FamilyName, yes: YesFlag = False) -> None:
    """Let a banned family take part again."""
    study = named_study(name)
    settle(study, study.unban(family), yes=yes)
    tell(in_force_text(study.view))


def autonomy(
    name: StudyName,
    level: Annotated[str, typer.Argument(help=f"One of {', '.join(get_args(Autonomy))}; the first asks most.")],
    yes: YesFlag = False,
) -> None:
    """Say how often you want to be asked. To be asked less often than now is asked about itself."""
    study = named_study(name)
    settle(study, study.set_autonomy(cast("Autonomy", level)), yes=yes)
    tell(f"autonomy: {study.view.autonomy}")
