"""Which model families the goal wants searched, and what to ask where it can't have them as it wants."""

from __future__ import annotations

from cotune.agent.planner.families import family_wish
from cotune.agent.planner.findings import Findings
from cotune.agent.planner.understanding import Settles
from cotune.model.words import FAMILIES, Family


def state_families(findings: Findings) -> None:
    """State the families that are wanted alone or ruled out, or ask where none or both are meant."""
    wish = family_wish(findings.phrase)
    if wish.unknown and not wish.only:
        findings.ask(
            f"'{wish.unknown}' is not on offer here. Which family shall be searched instead?",
            "other",
            choices={**_alone("xgboost", "hist_gradient_boosting"), "all families": {}},
        )
    elif wish.contradicts():
        both = "wants some models only, and others" if wish.apart else "wants and rules out the same models"
        findings.ask(
            f"The goal {both}. Which families shall be searched?",
            "other",
            choices=_alone(*FAMILIES),
        )
    else:
        if wish.only:
            findings.state("families_only", tuple(f for f in wish.only if f not in wish.excluded), wish.only_words)
        if wish.excluded:
            findings.state("families_excluded", wish.excluded, wish.excluded_words)


def ask_for_gpu_without_xgboost(findings: Findings) -> None:
    """Only xgboost runs on a GPU: where the goal leaves it out, one of the two wishes has to give way."""
    device, only, without = (findings.fields.get(f) for f in ("device", "families_only", "families_excluded"))
    left_out = (only is not None and "xgboost" not in str(only.value)) or "xgboost" in str(without and without.value)
    if device is not None and device.value == "cuda" and left_out:
        text = "Only xgboost runs on the GPU, and the goal leaves it out. Which wish shall count?"
        on_gpu: Settles = {"families_only": ("xgboost",), "families_excluded": None}
        findings.ask(text, "other", choices={"xgboost on the GPU": on_gpu, "the CPU": {"device": "cpu"}})


def _alone(*families: Family) -> dict[str, Settles]:
    """Answers that name one family: it alone is searched."""
    return {family: {"families_only": (family,), "families_excluded": None} for family in families}
