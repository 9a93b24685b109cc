"""A file stands whole, or is as it was."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cotune.data.whole_file import whole_file


def test_what_was_written_takes_the_place_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    for text in ("one", "two"):
        with whole_file(file) as part:
            part.write_text(text)
        assert file.read_text() == text
    assert list(tmp_path.iterdir()) == [file]


def test_what_was_cut_off_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    file.write_text("one")

    def write_half() -> None:
        with whole_file(file) as part:
            part.write_text("tw")
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        write_half()
    assert [(f, f.read_text()) for f in tmp_path.iterdir()] == [(file, "one")]


def test_the_file_is_on_disk_before_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr("cotune.data.whole_file.os.fsync", lambda _: done.append("synced"))
    monkeypatch.setattr(
        "cotune.data.whole_file.os.replace",
        lambda source, target, to=os.rename: (done.append("placed"), to(source, target)),
    )
    with whole_file(tmp_path / "kept") as part:
        part.write_text("one")
    assert done == ["synced", "placed"]
