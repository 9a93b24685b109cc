"""How trials and families of a run stand to each other; more is better."""

from __future__ import annotations

from collections.abc import Sequence

from cotune.agent.watch.course import best_of_family, score_of, scored
from cotune.model.trial import TrialRow
from cotune.model.view import RunView
from cotune.model.words import Family

WORST = -1


def trial_score(view: RunView, trial: int) -> float | None:
    """Of a trial of the present run: those of others may be of another metric, and of other folds."""
    row = trial_of_run(view, trial)
    return None if row is None or row.result is None else row.result.score


def trial_of_run(view: RunView, trial: int) -> TrialRow | None:
    row = view.trial(trial)
    return row if row is not None and row.ask.run == view.run.run else None


def family_score(view: RunView, family: Family) -> float | None:
    """Of its best trial."""
    best = best_of_family(view, family)
    return None if best is None else score_of(best)


def scores_of(view: RunView, families: Sequence[Family] = ()) -> list[float]:
    """Of the run's trials; with families, of theirs only."""
    return [score_of(r) for r in scored(view) if not families or r.ask.configuration.family in families]


def scores_of_families(view: RunView) -> list[float]:
    """Of each family that has one, its best."""
    tried = dict.fromkeys(r.ask.configuration.family for r in scored(view))
    return [s for s in (family_score(view, f) for f in tried) if s is not None]


def trials_at(view: RunView, rank: int, families: Sequence[Family] = ()) -> frozenset[int]:
    """Who has that rank; several with equal scores."""
    rows = [r for r in scored(view) if not families or r.ask.configuration.family in families]
    scores = [score_of(r) for r in rows]
    return frozenset(r.ask.trial for r in rows if has_rank(score_of(r), rank, scores))


def has_rank(score: float | None, rank: int, scores: Sequence[float]) -> bool:
    """Whether a score of `scores` is the best (1), second (2), ... or the worst of them."""
    if score is None:
        return False
    return score == min(scores) if rank == WORST else 1 + _better(score, scores) == rank


def place_in_words(what: str, score: float | None, scores: Sequence[float]) -> str:
    """'trial 3 is number 4 of 5'."""
    return f"{what} " + (
        "has no score in this run" if score is None else f"is number {1 + _better(score, scores)} of {len(scores)}"
    )


def _better(score: float, scores: Sequence[float]) -> int:
    return sum(s > score for s in scores)
