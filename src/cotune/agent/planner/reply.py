"""What the built-in planner does with what a person says: read a goal, a wish about the run, or a question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from cotune.agent.planner.answers import continued, settled, wants_prediction
from cotune.agent.planner.meanings import meaning_asked_for
from cotune.agent.planner.orders import answer_to
from cotune.agent.planner.text import folded
from cotune.agent.planner.understand import understand
from cotune.agent.planner.understanding import Stated, Understanding
from cotune.agent.planner.unserved import unserved
from cotune.model.profile import ColumnProfile, TableProfile

_HELP = (
    "I am the built-in planner, no language model: name the column to predict and, if you like, a metric, a time "
    "budget, models to use or avoid, columns to leave out. During a search I understand pause, resume, stop, "
    "'five more minutes', 'no neural nets', 'focus on xgboost', 'use f1 instead', 'fast predictions matter too', "
    "'make this or that trial the model' and questions: 'how is it going?', "
    "'explain the best trial', 'why is xgboost worse than linear?', 'is it still improving?', 'what should I do "
    "next?' and 'why does the search look there?'."
)

_GREETING = (
    r"(?:hi|hello|hey|hallo|moin|servus|bonjour|salut|hola|buenas|guten (?:tag|morgen|abend)"
    r"|good (?:morning|day|evening))\b[ ,.!]*"
)
_ASKED_FOR_HELP = re.compile(
    rf"(?:{_GREETING})+(?:there)?[ ?!.]*|(?:{_GREETING})?(?:(?:what|how) (?:can|do) you (?:do|help)[^?.]*|who are you"
    rf"|what are you|was (?:kannst|machst) du[^?.]*|wer bist du|que (?:peux|sais)[ -]tu[^?.]*|qui es[ -]tu"
    rf"|que puedes(?: hacer)?[^?.]*|quien eres|help|hilfe|aide|ayuda)[ ?!.]*"
)

ASKING = "I ask to "
"""How the planner's last word begins when it drafted something."""


class Call(NamedTuple):
    """A tool call."""

    tool: str
    arguments: dict[str, Any]


_LONGEST = 4000
_TOO_LONG = (
    f"That is too long for me: I read goals of up to {_LONGEST:,} characters. Say which column to predict and what "
    "matters, in a few sentences."
)


def reply_to(lines: Sequence[tuple[str, str]], study: dict[str, Any]) -> str | list[Call]:
    """The planner's answer to a conversation (who, text; the last is the person's): tool calls, or text."""
    if len(lines[-1][1]) > _LONGEST:
        return _TOO_LONG
    readable = [(who, text) for who, text in lines if who != "you" or len(text) <= _LONGEST]
    reply = _reply(readable, study)
    return (unserved(lines[-1][1]) or _HELP) if reply == _HELP else reply


def _reply(lines: Sequence[tuple[str, str]], study: dict[str, Any]) -> str | list[Call]:
    profile = _profile(study["table"])
    now = lines[-1][1]
    state = study["study"]
    searched = state["search"] or state["open_search"]
    if _ASKED_FOR_HELP.fullmatch(folded(now).strip(" \u00bf\u00a1\n")):
        return _HELP
    if meaning := meaning_asked_for(now):
        return meaning
    if state["run"]["phase"] != "none":
        answer = answer_to(now, state)
        if answer is not None:
            return [Call(*of) for of in answer] if isinstance(answer, list) else answer or _HELP
    if searched:
        return _about_search(lines, "", profile, searched, state)
    rejected = [r for r in state["rejected"] if r["kind"] == "start_search"]
    if rejected:
        last = rejected[-1]
        return _about_search(lines, last["reason"], profile, last["action"]["spec"], state)
    return _goal(_unsettled(lines), now, profile, state)


def _unsettled(lines: Sequence[tuple[str, str]]) -> list[str]:
    """What the person said since the agent last drafted something: a question may lie between goal and answer.

    Who asked what log loss is wants nothing by it.
    """
    said: list[str] = []
    for who, text in lines[:-1]:
        if who == "you":
            said += [] if meaning_asked_for(text) else [text]
        elif text.startswith(ASKING):
            said.clear()
    return said


def _goal(before: list[str], now: str, profile: TableProfile, state: dict[str, Any]) -> str | list[Call]:
    """A goal, with the answer to a question if one was open."""
    first, *later = [*before, now]
    found = understand(first, profile)
    for words in later:
        found = continued(found, words, profile)
    return _drafted(found, state)


def _about_search(
    lines: Sequence[tuple[str, str]],
    reason: str,
    profile: TableProfile,
    searched: dict[str, Any],
    state: dict[str, Any],
) -> str | list[Call]:
    """A change of the search there is, or was rejected for this `reason`; or a new goal."""
    before, now = _unsettled(lines), lines[-1][1]
    wished = understand(reason, profile).fields if reason else {}
    asked = understand(_about(before[-1], searched), profile) if before else None
    answered = settled(asked, now, profile) if asked else None
    if answered is not None:
        return _drafted(answered._replace(fields=_but_target({**wished, **answered.fields})), state)
    found = understand(now, profile)
    found = found._replace(fields={**wished, **found.fields})
    fields = dict(found.fields)
    target = fields.get("target")
    # Words beside a search that ask for nothing to be predicted are about the search.
    guessed = target is not None and target.source == "implied" and not wants_prediction(now) and "?" not in now
    if guessed or (found.question is not None and found.question.about == "target"):
        with_target = understand(_about(now, searched), profile)
        changed = _but_target({**wished, **with_target.fields})
        if changed or with_target.question is not None:
            return _drafted(with_target._replace(fields=changed), state)
        return _drafted(found, state) if wants_prediction(now) else _HELP
    return _drafted(found, state)


def _about(words: str, searched: dict[str, Any]) -> str:
    """Words that change a search, as a goal of their own: about the same target."""
    return f"{words}\ntarget: {searched['target']}"


def _but_target(fields: Mapping[str, Stated]) -> dict[str, Stated]:
    return {field: stated for field, stated in fields.items() if field not in ("target", "task")}


def _drafted(found: Understanding, state: dict[str, Any]) -> str | list[Call]:
    fields = {name: list(s.value) if isinstance(s.value, tuple) else s.value for name, s in found.fields.items()}
    words = {name: s.words for name, s in found.fields.items() if s.words}
    implied = [name for name, s in found.fields.items() if s.source == "implied"]
    if found.question is not None and found.question.about == "target" and state["target_wish"] and fields:
        return [Call("draft_search", {**fields, "target": state["target_wish"], "words": words, "implied": implied})]
    if found.question is not None:
        asked = found.question
        understood = {**fields, "words": words, "implied": implied}
        arguments = {"text": asked.text, "about": asked.about, "candidates": list(asked.candidates)}
        return [Call("ask_question", {**arguments, "understood": understood})]
    if not fields:
        return _HELP
    return [Call("draft_search", {**fields, "words": words, "implied": implied})]


def _profile(table: dict[str, Any]) -> TableProfile:
    columns = tuple(ColumnProfile.model_validate(c) for c in table["columns"])
    return TableProfile(n_rows=table["rows"], columns=columns, data_hash="", memory_mb=0.0)
