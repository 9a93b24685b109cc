"""How much more cross-validation promised than the sealed rows kept."""

from __future__ import annotations

from cotune.model.gate import ScoreWithNoise
from cotune.model.optimism import optimism


def score(value: float, error: float | None = 0.01) -> ScoreWithNoise:
    return ScoreWithNoise(metric="rmse", score=value, standard_error=error)


def test_a_gap_that_is_small_beside_both_errors_is_within_noise() -> None:
    found = optimism(score(-2.0), score(-2.02))
    assert (round(found.gap, 6), found.beyond_noise) == (0.02, False)
    assert found.in_words() == "0.02 ± 0.014 better in cross-validation than on the sealed rows, within noise"


def test_a_large_gap_is_beyond_noise_either_way() -> None:
    assert optimism(score(-2.0), score(-2.1)).beyond_noise is True
    worse = optimism(score(-2.1), score(-2.0))
    assert worse.beyond_noise is True
    assert "worse in cross-validation" in worse.in_words()


def test_an_error_of_nothing_is_no_certainty() -> None:
    assert optimism(score(0.98), score(1.0, 0.0)).beyond_noise is None


def test_without_an_error_nothing_is_said_of_noise() -> None:
    found = optimism(score(-2.0, None), score(-2.1))
    assert found.beyond_noise is None
    assert found.standard_error is None
    assert "its noise is not known" in found.in_words()
