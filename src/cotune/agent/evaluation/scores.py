"""What many attempts amount to: how often each field is right, what was invented, and whether it asks well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cotune.agent.evaluation.goals import Fields, Goal
from cotune.agent.evaluation.judging import JUDGED, invented, is_right
from cotune.model.base import Noun
from cotune.model.usage import Usage


class Attempt(Noun):
    """What a model made of a goal: a plan's fields, or a question, or a fault. All may be missing."""

    goal: Goal
    plan: Fields | None
    question: str = ""
    problem: str = ""
    usage: Usage = Usage()


class FieldScore(Noun):
    field: str
    goals: int
    right: int


class Miss(Noun):
    """One goal that wasn't met, and why, in a few words."""

    id: str
    goal: str
    why: tuple[str, ...]


class Scores(Noun):
    """Counts over all goals. `needless`: questions where none was due. `plans_inventing`: of `plans`."""

    model: str
    goals: int
    met: int
    failed: int
    fields: tuple[FieldScore, ...]
    plans: int
    plans_inventing: int
    invented: dict[str, int]
    must_ask: int
    asked_rightly: int
    needless: int
    usage: Usage
    misses: tuple[Miss, ...]


def score(model: str, attempts: Sequence[Attempt]) -> Scores:
    """The score of all attempts of one model."""
    judged = [(a, f, _field_is_right(a, f)) for a in attempts for f in _judged(a)]
    made_up = [invented(a.goal, a.plan) for a in attempts if a.plan is not None]
    misses = [Miss(id=a.goal.id, goal=a.goal.goal, why=why) for a in attempts if (why := _why_missed(a))]
    usage = Usage()
    for attempt in attempts:
        usage = usage.plus(attempt.usage)
    return Scores(
        model=model,
        goals=len(attempts),
        met=len(attempts) - len(misses),
        failed=sum(bool(a.problem) for a in attempts),
        fields=tuple(
            FieldScore(field=f, goals=len(rights), right=sum(rights))
            for f in JUDGED
            if (rights := [right for _, field, right in judged if field == f])
        ),
        plans=len(made_up),
        plans_inventing=sum(bool(fields) for fields in made_up),
        invented=dict(Counter(f for fields in made_up for f in fields)),
        must_ask=sum(a.goal.ask is not None for a in attempts),
        asked_rightly=sum(a.goal.ask is not None and bool(a.question) for a in attempts),
        needless=sum(a.goal.ask is None and bool(a.question) for a in attempts),
        usage=usage,
        misses=tuple(misses),
    )


def _judged(attempt: Attempt) -> list[str]:
    """The fields that are judged: where a question is due, only if a plan came as well."""
    if attempt.goal.ask is not None and attempt.plan is None:
        return []
    return [f for f in JUDGED if f in attempt.goal.gold]


def _field_is_right(attempt: Attempt, field: str) -> bool:
    return attempt.plan is not None and is_right(field, attempt.goal, attempt.plan)


def _why_missed(attempt: Attempt) -> tuple[str, ...]:
    goal, plan = attempt.goal, attempt.plan
    if attempt.problem:
        return (attempt.problem,)
    why = []
    if goal.ask is not None and not attempt.question:
        why.append(f"did not ask about the {goal.ask}")
    if goal.ask is None and attempt.question:
        why.append(f"asked: {attempt.question}")
    elif goal.ask is None and plan is None:
        why.append("drafted nothing")
    if plan is not None:
        wrong = [f for f in _judged(attempt) if not _field_is_right(attempt, f)]
        why += [f"{f} is {plan.get(f)!r}, stated was {goal.gold[f]!r}" for f in wrong]
        why += [f"{f} {plan.get(f)!r} is invented" for f in invented(goal, plan)]
    return tuple(why)


def score_table(scores: Scores) -> str:
    """The score as a table for people."""
    lines = [f"{scores.model}: {scores.goals} goals", "", f"{'field':18}{'stated in':>10}{'right':>8}"]
    lines += [f"{s.field:18}{s.goals:>10}{_share(s.right, s.goals):>8}" for s in scores.fields]
    stated, right = sum(s.goals for s in scores.fields), sum(s.right for s in scores.fields)
    lines += [f"{'all fields':18}{stated:>10}{_share(right, stated):>8}", ""]
    lines.append(_line("goals met in full", scores.met, scores.goals))
    lines.append(_line("plans with an invented field", scores.plans_inventing, scores.plans))
    lines += [f"  {field}: {n}" for field, n in scores.invented.items()]
    lines.append(_line("asked where it must", scores.asked_rightly, scores.must_ask))
    lines.append(_line("asked where it must not", scores.needless, scores.goals - scores.must_ask))
    if scores.failed:
        lines.append(_line("turns that failed", scores.failed, scores.goals))
    return "\n".join(lines)


def _line(what: str, n: int, of: int) -> str:
    return f"{what:30}{n:>4} of {of:<4}{_share(n, of):>7}"


def _share(n: int, of: int) -> str:
    return f"{100 * n / of:.0f} %" if of else "-"
