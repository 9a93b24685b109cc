"""A study's trials as data frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cotune.errors import UserError
from cotune.model.baseline import guess
from cotune.model.insight import Importance, SearchInsight
from cotune.model.reliance import ColumnWeight
from cotune.model.trial import TrialRow
from cotune.model.view import RunView
from cotune.model.words import Metric, SecondObjective, natural

if TYPE_CHECKING:
    import pandas as pd

TRIAL_COLUMNS = ("trial", "status", "score", "family", "origin", "seconds")
_MORE_COLUMNS = (
    *("value", "noise", "run", "attempt", "predict_ms", "size_mb", "peak_mb", "device", "failure", "configuration"),
)
DUMMY = "(dummy)"


def trials_frame(view: RunView) -> pd.DataFrame:
    """One row for each trial of the study, in the order of their ids.

    `score` is higher-is-better, `noise` its standard error over folds; `value` is the metric's own value, for trials of
    the present run.
    """
    import pandas as pd

    metric = view.spec.metric if view.spec else None
    rows = [_record(t, metric if t.ask.run == view.run.run else None) for t in view.trials]
    return pd.DataFrame(rows, columns=[*TRIAL_COLUMNS, *_MORE_COLUMNS])


def leaderboard_frame(view: RunView) -> pd.DataFrame:
    """The finished trials of the present run, best first, with the dummy model at its place (trial -1)."""
    import pandas as pd

    frame = trials_frame(view)
    frame = frame[(frame["status"] == "ok") & (frame["run"] == view.run.run)]
    if view.spec and view.run.baseline_dummy is not None:
        frame = pd.concat([frame, _dummy_row(view, list(frame.columns), view.spec.metric)])
    frame = frame.sort_values("score", ascending=False, kind="stable", ignore_index=True)
    frame.insert(0, "rank", range(1, len(frame) + 1))
    return frame


def front_frame(view: RunView) -> pd.DataFrame:
    """One row for each trial of the Pareto front, cheapest first; `noise` is the standard error of `score`.

    Raises:
        UserError: the search has one objective.
    """
    import pandas as pd

    spec = view.spec
    second = spec.second_objective if spec else None
    if spec is None or second is None:
        raise UserError(
            "there is no Pareto front: the search has one objective",
            fix="propose one with objectives=['score', 'predict_ms'] or ['score', 'size_mb']",
        )
    made_of = {m.trial for m in view.model.members} if view.model else set()
    records = [_front_record(row, second, spec.metric, made_of) for row in view.front()]
    return pd.DataFrame(records, columns=["trial", "family", "score", "noise", "value", second, "model"])


def _front_record(row: TrialRow, second: SecondObjective, metric: Metric, made_of: set[int]) -> dict[str, object]:
    result = row.result
    score = result.score if result and result.score is not None else float("nan")
    return {
        "trial": row.ask.trial,
        "family": row.ask.configuration.family,
        "score": score,
        "noise": result.standard_error if result else None,
        "value": natural(metric, score),
        second: result.measured(second) if result else None,
        "model": row.ask.trial in made_of,
    }


def _dummy_row(view: RunView, columns: list[str], metric: Metric) -> pd.DataFrame:
    import pandas as pd

    dummy = guess(view)
    score = dummy.score if dummy.score is not None else float("nan")
    known = {"trial": -1, "status": "ok", "score": score, "value": natural(metric, score), "family": DUMMY}
    known["noise"] = float("nan") if dummy.standard_error is None else dummy.standard_error
    return pd.DataFrame([{**known, "origin": "default", "run": view.run.run}], columns=columns)


def _record(row: TrialRow, metric: Metric | None) -> dict[str, object]:
    result = row.result
    score = result.score if result else None
    return {
        "trial": row.ask.trial,
        "status": row.status,
        "score": float("nan") if score is None else score,
        "family": row.ask.configuration.family,
        "origin": row.ask.origin,
        "seconds": result.seconds if result else float("nan"),
        "value": float("nan") if score is None or metric is None else natural(metric, score),
        "noise": float("nan") if result is None or result.standard_error is None else result.standard_error,
        "run": row.ask.run,
        "attempt": row.ask.attempt,
        "predict_ms": result.predict_ms if result else None,
        "size_mb": result.size_mb if result else None,
        "peak_mb": result.peak_mb if result else None,
        "device": result.device if result else None,
        "failure": f"{result.failure.type}: {result.failure.message}" if result and result.failure else "",
        "configuration": dict(row.ask.configuration.params),
    }


def importance_frame(insight: SearchInsight) -> pd.DataFrame:
    """One row for the choice of family, then one for each setting of each family that was tried."""
    import pandas as pd

    tried = [f for f in insight.families if f.trials]
    share = len(tried) / len(insight.families)
    rows = [_weighed("", "family", insight.choice_of_family, share, insight.scored)]
    for family in tried:
        rows += [_weighed(family.family, s.name, s.importance, s.covered, family.scored) for s in family.settings]
    return pd.DataFrame(rows)


def weights_frame(weights: Sequence[ColumnWeight]) -> pd.DataFrame:
    """One row for each column that was looked at."""
    import pandas as pd

    return pd.DataFrame([(w.column, w.drop, w.noise) for w in weights], columns=["column", "importance", "noise"])


def _weighed(
    family: str, setting: str, importance: Importance | None, covered: float, trials: int
) -> dict[str, object]:
    share, low, high = (importance.share, importance.low, importance.high) if importance else (float("nan"),) * 3
    weight = {"importance": share, "low": low, "high": high}
    return {"family": family, "setting": setting, **weight, "covered": covered, "trials": trials}
