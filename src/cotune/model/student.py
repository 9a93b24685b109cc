"""Student's t without scipy, whose import would take the host a second."""

from __future__ import annotations

# At 97.5 %, for 1, 2, ... degrees of freedom.
_T = (12.71, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145)
_Z = 1.959964


def t_975(degrees: int) -> float:
    """The 97.5 % quantile for so many degrees of freedom, at least 1.

    Beyond the table by an expansion that is right to three digits (Abramowitz and Stegun 26.7.5).
    """
    if degrees <= len(_T):
        return _T[degrees - 1]
    return _Z + (_Z**3 + _Z) / (4 * degrees) + (5 * _Z**5 + 16 * _Z**3 + 3 * _Z) / (96 * degrees**2)
