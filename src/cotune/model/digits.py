"""Figures in few digits, as a person writes them."""

from __future__ import annotations

_THREE_DIGITS = 99.5


def two_digits(value: float) -> str:
    """'0.012', '4,500': two significant digits, and no exponent for what is large."""
    return f"{value:.2g}" if abs(value) < _THREE_DIGITS else f"{float(f'{value:.2g}'):,.0f}"
