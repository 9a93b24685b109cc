"""What the built-in planner does with what a person says: read a goal, a wish about the run, or a question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from cotune.agent.planner.answers import continued, settled, wants_prediction
from cotune.agent.planner.meanings import meaning_asked_for
from cotune.agent.planner.orders import answer_to
from cotune.agent.planner.target_found import NO_TARGET
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
IMPOSSIBLE = "That is not possible: "
"""What it says before the refusal of something that can't be drafted."""
_REFUSED_FIELD = re.compile(r"\((\w+)\)$|^(\w+):", re.MULTILINE)
_WITH_FIELD = {
    "families": ("families_only", "families_excluded"),
    "time_column": ("time_column", "split"),
    "group_column": ("group_column", "split"),
    "target": (),
}
"""What goes with a field that was refused; a target stays until another is named."""


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
        return _about_search(lines, "", profile, searched)
    rejected = [r for r in state["rejected"] if r["kind"] == "start_search"]
    if rejected:
        last = rejected[-1]
        return _about_search(lines, last["reason"], profile, last["action"]["spec"])
    return _goal(lines, profile, state)


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


def _goal(lines: Sequence[tuple[str, str]], profile: TableProfile, state: dict[str, Any]) -> str | list[Call]:
    """A goal: what the person said since the agent last drafted something, with the answers to what it asked.

    A field that was refused is none of it any more.
    """
    found: Understanding | None = None
    refused = ""
    for who, text in lines:
        if who != "you":
            found = None if text.startswith(ASKING) else found
            refused = text.partition(IMPOSSIBLE)[2]
        elif found is None:
            found = None if meaning_asked_for(text) else understand(text, profile)
        elif not meaning_asked_for(text):
            found = _after_refusal(found, refused, text, profile) if refused else continued(found, text, profile)
    assert found is not None
    return _drafted(_wished(found, state["target_wish"]))


def _after_refusal(before: Understanding, refused: str, words: str, profile: TableProfile) -> Understanding:
    """A goal that was refused, after the person's next words: without what was refused, or another goal."""
    fresh, target = understand(words, profile), before.fields.get("target")
    if "?" in words and not fresh.fields:
        return before
    if not _is_about_given(fresh, words):
        if fresh.fields.get("target", target) != target:
            return fresh
    elif target is not None:
        fresh = understand(_about(words, str(target.value)), profile)
    field = "".join(next(iter(_REFUSED_FIELD.findall(refused)), ()))
    dropped = _WITH_FIELD.get(field, (field,))
    kept = {name: stated for name, stated in before.fields.items() if name not in dropped}
    return Understanding(f"{before.goal}\n{words}", {**kept, **fresh.fields}, fresh.open)


def _is_about_given(found: Understanding, words: str) -> bool:
    """Whether these words ask for nothing else to be predicted: they are about the target that there is."""
    target = found.fields.get("target")
    if target is not None:
        return target.source == "implied" and not wants_prediction(words) and "?" not in words
    return _names_no_target(found, words)


def _names_no_target(found: Understanding, words: str) -> bool:
    """Whether all that is asked about the target is which: not where its name is of no column, or of several."""
    asked = [of.question.text for of in found.open if of.question.about == "target"]
    return len(asked) == 1 and (asked[0] == NO_TARGET or not wants_prediction(words))


def _wished(found: Understanding, target: str | None) -> Understanding:
    """The goal with the study's target, where it names none itself."""
    if target is None or not found.fields or "target" in found.fields or not _names_no_target(found, found.goal):
        return found
    open_ = tuple(of for of in found.open if of.question.about != "target")
    return found._replace(fields={**found.fields, "target": Stated(target, "", "stated")}, open=open_)


def _about_search(
    lines: Sequence[tuple[str, str]],
    reason: str,
    profile: TableProfile,
    searched: dict[str, Any],
) -> str | list[Call]:
    """A change of the search there is, or was rejected for this `reason`; or a new goal."""
    before, now = _unsettled(lines), lines[-1][1]
    wished = understand(reason, profile).fields if reason else {}
    earlier = understand(before[-1], profile) if before else None
    if earlier is not None and "target" not in earlier.fields and not _names_no_target(earlier, before[-1]):
        whole = continued(earlier, now, profile)
        if "target" in whole.fields:
            return _drafted(whole)
    asked = understand(_about(before[-1], searched["target"]), profile) if before else None
    answered = settled(asked, now, profile) if asked else None
    if answered is not None:
        return _drafted(answered._replace(fields=_but_target({**wished, **answered.fields})))
    found = understand(now, profile)
    found = found._replace(fields={**wished, **found.fields})
    if _is_about_given(found, now):
        with_target = understand(_about(now, searched["target"]), profile)
        changed = _but_target({**wished, **with_target.fields})
        if changed or with_target.question is not None:
            return _drafted(with_target._replace(fields=changed))
        return _drafted(found) if wants_prediction(now) else _HELP
    return _drafted(found)


def _about(words: str, target: str) -> str:
    """Words that change a search, as a goal of their own: about the same target."""
    return f"{words}\ntarget: {target}"


def _but_target(fields: Mapping[str, Stated]) -> dict[str, Stated]:
    return {field: stated for field, stated in fields.items() if field not in ("target", "task")}


def _drafted(found: Understanding) -> str | list[Call]:
    fields = {name: list(s.value) if isinstance(s.value, tuple) else s.value for name, s in found.fields.items()}
    words = {name: s.words for name, s in found.fields.items() if s.words}
    implied = [name for name, s in found.fields.items() if s.source == "implied"]
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
