"""What a search has learned of its space, in lines that a person reads: the report, the shell."""

from __future__ import annotations

from cotune.model.insight import FEWEST_OF_FAMILY, FEWEST_OF_RUN, FamilyInsight, Importance, SearchInsight
from cotune.model.wording import FAMILY_NAMES

_MOST_SETTINGS = 3


def insight_heading(known: SearchInsight) -> str:
    return f"Share of the differences in score that one setting explains by itself, after {known.trials} trials:"


def insight_lines(known: SearchInsight) -> list[str]:
    """The choice of family, then each family that was tried, then how much was explored."""
    choice = _share(known.choice_of_family) if known.choice_of_family else None
    needed = f"too few scored trials to tell ({known.scored} of {FEWEST_OF_RUN})"
    lines = [f"choice of family: {choice or needed}"] if len(known.families) > 1 else []
    lines += [_family(f) for f in sorted(known.families, key=lambda f: -f.trials) if f.trials]
    return [*lines, f"explored: {known.explored:.0%} of all pairs of settings were tried together"]


def _family(family: FamilyInsight) -> str:
    tried = f"{family.trials} trial{'s' * (family.trials != 1)}, {family.explored:.0%} explored"
    weights = [(s.name, s.importance) for s in family.settings if s.importance is not None]
    weights.sort(key=lambda named: -named[1].share)
    said = ", ".join(f"{name} {_share(weight)}" for name, weight in weights[:_MOST_SETTINGS])
    told = said or f"too few scored trials to tell ({family.scored} of {FEWEST_OF_FAMILY})"
    return f"{FAMILY_NAMES[family.family]} ({tried}): {told}"


def _share(weight: Importance) -> str:
    return f"{weight.share:.0%} ({weight.low:.0%} to {weight.high:.0%})"
