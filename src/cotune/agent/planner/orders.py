"""What a message beside a search wants: by rules, and in words that no rule knows as the encoder reads it.

Rules know plain words. Where the encoder reads something else in them and is sure of it, it is right nearly always
(`why did number 3 fail` asks for no leaderboard). What only the encoder reads is drafted as if nobody had asked for it,
so that a card asks.
"""

from __future__ import annotations

import re
from typing import Any

from cotune.agent.planner.affirmed import affirmed
from cotune.agent.planner.families import families_in
from cotune.agent.planner.followup import (
    amount,
    answer_about,
    control_calls,
    how_it_goes,
    names_another_metric,
    read_words,
    speaks_of_unsealing,
    without_questions,
)
from cotune.agent.planner.meanings import meaning_of
from cotune.agent.planner.objectives import objective_wish
from cotune.agent.planner.questions import Look, asks_for_next_step, compared, lookups
from cotune.agent.planner.reader import Order, read_order
from cotune.agent.planner.text import Phrase
from cotune.agent.planner.trying import trial_in
from cotune.agent.planner.unserved import COLUMNS_THAT_MATTER

_SURE, _SURER, _HARDLY = 0.5, 0.75, 0.1
"""How sure the encoder must be to look something up, and to draft something or to go before a rule; and how little it
must believe in the rule then."""
_LOOKS: tuple[Order, ...] = ("status", "trial", "compare", "improving", "next", "why_there", "columns")
_BY_TOOL: dict[str, Order] = {
    "draft_pause": "pause",
    "draft_resume": "resume",
    "draft_stop": "stop",
    "draft_extension": "extend",
    "draft_ban": "ban",
    "draft_unban": "unban",
    "draft_steer": "focus",
    "draft_unsealing": "unseal",
    "draft_trial": "try",
    "look_at_trial": "trial",
    "compare_families": "compare",
    "look_at_search": "why_there",
}
_NUMBER = re.compile(r"(?<= )(\d{1,4})(?= )")
_TO_CHOOSE_FROM = 5
_LONGER = ("1 more minute", "5 more minutes", "20 more trials")

Answer = list[Look] | str | None
"""Tool calls, or words; NOTHING where the message wants nothing of the search, None where it would change it."""
NOTHING = ""


def answer_to(text: str, state: dict[str, Any]) -> Answer:
    """What a message amounts to beside the search that there is."""
    ruled: Answer = lookups(text, state) or control_calls(text, state) or answer_about(text, state)
    if ruled and not is_doubted(text, order_of(ruled, text)):
        return ruled
    shares = read_order(text)
    best = max(shares, key=lambda order: shares[order])
    is_chat = best in ("help", "other")
    if is_chat and ruled and isinstance(ruled, str):
        return ruled
    if shares[best] < (_SURE if best in _LOOKS else _SURER) or _is_change(text, state):
        return None
    if is_chat:
        return NOTHING
    answer = _carried_out(best, text, state)
    is_order = best not in _LOOKS and isinstance(answer, list)
    return _asked_about(best, text, state) if is_order and not without_questions(text) else answer


def _is_change(text: str, state: dict[str, Any]) -> bool:
    """Whether rules know it for a change of the search: `another one by F1`, `prediction speed doesn't matter`."""
    phrase = read_words(text)
    return ("?" not in text and names_another_metric(phrase, state)) or objective_wish(phrase) is not None


def is_doubted(text: str, order: Order) -> bool:
    """Whether the encoder reads something else than this order in the text, and is sure of it.

    Never of a plain word to stop, to wait or to go on: a stop that doesn't stop is worse than one too many.
    """
    if order in ("pause", "resume", "stop", "extend"):
        return False
    shares = read_order(text)
    return max(shares.values()) >= _SURER and shares[order] < _HARDLY


def order_of(ruled: list[Look] | str, text: str) -> Order:
    """What the rules made of a text, by its name."""
    if isinstance(ruled, str):
        return "status"
    tool, arguments = ruled[0]
    if tool == "draft_use":
        return "use_trial" if "trial" in arguments else "use_blend"
    if tool == "look_at_progress":
        return "next" if asks_for_next_step(text) else "improving"
    return _BY_TOOL[tool]


def _carried_out(order: Order, text: str, state: dict[str, Any]) -> Answer:
    phrase = read_words(text)
    match order:
        case "pause" | "resume" | "stop":
            return [(f"draft_{order}", {})]
        case "unseal":
            return NOTHING if _is_denied(phrase) else [("draft_unsealing", {})]
        case "use_blend":
            return [("draft_use", {})]
        case "extend":
            return _of_more(affirmed(phrase), state)
        case "ban" | "unban" | "focus":
            return _of_families(order, phrase, state)
        case "use_trial" | "trial":
            return _of_trial(order, phrase, state)
        case "try":
            return _of_try(phrase)
        case "compare":
            pair = compared(phrase, state)
            return [("compare_families", {"first": pair[0], "second": pair[1]})] if pair else how_it_goes(state)
        case "improving" | "next":
            return [("look_at_progress", {})]
        case "why_there":
            return [("look_at_search", {})]
        case "status":
            return how_it_goes(state)
        case "columns":
            return COLUMNS_THAT_MATTER
        case _:
            return None


def _asked_about(order: Order, text: str, state: dict[str, Any]) -> Answer:
    """What answers a question about an act, which is no order for it: `why open the holdout?`."""
    match order:
        case "unseal":
            return meaning_of("holdout")
        case "ban" | "unban" | "focus" | "try":
            pair = compared(read_words(text), state)
            return [("compare_families", {"first": pair[0], "second": pair[1]})] if pair else how_it_goes(state)
        case "use_trial" | "use_blend":
            return how_it_goes(state)
        case _:
            return [("look_at_progress", {})]


def _is_denied(phrase: Phrase) -> bool:
    """Whether it says no to opening the sealed rows, or to all that it speaks of."""
    said = affirmed(phrase)
    return not said.items or (speaks_of_unsealing(phrase) and not speaks_of_unsealing(said))


def _of_more(said: Phrase, state: dict[str, Any]) -> Answer:
    more = amount(said, state)
    if more:
        return [("draft_extension", more)]
    return _asking("How much longer?", _LONGER) if said.items else NOTHING


def _asking(text: str, candidates: tuple[str, ...]) -> list[Look]:
    return [("ask_question", {"text": text, "about": "other", "candidates": list(candidates)})]


def _of_families(order: Order, phrase: Phrase, state: dict[str, Any]) -> list[Look]:
    named = list(families_in(phrase.text))
    if order == "unban":
        named = named or state["banned_families"]
    if named:
        tool = {"ban": "draft_ban", "unban": "draft_unban"}.get(order, "draft_steer")
        why = {"why": phrase.raw.strip()[:200]} if order == "focus" else {}
        return [(tool, {"family": f, **why}) for f in named]
    tried = [f.replace("_", " ") for f in state["trials"]["by_family"]][:_TO_CHOOSE_FROM]
    if order == "ban":
        return _asking("Which models shall be tried no more?", tuple(f"no {f}" for f in tried))
    return _asking("Which models shall it look at?", tuple(f"focus on {f}" for f in tried))


def _of_trial(order: Order, phrase: Phrase, state: dict[str, Any]) -> list[Look] | None:
    number = _NUMBER.search(phrase.text)
    best = [of["trial"] for of in state["trials"]["best"][:1]]
    trial = int(number.group(1)) if number else best[0] if best else None
    if trial is None:
        return None
    return [("draft_use" if order == "use_trial" else "look_at_trial", {"trial": trial})]


def _of_try(phrase: Phrase) -> list[Look] | None:
    wanted = trial_in(phrase)
    if wanted is not None:
        return [("draft_trial", wanted)]
    return [
        ("draft_steer", {"family": f, "why": phrase.raw.strip()[:200]}) for f in families_in(phrase.text)[:2]
    ] or None
