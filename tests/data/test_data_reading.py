"""CSV files as people have them, parquet and other sources."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cotune.data import normalise, profile_table, read_table

EXPECTED = pd.DataFrame({"name": ["Zoë", "Jürgen", "Ann"], "size": [1.5, -2.25, 3.0], "n": [1, 2, 3]})


def _csv(separator: str = ",", decimal: str = ".", end: str = "\n") -> str:
    rows = [
        f"{a}{separator}{str(b).replace('.', decimal)}{separator}{c}" for a, b, c in EXPECTED.itertuples(index=False)
    ]
    return end.join([separator.join(EXPECTED.columns), *rows, ""])


FILES = {
    "commas": _csv().encode(),
    "semicolons and decimal commas": _csv(";", ",").encode(),
    "tabs": _csv("\t").encode(),
    "bars": _csv("|").encode(),
    "byte order mark": b"\xef\xbb\xbf" + _csv().encode(),
    "cp1252": _csv().encode("cp1252"),
    "utf-16": _csv().encode("utf-16"),
    "windows line ends": _csv(end="\r\n").encode(),
    "blanks after commas": _csv().replace(",", ", ").encode(),
    "ends in separators": ("name,size,n\n" + "".join(r + ",\n" for r in _csv().splitlines()[1:])).encode(),
    "row names": (
        "name,size,n\n" + "".join(f"{i}," + r + "\n" for i, r in enumerate(_csv().splitlines()[1:]))
    ).encode(),
    "quoted": _csv().replace("Zoë", '"Zoë"').encode(),
    "blank lines": ("\n" + _csv() + "\n\n").encode(),
}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_csv_files_read_alike(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    frame = read_table(path)
    assert list(frame.columns) == list(EXPECTED.columns)
    assert frame["name"].tolist() == EXPECTED["name"].tolist()
    assert np.allclose(frame["size"], EXPECTED["size"])
    assert frame["n"].tolist() == [1, 2, 3]


def test_separators_inside_quotes_and_text_do_not_confuse(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    rows = "".join(f'{i};"a, b, c; d";{i / 2}\n' for i in range(20))
    path.write_text("id;note, with comma;value\n" + rows)
    frame = read_table(str(path))
    assert frame.shape == (20, 3)
    assert frame.columns[1] == "note, with comma"


def _written(path: Path, values: list[str], counts: list[str] | None = None) -> Path:
    numbers = [str(i) for i in range(len(values))] if counts is None else counts
    path.write_text("age,disorder\n" + "".join(f"{n},{v}\n" for n, v in zip(numbers, values, strict=True)))
    return path


@pytest.mark.parametrize("word", ["None", "NA", "null", "N/A"])
def test_a_frequent_word_for_nothing_beside_other_words_is_a_class(word: str, tmp_path: Path) -> None:
    frame = read_table(_written(tmp_path / "a.csv", [word, "Apnea", "Insomnia", ""] * 20))
    assert normalise(frame)["disorder"].value_counts().to_dict() == {word: 20, "Apnea": 20, "Insomnia": 20}
    profile = profile_table(frame)
    (warning,) = [w for w in profile.warnings if w.column == "disorder"]
    assert "counts as a value of its own" in warning.message
    assert profile_table(pd.DataFrame(frame)).warnings == profile.warnings


MISSING = {
    "rare": (["NA", *["Apnea", "Insomnia"] * 40], None, False),
    "of two spellings": (["NA", "None", "Apnea", "Insomnia"] * 20, None, True),
    "in number columns too": (["NA", "Apnea", "Insomnia", "Apnea"] * 20, ["NA", "1", "2", "3"] * 20, True),
    "beside numbers": (["NA", "1", "2", "3"] * 20, None, False),
    "beside dates": (["NULL", "2020-01-01", "2020-01-02", "2020-01-03"] * 20, None, False),
    "beside codes": (["NA", "01067", "10115"] * 20, None, False),
    "a mark of machines": (["nan", "Apnea", "Insomnia", "Apnea"] * 20, None, False),
}


@pytest.mark.parametrize("case", MISSING.values(), ids=MISSING)
def test_other_words_for_nothing_are_missing(case: tuple[list[str], list[str] | None, bool], tmp_path: Path) -> None:
    values, counts, is_said = case
    frame = read_table(_written(tmp_path / "a.csv", values, counts))
    n_words = sum(value in ("NA", "None", "NULL", "nan") for value in values)
    profile = profile_table(frame)
    assert profile.columns[1].n_missing == n_words
    assert any("counts as missing" in w.message for w in profile.warnings) == is_said


ROW_NAMES = {
    "words": [f"car {i}" for i in range(20)],
    "counted from 1": list(range(1, 21)),
    "counted from 0": list(range(20)),
}


@pytest.mark.parametrize("names", ROW_NAMES.values(), ids=ROW_NAMES)
def test_row_names_that_the_header_lacks_are_taken_as_such_with_a_warning(names: list[object], tmp_path: Path) -> None:
    path = tmp_path / "cars.csv"
    path.write_text("speed,make\n" + "".join(f"{name},{i * 10},{'ab'[i % 2]}\n" for i, name in enumerate(names)))
    frame = read_table(path)
    assert frame["speed"].tolist() == [i * 10 for i in range(20)]
    profile = profile_table(frame)
    assert profile.names() == ("row names", "speed", "make")
    assert profile.columns[0].is_id_like
    assert profile.warnings[0].column == "row names"
    assert "one field more than the first line has names" in profile.warnings[0].message


@pytest.mark.parametrize(("text", "read"), [(r"said \"hi, you\"", 'said "hi, you"'), (r"5\" wide", '5" wide')])
def test_quotes_escaped_by_backslashes_are_read(text: str, read: str, tmp_path: Path) -> None:
    path = tmp_path / "mysql.csv"
    path.write_text("name,note,size\n" + f'"Ann","{text}",1\n' * 9 + f'"Bob","{text}",\\N\n')
    frame = read_table(path)
    assert frame["note"].tolist() == [read] * 10
    assert frame["size"].tolist()[:9] == [1] * 9
    assert frame["size"].isna().tolist()[9]


def test_a_backslash_at_the_end_of_a_field_escapes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "paths.csv"
    path.write_text("folder,size\n" + '"C:\\data\\",1\n' * 10)
    assert read_table(path)["folder"].tolist() == ["C:\\data\\"] * 10


def test_one_column_of_text_is_a_table_of_one_column(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("word\nhello\nworld\n")
    assert read_table(tmp_path / "one.txt").shape == (2, 1)


def test_cp1252_after_a_long_ascii_start_is_read(tmp_path: Path) -> None:
    path = tmp_path / "late.csv"
    path.write_bytes(b"a,b\n" + b"plain,1\n" * 50_000 + "Müller,2\n".encode("cp1252"))
    assert read_table(path)["a"].iloc[-1] == "Müller"


def test_compressed_csv(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(_csv().encode()))
    with zipfile.ZipFile(tmp_path / "b.csv.zip", "w") as archive:
        archive.writestr("b.csv", _csv())
    for name in ("a.csv.gz", "b.csv.zip"):
        assert read_table(tmp_path / name)["n"].tolist() == [1, 2, 3]


def test_parquet_and_arrow_under_any_name(tmp_path: Path) -> None:
    EXPECTED.to_parquet(tmp_path / "a.parquet")
    EXPECTED.to_parquet(tmp_path / "a.data")
    EXPECTED.to_feather(tmp_path / "a.feather")
    for name in ("a.parquet", "a.data", "a.feather"):
        pd.testing.assert_frame_equal(normalise(read_table(tmp_path / name)), normalise(EXPECTED))


def test_the_index_of_a_parquet_file_is_part_of_the_table(tmp_path: Path) -> None:
    EXPECTED.set_index("name").to_parquet(tmp_path / "a.parquet")
    pd.testing.assert_frame_equal(normalise(read_table(tmp_path / "a.parquet")), normalise(EXPECTED))


def test_other_sources() -> None:
    assert read_table({"a": [1, 2], "b": ["x", "y"]}).shape == (2, 2)
    assert list(read_table(np.zeros((3, 2))).columns) == ["column_0", "column_1"]
    assert read_table(np.array([(1, 2.0)], dtype=[("a", int), ("b", float)])).shape == (1, 2)
    assert read_table([{"a": 1, "b": 2}, {"a": 3, "b": 4}]).shape == (2, 2)  # type: ignore[arg-type]
    assert read_table(EXPECTED) is EXPECTED
    pyarrow = pytest.importorskip("pyarrow")
    assert read_table(pyarrow.table({"a": [1, 2]})).shape == (2, 1)


def test_what_macos_adds_to_a_zip_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "table.csv.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("table.csv", _csv())
        archive.writestr("__MACOSX/._table.csv", b"\x00\x05")
    assert read_table(path)["n"].tolist() == [1, 2, 3]
