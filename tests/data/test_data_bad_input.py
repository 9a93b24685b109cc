"""Bad tables, files and specs: each ends in one clear UserError, none in a traceback of pandas."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cotune.data import (
    complete_spec,
    normalise,
    profile_table,
    read_profile,
    read_snapshot,
    read_table,
)
from cotune.data.run_table import RunTable
from cotune.errors import DataError, SpecError
from tables import dates, plain, repeated_patients, skewed_numbers

BAD_SOURCES: dict[str, tuple[Callable[[], object], str]] = {
    "none": (lambda: None, "can't read a table from NoneType"),
    "number": (lambda: 7, "can't read a table from int"),
    "series": (lambda: pd.Series([1, 2]), "single column"),
    "no columns": (pd.DataFrame, "no columns"),
    "no rows": (lambda: pd.DataFrame({"a": [], "b": []}), "no rows"),
    "empty dict": (dict, "no columns"),
    "ragged dict": (lambda: {"a": [1, 2], "b": [1]}, "equally long"),
    "dict of scalars": (lambda: {"a": 1, "b": 2}, "equally long"),
    "list of numbers": (lambda: [1, 2, 3], "single values"),
    "one-dimensional array": (lambda: np.arange(3), "two dimensions"),
    "three-dimensional array": (lambda: np.zeros((2, 2, 2)), "two dimensions"),
    "array without rows": (lambda: np.zeros((0, 3)), "no rows"),
    "same name twice": (lambda: pd.DataFrame([[1, 2]], columns=["a", "a"]), "same name: 'a'"),
    "same name as text": (lambda: pd.DataFrame([[1, 2]], columns=[1, "1"]), "same name: '1'"),
    "unwritable name": (lambda: pd.DataFrame(pd.Series([1]), columns=pd.Index(["\ud800"], dtype=object)), "\\ud800"),
    "no such file": (lambda: "nowhere/table.csv", "no such file"),
    "empty path": (lambda: "", "path is empty"),
    "address": (lambda: "https://example.org/a.csv", "from an address"),
}


@pytest.mark.parametrize("make", BAD_SOURCES.values(), ids=BAD_SOURCES)
def test_what_is_no_table_is_refused(make: tuple[Callable[[], object], str]) -> None:
    with pytest.raises(DataError) as refused:
        read_table(make[0]())  # type: ignore[arg-type]
    assert make[1] in str(refused.value)


BAD_FILES: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.csv", b"", "file is empty"),
    "only blank lines": ("a.csv", b"\n\n\n", "no lines"),
    "header only": ("a.csv", b"a,b\n", "no rows"),
    "same name twice": ("a.csv", b"a,b,a\n1,2,3\n", "same name: 'a'"),
    "ragged": ("a.csv", b"a,b\n1,2\n3,4\n5,6,7,8\n", "equally many fields"),
    "two fields without a name": ("a.csv", b"\nid,label\n" + b"1,0.5,0.7,a\n" * 9, "a.csv, line 3"),
    "a number without a name": ("a.csv", b"a,b\n1.5,0.5,x\n2.5,0.7,y\n", "3 fields under 2 column names"),
    "a repeated word without a name": ("a.csv", b"a,b\n" + b"x,0.5,0.7\n" * 9, "name every column"),
    "open quote": ("a.csv", b'a,b\n1,"2\n3,4\n', "equally many fields"),
    "binary": ("a.csv", bytes(range(256)) * 20, "no text file"),
    "excel": ("a.xlsx", b"PK\x03\x04rest", "Excel"),
    "excel named csv": ("a.csv", b"PK\x03\x04rest", "Excel"),
    "unknown kind": ("a.sas7bdat", b"something", "don't know how to read"),
    "broken parquet": ("a.parquet", b"PAR1 and nothing else", "parquet file can't be read"),
    "text named parquet": ("a.parquet", b"a,b\n1,2\n", "parquet file can't be read"),
    "broken arrow": ("a.arrow", b"ARROW1 and nothing else", "Arrow file can't be read"),
    "broken gzip": ("a.csv.gz", b"\x1f\x8b and nothing else", "compressed file can't be read"),
    "cut gzip": ("a.csv.gz", gzip.compress(b"a,b\n" + b"1,2\n" * 1000)[:40], "compressed file can't be read"),
    "text named zip": ("a.csv.zip", b"a,b\n1,2\n", "compressed file can't be read"),
}


@pytest.mark.parametrize("case", BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_refused_with_its_path(case: tuple[str, bytes, str], tmp_path: Path) -> None:
    name, content, sentence = case
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError) as refused:
        read_table(tmp_path / name)
    assert sentence in str(refused.value)
    assert name in str(refused.value)


@pytest.mark.parametrize(
    ("asked", "said"), [("nope.csv", "tables there: bin.csv"), ("bni.csv", "did you mean 'bin.csv'?")]
)
def test_a_file_that_is_absent_is_told_with_those_whose_names_are_near(asked: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "bin.csv").write_text("a,b\n1,2\n")
    (tmp_path / "notes.md").write_text("no table")
    with pytest.raises(DataError, match="no such file") as refused:
        read_table(tmp_path / asked)
    assert refused.value.fix == said


def _zipped(content: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("a.csv", content)
    return archive.getvalue()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zip": _zipped,
}


@pytest.mark.parametrize("ending", PACKERS)
def test_a_compressed_file_broken_behind_its_first_lines_is_refused(ending: str, tmp_path: Path) -> None:
    rows = np.random.default_rng(0).integers(0, 1000, (60_000, 2))
    packed = PACKERS[ending](("a,b\n" + "".join(f"{a},{b}\n" for a, b in rows)).encode())
    torn = packed[:-5000] if ending != "zip" else packed[:-5000] + bytes(1000) + packed[-4000:]
    path = tmp_path / f"a.csv.{ending}"
    path.write_bytes(torn)
    with pytest.raises(DataError, match="is it whole"):
        read_table(path)


def test_a_zip_of_two_tables_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.csv.zip", "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
        archive.writestr("b.csv", "a,b\n1,2\n")
    with pytest.raises(DataError, match="holds 2 files"):
        read_table(tmp_path / "a.csv.zip")


def test_a_folder_and_a_misspelt_path_are_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match="folder"):
        read_table(tmp_path)
    with pytest.raises(DataError, match=r"customers\.csv"):
        read_table(tmp_path / "custmers.csv")


class Opaque:
    """Has no text form but its address."""


class Loud:
    def __repr__(self) -> str:
        raise RuntimeError("no")


BAD_COLUMNS: dict[str, tuple[list[object], str]] = {
    "complex": ([1 + 2j, 2j], "complex"),
    "complex among others": ([1 + 2j, "a"], "complex"),
    "opaque objects": ([Opaque(), Opaque()], "no text form"),
    "signalling decimals": ([Decimal("sNaN"), Decimal(1)], "can't be read"),
    "objects that can't be printed": ([Loud(), "a"], "no text form"),
}


@pytest.mark.parametrize("case", BAD_COLUMNS.values(), ids=BAD_COLUMNS)
def test_values_without_a_normal_form_are_refused_with_their_column(case: tuple[list[object], str]) -> None:
    with pytest.raises(DataError) as refused:
        normalise(pd.DataFrame({"fine": [1, 2], "odd": case[0]}))
    assert case[1] in str(refused.value)
    assert "'odd'" in str(refused.value)


def _patients() -> pd.DataFrame:
    frame = repeated_patients()
    return frame.assign(
        when=dates()["when"],
        sex=np.where(frame["patient_id"] % 2, "f", "m"),
        only=1.0,
        day=pd.Timestamp("2024-05-01"),
        half=np.where(np.arange(len(frame)) % 2, pd.Timestamp("2024-01-01"), pd.Timestamp("2024-07-01")),
        nothing=None,
        code=[f"K{i}" for i in range(len(frame))],
        weight=np.where(np.arange(len(frame)) % 3, 1.0, -1.0),
        partly=pd.Series([1.0, None] * 100),
        few=pd.Series(["yes", "no", "yes"], dtype=object).reindex(range(200)),
    )


BAD_SPECS: dict[str, tuple[Mapping[str, object], str, str]] = {
    "no target": ({}, "no target", "patient_id"),
    "target isn't text": ({"target": 3}, "no column '3'", "patient_id"),
    "unknown target": ({"target": "voise"}, "no column 'voise'", "'voice'"),
    "unknown field": ({"target": "y", "secnods": 5}, "no field 'secnods'", "'seconds'"),
    "unknown task": ({"target": "y", "task": "regresion"}, "no task 'regresion'", "'regression'"),
    "unknown metric": ({"target": "y", "metric": "rmsee"}, "no metric 'rmsee'", "'rmse'"),
    "unknown family": ({"target": "y", "families": ["xgbost"]}, "no family 'xgbost'", "'xgboost'"),
    "unknown split": ({"target": "y", "split": "tme"}, "no split 'tme'", "'time'"),
    "unknown device": ({"target": "y", "device": "cdua"}, "no device 'cdua'", "'cuda'"),
    "callable metric": ({"target": "y", "metric": max}, "callable metric", "name"),
    "no families": ({"target": "y", "families": []}, "families", "at least one"),
    "metric of another task": ({"target": "y", "metric": "f1"}, "does not fit", "-> use one of rmse"),
    "task the column can't have": ({"target": "y", "task": "binary"}, "no target for a binary task", "regression"),
    "two classes as many": ({"target": "sex", "task": "multiclass"}, "no target for a multiclass", "binary"),
    "constant target": ({"target": "only"}, "can't be predicted", "the same in every row"),
    "empty target": ({"target": "nothing"}, "can't be predicted", "without any usable value"),
    "date target": ({"target": "when"}, "can't be predicted", "a date"),
    "identifier target": ({"target": "code"}, "can't be predicted", "different in nearly every row"),
    "target nearly all missing": ({"target": "few"}, "only 3 have one", "at least 10"),
    "seconds as words": ({"target": "y", "seconds": "soon"}, "'soon' is no number (seconds)", "for example 120"),
    "negative seconds": ({"target": "y", "seconds": -5}, "seconds", "number above 0"),
    "no budget": ({"target": "y", "seconds": None}, "budget", "trials"),
    "no trials": ({"target": "y", "trials": 0}, "trials", "of at least 1"),
    "one fold": ({"target": "y", "folds": 1}, "folds", "of at least 2"),
    "sealing most rows": ({"target": "y", "holdout_fraction": 0.9}, "holdout_fraction", "0.5"),
    "unknown excluded column": ({"target": "y", "exclude_columns": ["ag"]}, "no column 'ag'", "'age'"),
    "excluded target": ({"target": "y", "exclude_columns": "y"}, "can't be excluded", "'y'"),
    "nothing left": (
        {
            "target": "y",
            "exclude_columns": ["patient_id", "age", "voice", "when", "sex", "weight", "partly", "few", "half"],
        },
        "no usable column",
        "identifiers",
    ),
    "unknown group": ({"target": "y", "group_column": "patientid"}, "no column 'patientid'", "'patient_id'"),
    "group is target": ({"target": "y", "group_column": "y"}, "can't be the group column", "'y'"),
    "two groups": (
        {"target": "y", "group_column": "sex", "holdout_fraction": 0.2},
        "; it has 2",
        "at least 3",
    ),
    "one group": ({"target": "y", "group_column": "only"}, "is the same in every row", "leave it out"),
    "one time": ({"target": "y", "time_column": "day"}, "is the same in every row", "leave it out"),
    "two times beside sealed rows": ({"target": "y", "time_column": "half"}, "; it has 2", "no holdout"),
    "fewer times than folds": (
        {"target": "y", "time_column": "half", "folds": 5, "holdout_fraction": 0},
        "needs at least 6",
        "fewer folds",
    ),
    "group split without column": ({"target": "y", "split": "group"}, "needs a group column", "group_column"),
    "time split without column": ({"target": "y", "split": "time"}, "needs a time column", "time_column"),
    "time without order": ({"target": "y", "time_column": "sex"}, "can't order", "when"),
    "group and time": ({"target": "y", "time_column": "when", "group_column": "patient_id"}, "both", "name one"),
    "unused group": ({"target": "y", "split": "random", "group_column": "patient_id"}, "no use", "split by group"),
    "weight isn't a number": ({"target": "y", "weight_column": "sex"}, "no weights", "-> choose a column"),
    "negative weights": ({"target": "y", "weight_column": "weight"}, "no weights", "at least 0"),
    "missing weights": ({"target": "y", "weight_column": "partly"}, "missing weights", "fill them in"),
    "unknown class": ({"target": "sex", "positive_class": "female"}, "no class 'female'", ""),
    "positive class of numbers": ({"target": "y", "positive_class": "1"}, "no positive class", "leave it out"),
    "rmsle of negatives": ({"target": "y", "metric": "rmsle"}, "rmsle", "rmse or mae"),
    "mape of both signs": ({"target": "y", "metric": "mape"}, "on both sides", "mae or rmse"),
    "empty range": (
        {"target": "y", "ranges": [{"family": "xgboost", "name": "max_depth", "low": 9, "high": 2}]},
        "is empty",
        "max_depth",
    ),
    "broken range": ({"target": "y", "ranges": [{"family": "xgboost"}]}, "ranges", "required"),
    "a made-up objective": ({"target": "y", "objectives": ["score", "size"]}, "no objective 'size'", "size_mb"),
    "three objectives": (
        {"target": "y", "objectives": ["predict_ms", "size_mb"]},
        "at most one objective more",
        "score",
    ),
    "two metrics": ({"target": "y", "metric": "mae", "objectives": ["rmse", "size_mb"]}, "one score", "objectives"),
    "interpretable forest": ({"target": "y", "interpretable": True, "families": "knn"}, "interpretable", "linear"),
}


@pytest.mark.parametrize("case", BAD_SPECS.values(), ids=BAD_SPECS)
def test_a_spec_that_does_not_fit_the_table_is_refused(case: tuple[Mapping[str, object], str, str]) -> None:
    fields, what, advice = case
    with pytest.raises(SpecError) as refused:
        complete_spec(fields, profile_table(_patients()))
    assert what in str(refused.value)
    assert advice in str(refused.value)


def test_a_percentage_of_zero_is_refused_and_of_other_numbers_taken() -> None:
    frame = pd.DataFrame({"y": np.arange(40) / 4, "x": range(40)})
    with pytest.raises(SpecError, match=r"mae or rmse"):
        complete_spec({"target": "y", "metric": "mape"}, profile_table(frame))
    for away in (frame.assign(y=frame["y"] + 1), frame.assign(y=-frame["y"] - 1)):
        assert complete_spec({"target": "y", "metric": "mape"}, profile_table(away)).metric == "mape"


@pytest.mark.parametrize("fields", [None, "y", 5, ["target"]])
def test_a_spec_is_a_dict(fields: object) -> None:
    with pytest.raises(SpecError, match="dict or a SearchSpec"):
        complete_spec(fields, profile_table(plain()))  # type: ignore[arg-type]


def test_a_table_of_its_target_alone_leaves_nothing_to_learn_from() -> None:
    with pytest.raises(SpecError, match="no usable column"):
        complete_spec({"target": "y"}, profile_table(skewed_numbers()[["y"]]))


def test_a_target_of_dressed_numbers_is_to_be_converted() -> None:
    frame = plain().assign(price=[f"${i * 37:,}.50" for i in range(200)])
    with pytest.raises(SpecError, match="Convert it to numbers"):
        complete_spec({"target": "price"}, profile_table(frame))


def test_too_many_classes_and_too_few_rows_of_one_are_refused() -> None:
    frame = pd.DataFrame({"x": np.random.default_rng(0).normal(size=1200), "y": [f"c{i % 600}" for i in range(1200)]})
    with pytest.raises(SpecError, match="at most 500"):
        complete_spec({"target": "y"}, profile_table(frame))
    lonely = plain().assign(y=["yes", *["no"] * 199])
    with pytest.raises(SpecError, match="only one row"):
        complete_spec({"target": "y"}, profile_table(lonely))


def test_a_missing_or_torn_snapshot_says_so(tmp_path: Path) -> None:
    for read in (read_snapshot, read_profile, RunTable.load):
        with pytest.raises(DataError):
            read(tmp_path)
    for name in ("table.arrow", "profile.json", "run_table.joblib"):
        (tmp_path / name).write_bytes(b"torn")
    for read in (read_snapshot, read_profile, RunTable.load):
        with pytest.raises(DataError):
            read(tmp_path)


@pytest.mark.parametrize(
    "content",
    ["Sales 2024\n\na,b,y\n", "Sales,,\na,b,y\n", "sep=;\na;b;y\n", "a b y\n"],
    ids=["title", "title with separators", "line for Excel", "blanks"],
)
def test_a_target_that_stands_below_an_odd_header_is_said_to_be_elsewhere(content: str, tmp_path: Path) -> None:
    separator = ";" if "sep" in content else " " if "a b" in content else ","
    rows = separator.join("12p") + "\n" + separator.join("34q") + "\n"
    (tmp_path / "a.csv").write_text(content + rows * 20)
    with pytest.raises((SpecError, DataError), match=r"no column 'y'|fields under") as told:
        complete_spec({"target": "y"}, profile_table(read_table(tmp_path / "a.csv")))
    assert "first line" in str(told.value)
    assert "without a title or 'sep=' above" in str(told.value)
