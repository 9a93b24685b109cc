"""Figures in few digits, as a person writes them."""

from __future__ import annotations

_THREE_DIGITS = 99.5
_SIX_DIGITS = 99_999.5


def two_digits(value: float) -> str:
    """'0.012', '4,500': two significant digits, and no exponent for what is large."""
    return f"{value:.2g}" if abs(value) < _THREE_DIGITS else f"{float(f'{value:.2g}'):,.0f}"


def with_noise(value: float, standard_error: float | None) -> str:
    """'0.8312 ± 0.012', '123,457 ± 4,500': how every score reads; without the ± where its noise is not known."""
    noise = "" if standard_error is None else f" ± {two_digits(standard_error)}"
    return (f"{value:.5g}" if abs(value) < _SIX_DIGITS else f"{value:,.0f}") + noise
