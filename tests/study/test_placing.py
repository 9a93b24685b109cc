"""Where an export may go is known before a search, and nothing of the user's is overwritten."""

from pathlib import Path

import pytest

from cotune.errors import UserError
from cotune.study.placing import check_export_file_place, check_file_place, check_folder_place, writing


def test_a_folder_with_other_things_is_no_place_for_an_export(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")

    with pytest.raises(UserError, match="holds other things"):
        check_folder_place(tmp_path)


def test_an_earlier_export_an_empty_and_a_new_folder_are_places_for_one(tmp_path: Path) -> None:
    check_folder_place(tmp_path / "new")
    check_folder_place(tmp_path)
    (tmp_path / "model.skops").touch()
    check_folder_place(tmp_path)


def test_a_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(UserError, match="a file, not a folder"):
        check_folder_place(tmp_path / "file")
    with pytest.raises(UserError, match="a folder, not a file"):
        check_file_place(tmp_path)


def test_a_place_in_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such folder"):
        check_file_place(tmp_path / "no" / "model.skops")


def test_a_disk_that_is_full_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="No space left"), writing(tmp_path / "model.skops"):
        raise OSError(28, "No space left on device")


def test_an_export_replaces_an_earlier_one_and_nothing_else(tmp_path: Path) -> None:
    for name, content in (("new.skops", None), ("empty.skops", b""), ("mine.joblib", b"..cotune_runtime..")):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        check_export_file_place(tmp_path / name)
    (tmp_path / "thesis.skops").write_bytes(b"years of work")
    with pytest.raises(UserError, match="something else"):
        check_export_file_place(tmp_path / "thesis.skops")
