"""How much better a model looked in cross-validation than on rows that no trial had seen."""

from __future__ import annotations

import math

from cotune.model.base import Noun
from cotune.model.digits import two_digits
from cotune.model.gate import ScoreWithNoise

_BEYOND = 2.0
"""Standard errors: about one gap in twenty is larger by chance."""


class Optimism(Noun):
    """The cross-validated score less that on the sealed rows: above 0 it promised too much.

    A search takes the luckiest of many scores, so some optimism is to be expected. `standard_error`: of this gap;
    None where a score's own is not known, and then nothing can be said of it. `beyond_noise`: more than two of them.
    """

    gap: float
    standard_error: float | None
    beyond_noise: bool | None

    def in_words(self) -> str:
        """'0.012 ± 0.02 better in cross-validation than on the sealed rows, within noise'."""
        noise = f" ± {two_digits(self.standard_error)}" if self.standard_error is not None else ""
        side = "better" if self.gap >= 0 else "worse"
        match self.beyond_noise:
            case True:
                verdict = "beyond noise"
            case False:
                verdict = "within noise"
            case None:
                verdict = "its noise is not known"
        return f"{two_digits(abs(self.gap))}{noise} {side} in cross-validation than on the sealed rows, {verdict}"


def optimism(cv: ScoreWithNoise, sealed: ScoreWithNoise) -> Optimism:
    """Of a model with both scores; their errors are taken to be independent, as their rows are.

    An error of 0 is no known one: all resamples of a few perfect predictions score alike, and that is no certainty.
    """
    errors = (cv.standard_error, sealed.standard_error)
    known = [e for e in errors if e]
    gap = cv.score - sealed.score
    error = math.hypot(*known) if len(known) == len(errors) else None
    return Optimism(gap=gap, standard_error=error, beyond_noise=None if error is None else abs(gap) > _BEYOND * error)
