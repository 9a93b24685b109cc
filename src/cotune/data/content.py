"""The hash of a table's content, the same on every machine and pandas version."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd


def content_hash(frame: pd.DataFrame) -> str:
    """Hex digest (16 digits) of a normalised frame: names, dtypes, values and row order count, the index doesn't."""
    digest = hashlib.blake2b(digest_size=8)
    digest.update(str(len(frame)).encode())
    for name in frame.columns:
        column = frame[name]
        kind, parts = _bytes_of(column)
        digest.update(f"\x00{name}\x00{kind}\x00".encode("utf-8", "surrogatepass"))
        for part in parts:
            digest.update(part)
    return digest.hexdigest()


def _bytes_of(column: pd.Series) -> tuple[str, list[memoryview | bytes]]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        levels = "\x1f".join(column.cat.categories).encode("utf-8", "surrogatepass")
        return "category", [levels, _view(column.cat.codes.to_numpy().astype(np.int32))]
    match column.dtype.kind:
        case "f":
            values = column.to_numpy(dtype=np.float64) + 0.0
            return "number", [_view(np.where(np.isnan(values), np.nan, values))]
        case "i" | "b":
            return column.dtype.kind, [_view(column.to_numpy())]
        case "M":
            return "datetime", [_view(column.to_numpy().astype("datetime64[us]").view(np.int64))]
        case _:
            codes, distinct = pd.factorize(column, use_na_sentinel=True)
            texts = "\x1f".join(map(str, distinct)).encode("utf-8", "surrogatepass")
            return "text", [texts, _view(codes.astype(np.int32))]


def _view(values: np.ndarray) -> memoryview:
    return np.ascontiguousarray(values).view(np.uint8).data
