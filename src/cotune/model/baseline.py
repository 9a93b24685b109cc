"""What a result stands beside: a mere guess and XGBoost as it comes, and how far the best trial is from either."""

from __future__ import annotations

from cotune.model.base import Noun
from cotune.model.digits import two_digits, with_noise
from cotune.model.noise import Gap, gap, standard_error
from cotune.model.trial import BESIDE, TrialRow
from cotune.model.view import RunView
from cotune.model.words import Metric, natural

_BEYOND = 1.0
"""Standard errors of the difference."""


class Baseline(Noun):
    """`score` is None where there is none, and `missing` says why.

    `lead` is what the best trial of the run scores above it, None without a best trial; `lead_noise` the standard error
    of that over the same folds; `beyond_noise` is None where that is not known.
    """

    score: float | None
    standard_error: float | None = None
    lead: float | None = None
    lead_noise: float | None = None
    beyond_noise: bool | None = None
    missing: str = ""

    def in_words(self, metric: Metric) -> str:
        """'0.8312 ± 0.012; the best trial is 0.0003 ± 0.002 from it, within noise'."""
        if self.score is None:
            return f"none: {self.missing}"
        scored = with_noise(natural(metric, self.score), self.standard_error)
        if self.lead is None:
            return scored
        return f"{scored}; the best trial is {self._apart(self.lead)}"

    def _apart(self, lead: float) -> str:
        if lead == 0:
            return "level with it"
        noise = "" if self.lead_noise is None else f" ± {two_digits(self.lead_noise)}"
        far = f"{two_digits(abs(lead))}{noise}"
        if self.beyond_noise:
            return f"{far} {'better' if lead > 0 else 'worse'}, beyond noise"
        return f"{far} from it, " + ("its noise is not known" if self.beyond_noise is None else "within noise")


def guess(view: RunView) -> Baseline:
    """The dummy of the present run, which learns nothing from the columns."""
    score, folds = view.run.baseline_dummy, view.run.baseline_dummy_folds
    if score is None:
        is_over = view.run.phase == "ended"
        missing = "the search ended before the table was prepared" if is_over else "the table is not prepared yet"
        return Baseline(score=None, missing=missing)
    # A constant that each fold scores alike has an error of 0, which would pass for a certainty.
    baseline = Baseline(score=score, standard_error=standard_error(folds, view.run.tested_per_trained) or None)
    best = view.best()
    if best is None or best.result is None or best.result.score is None:
        return baseline
    differences = [own - other for own, other in zip(best.result.fold_scores, folds, strict=False)]
    noise = standard_error(differences, view.run.tested_per_trained)
    return _against(baseline, Gap(best.result.score - score, noise))


def default_xgboost(view: RunView) -> Baseline:
    """XGBoost with the settings that it comes with, in the present run."""
    row = view.xgboost_trial()
    if row is None or row.result is None or row.result.score is None:
        return Baseline(score=None, missing=_why_none(view, row))
    best = view.best()
    baseline = Baseline(score=row.result.score, standard_error=row.result.standard_error)
    apart = None if best is None else gap(best, row, view.run.tested_per_trained)
    return baseline if apart is None else _against(baseline, apart)


def _against(baseline: Baseline, apart: Gap) -> Baseline:
    size = Gap(abs(apart.score), apart.noise)
    beyond = None if apart.noise is None else size.is_beyond(_BEYOND)
    return baseline.having(lead=apart.score, lead_noise=apart.noise, beyond_noise=beyond)


def _why_none(view: RunView, row: TrialRow | None) -> str:
    is_over = view.run.phase == "ended"
    if row is not None and row.ask.trial == BESIDE:
        return _why_not_beside(row)
    if row is not None:
        match row.status:
            case "timeout":
                return f"trial {row.ask.trial} took longer than a trial may"
            case "memout":
                return f"trial {row.ask.trial} needed more memory than a trial may have"
            case "failed":
                return f"trial {row.ask.trial} failed"
            case _:
                return f"the search ended during trial {row.ask.trial}" if is_over else "it is being fitted"
    is_searched = view.spec is None or "xgboost" in view.spec.searched_families()
    if is_searched and "xgboost" not in view.banned:
        return "no trial of this run was that" if is_over else "not tried yet"
    why = "XGBoost was banned before it was tried" if is_searched else "this search is not to use XGBoost"
    return f"{why}, and none was fitted beside it" if is_over else "it is still to be fitted beside the search"


def _why_not_beside(row: TrialRow) -> str:
    match row.status:
        case "timeout":
            return "fitting it beside the search took too long"
        case "memout":
            return "fitting it beside the search needed too much memory"
        case _:
            why = row.result.failure if row.result is not None else None
            return "it could not be fitted beside the search" + (f": {why.message}" if why else "")
