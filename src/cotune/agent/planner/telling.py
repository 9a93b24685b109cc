"""What the built-in planner says of what it looked up: the figures as they are, and what they amount to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cotune.agent.planner.questions import asks_for_next_step
from cotune.agent.watch.telling import figure
from cotune.model.wording import FAMILY_NAMES, METRIC_NAMES, duration

Json = dict[str, Any]
LOOKS = ("look_at_trial", "compare_families", "look_at_progress", "look_at_search")

_ORIGINS = {
    "default": "a default of its family",
    "portfolio": "a proven setting",
    "smac": "proposed by SMAC",
    "agent": "the agent's wish",
    "human": "your wish",
    "random": "a random draw",
}
_MOST_SETTINGS = 4
_ORDERS = "Say 'stop', 'no svm', '5 more minutes' or what else you want; it is done when you say so."


def told(question: str, results: Sequence[tuple[str, str]]) -> str:
    """The answer from what the tools gave, by their names."""
    texts = []
    for tool, result in results:
        found: Json = json.loads(result)
        match tool:
            case "look_at_trial":
                texts.append(_trial(found))
            case "compare_families":
                texts.append(_families(found))
            case "look_at_search":
                texts.append(_space(found))
            case _:
                texts.append(_next(found) if asks_for_next_step(question) else _improving(found))
    return " ".join(texts)


def _trial(found: Json) -> str:
    trial, configuration = found["trial"], found["configuration"]
    what = f"Trial {trial} ({FAMILY_NAMES[configuration['family']]}) was {_ORIGINS[found['origin']]}"
    parts = [_outcome(what, found)]
    behind, best = found.get("behind_best"), found.get("best")
    if best and behind and found["status"] == "ok":
        noise, by = behind["noise"], behind["by"]
        parts.append(
            f"The best, trial {best['trial']} with {figure(best['value'])}, is {figure(by)} better than trial {trial}"
            + _against_noise(by, noise)
        )
    if configuration["params"]:
        settings = ", ".join(f"{name} {_shown(value)}" for name, value in configuration["params"].items())
        parts.append(f"Settings of trial {trial}: {settings}.")
    return " ".join(parts)


def _outcome(what: str, found: Json) -> str:
    if found["status"] == "running":
        return f"{what}; it is still running."
    if found.get("value") is None:
        why = f" ({found['failure']})" if found.get("failure") else ""
        ended = {"timeout": "ran out of time", "memout": "ran out of memory", "cancelled": "was cancelled"}
        return f"{what}. It {ended.get(found['status'], 'failed')}{why} after {duration(found['seconds'])}."
    score = f"{METRIC_NAMES[found['metric']]} {figure(found['value'])}"
    if found["status"] == "pruned":
        return f"{what}. It was given up after its first folds, at about {score}: they were behind its family's best."
    noise = f" ± {figure(found['noise'])}" if found["noise"] else ""
    rank = f", number {found['rank']} of {found['of']}" if "rank" in found else ""
    return f"{what}. It scored {score}{noise}{rank}, in {duration(found['seconds'])}."


def _against_noise(by: float, noise: float | None) -> str:
    if noise is None:
        return "."
    return f", noise {figure(noise)}: {'more than' if by > noise else 'within'} the noise of their folds."


def _families(found: Json) -> str:
    first, second = found["first"], found["second"]
    parts = [_standing(first), _standing(second)]
    ahead = found.get("first_ahead_by")
    if ahead is None:
        return " ".join([*parts, "So there is nothing to compare yet."])
    winner, loser = (first, second) if ahead >= 0 else (second, first)
    beyond = "more than" if found["beyond_noise"] else "within"
    noise = "" if found["noise"] is None else f", {beyond} the noise of their folds ({figure(found['noise'])})"
    if ahead == 0:
        parts.append(f"Trial {winner['best']} and trial {loser['best']} score the same.")
    else:
        parts.append(f"Trial {winner['best']} is {figure(abs(ahead))} better than trial {loser['best']}{noise}.")
    if found["beyond_noise"]:
        parts.append(f"So {FAMILY_NAMES[winner['family']]} is ahead in this run.")
    else:
        parts.append("So the folds can't tell the two families apart.")
    if found["beyond_noise"] and loser["trials"] < winner["trials"] / 3:
        name = FAMILY_NAMES[loser["family"]]
        parts.append(f"{name} was tried far less often: its range may hold better. To look there, say 'focus on' it.")
    return " ".join(parts)


def _standing(of: Json) -> str:
    name = FAMILY_NAMES[of["family"]]
    if not of["trials"]:
        return f"{name} has no finished trial in this run."
    tried = f"{name} took {duration(of['seconds'])} in {of['trials']} trial{'s' * (of['trials'] != 1)}"
    failed = f", {of['failed']} of them failed" if of["failed"] else ""
    if of["best"] is None:
        return f"{tried}{failed}, and none has a score."
    return f"{tried}{failed}; its best is trial {of['best']} with {figure(of['value'])}."


def _improving(found: Json) -> str:
    """Whether it still does, with the figures."""
    if "best" not in found:
        return "No trial has a score yet."
    if found["late_gain_is_beyond_noise"]:
        return f"Yes. {_course(found)}"
    return _course(found) if found["best"] == found["level"] else f"Hardly. {_course(found)}"


def _course(found: Json) -> str:
    best, since = found["best"], f"{found['trials_since']} trials and {duration(found['seconds_since'])}"
    if found["late_gain_is_beyond_noise"]:
        return (
            f"In the last fifth of the time trial {best} came, which is {figure(found['late_gain'])} better "
            f"than trial {found['before']}, the best until then; that is beyond noise."
        )
    if best == found["level"]:
        return f"The best is trial {best}, and no earlier trial comes near it. Since then: {since}."
    return (
        f"Trial {found['level']} was as good as the best, trial {best}, within noise "
        f"(it is {figure(found['gain'])} behind), and {since} have passed since."
    )


def _next(found: Json) -> str:
    """The steps that the figures call for; else how it goes, and what can be done in any case."""
    if found["evidence"]:
        return " ".join([*(e["text"] for e in found["evidence"][:2]), _ORDERS])
    so_far = _course(found) if "best" in found else "No trial has a score yet."
    if found["phase"] == "ended":
        return (
            f"The run has ended, and nothing in its figures calls for another. {so_far} You can test the model once on "
            "the sealed rows ('open the holdout'), export it, or search on ('five more minutes')."
        )
    left = f" {duration(found['seconds_left'])} are left." if found["seconds_left"] else ""
    return f"Nothing in the figures calls for a change: let it search.{left} {so_far}"


def _space(found: Json) -> str:
    if "missing" in found:
        return f"What matters can't be told yet: {found['missing']}."
    families = sorted(found["families"].items(), key=lambda item: -item[1]["trials"])
    parts = [_where(families, found)]
    choice = found["choice_of_family"]
    if choice:
        parts.append(f"The choice of family explains {_weight(choice)} of the differences in score.")
    parts += [_settings(family, of) for family, of in families[:2]]
    parts.append(
        f"Of all pairs of settings {found['explored']:.0%} were tried together, over all families alike. "
        "SMAC looks where its forest expects an improvement; about every seventh proposal is random."
    )
    return " ".join(parts)


def _where(families: Sequence[tuple[str, Json]], found: Json) -> str:
    most = " and ".join(f"{FAMILY_NAMES[f]} ({of['trials']} trials)" for f, of in families[:2])  # type: ignore[index]
    return f"Of the first {found['from_trials']} trials most went to {most}."


def _settings(family: str, of: Json) -> str:
    name = FAMILY_NAMES[family]  # type: ignore[index]
    known = of["importance"]
    if isinstance(known, str):
        return f"On the settings of {name}: {known}."
    said = ", ".join(f"{setting} {_weight(w)}" for setting, w in list(known.items())[:_MOST_SETTINGS])
    return f"Within {name} the settings explain: {said}."


def _weight(weight: dict[str, float]) -> str:
    return f"{weight['share']:.0%} ({weight['low']:.0%} to {weight['high']:.0%})"


def _shown(value: object) -> str:
    return figure(value) if isinstance(value, float) else str(value)
