"""One thread for each process: several trials run at once, and more threads lose by a factor on a busy machine."""

from __future__ import annotations

_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
ONE_THREAD = dict.fromkeys(_VARIABLES, "1")
"""The environment that says so; numpy and OpenMP read it when they are imported, so it must be set before."""
