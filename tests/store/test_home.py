from __future__ import annotations

import errno
import math
import os
import shutil
from pathlib import Path

import pytest

from cotune.errors import UserError
from cotune.store import StudyFolder, StudyStore, home, list_studies, study_path
from cotune.store.filesystem import _NETWORK, _file_system


def test_home_obeys_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path / "h"))
    assert home() == tmp_path / "h"
    assert study_path("churn") == tmp_path / "h" / "churn"
    assert study_path("churn", tmp_path) == tmp_path / "churn"
    assert list_studies() == []


@pytest.mark.parametrize("name", ["", ".hidden", "a/b", "..", "a\\b", " a", "a ", "a.", "x" * 101, "a\nb", "-rf"])
def test_bad_names_are_refused(name: str) -> None:
    with pytest.raises(UserError, match="can't be the name"):
        study_path(name)


def test_the_path_of_a_folder_is_told_how_it_is_named() -> None:
    with pytest.raises(UserError, match="name='w2', directory='/data'"):
        study_path("/data/w2")


@pytest.mark.parametrize("name", ["churn", "Churn 2", "größe", "a.b-c_d+e", "x" * 100])
def test_good_names_pass(name: str, tmp_path: Path) -> None:
    assert study_path(name, tmp_path).name == name


def test_only_folders_with_a_study_are_listed(store: StudyStore, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert list_studies(tmp_path) == [store.file.parent]


def test_a_folder_that_cannot_be_read_hides_no_other_study(
    store: StudyStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_file = Path.is_file

    def closed(path: Path) -> bool:
        if path.parent.name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return is_file(path)

    (tmp_path / "closed").mkdir()
    monkeypatch.setattr(Path, "is_file", closed)
    assert list_studies(tmp_path) == [store.file.parent]


def test_a_deleted_study_leaves_nothing(store: StudyStore, tmp_path: Path) -> None:
    folder = StudyFolder(store.file.parent)
    assert folder.size_bytes() > 0
    folder.delete()
    assert not folder.path.exists()
    assert list_studies(tmp_path) == []


def test_a_file_that_vanishes_meanwhile_does_not_stop_the_deletion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite removes its shared-memory file when the last process lets go of the database."""
    folder = StudyFolder(tmp_path / "s")
    folder.prepare()
    (folder.path / "study.sqlite-shm").touch()
    remove = os.unlink

    def slow(path: str, **options: int) -> None:
        monkeypatch.setattr(os, "unlink", remove)
        remove(path, **options)
        remove(path, **options)

    monkeypatch.setattr(os, "unlink", slow)
    folder.delete()
    assert not folder.path.exists()


def full_for(monkeypatch: pytest.MonkeyPatch, times: float) -> None:
    """So many removals find a file that somebody has written meanwhile."""
    remove, left = shutil.rmtree, [times]

    def removed(path: Path) -> None:
        left[0] -= 1
        if left[0] >= 0:
            raise OSError(errno.ENOTEMPTY, "Directory not empty", str(path))
        remove(path)

    monkeypatch.setattr("cotune.store.folder._BETWEEN_DELETIONS_S", 0.0)
    monkeypatch.setattr(shutil, "rmtree", removed)


def test_a_study_is_deleted_while_a_worker_writes_its_last_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = StudyFolder(tmp_path / "s")
    folder.prepare()
    full_for(monkeypatch, times=3)
    folder.delete()
    assert not folder.path.exists()


def test_a_study_that_is_written_on_and_on_is_said_not_to_be_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = StudyFolder(tmp_path / "s")
    folder.prepare()
    full_for(monkeypatch, times=math.inf)
    with pytest.raises(UserError, match="new files keep appearing"):
        folder.delete()


def test_the_deepest_mount_decides() -> None:
    mounts = "\n".join(
        [
            "/dev/sda / ext4 rw 0 0",
            "server:/home /home nfs4 rw 0 0",
            "bucket /mnt/bucket fuse.gcsfuse rw 0 0",
            "/dev/sdb /home/me/my\\040disk xfs rw 0 0",
        ]
    )
    assert _file_system(Path("/etc/x"), mounts) == "ext4"
    assert _file_system(Path("/home/me/study"), mounts) == "nfs4"
    assert _file_system(Path("/mnt/bucket/study"), mounts) in _NETWORK
    assert _file_system(Path("/home/me/my disk/study"), mounts) == "xfs"
