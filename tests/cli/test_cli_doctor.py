"""`cotune doctor` reports every part; what it finds depends on the machine, that it looks does not."""

import json
import os

import pytest

from cotune.cli import diagnosis
from fake_gpu import TWO_GPUS, FakeGpu


def test_doctor_looks_at_everything(run):
    done = run("doctor", "--json")

    report = json.loads(done.stdout)
    about = {finding["about"] for finding in report["findings"]}
    assert {"python", "packages", "xgboost", "labextension", "cores", "memory", "gpu", "studies"} <= about
    assert done.returncode == (0 if report["healthy"] else 1)


def test_both_xgboost_wheels_are_a_problem(monkeypatch):
    monkeypatch.setattr(diagnosis, "_is_installed", lambda _: True)

    (finding,) = diagnosis._xgboost()

    assert finding.level == "problem"
    assert "pip uninstall" in finding.fix


def test_either_wheel_of_xgboost_will_do(monkeypatch):
    really_installed, really_version = diagnosis._is_installed, diagnosis.version
    monkeypatch.setattr(diagnosis, "_is_installed", lambda name: name == "xgboost" or really_installed(name))
    monkeypatch.setattr(diagnosis, "version", lambda name: "3.2.0" if name == "xgboost" else really_version(name))

    findings = list(diagnosis._packages())

    assert [finding.level for finding in findings] == ["ok"]
    assert "xgboost 3.2.0" in findings[0].text


def test_a_gpu_without_the_wheel_for_it_is_a_note_with_the_command(tmp_path, monkeypatch):
    FakeGpu(tmp_path, monkeypatch, TWO_GPUS, ran_on="cpu")
    monkeypatch.setattr(diagnosis, "_is_installed", lambda name: name != "xgboost")

    (finding,) = diagnosis._gpu()

    assert finding.level == "note"
    assert "Fake GPU A, Fake GPU B" in finding.text
    assert finding.fix.startswith("pip uninstall -y xgboost-cpu && pip install")


def test_a_study_whose_making_was_cut_off_is_a_note_with_its_size(tmp_path, monkeypatch):
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path))
    draft = tmp_path / ".new-x"
    draft.mkdir()
    (draft / "table").write_bytes(bytes(3_000_000))
    for place in (draft / "table", draft):
        os.utime(place, (0, 0))

    (finding,) = (f for f in diagnosis._studies_folder() if ".new-x" in f.text)

    assert finding.level == "note"
    assert "3 MB" in finding.text


@pytest.mark.parametrize(("method", "level"), [("forkserver", "ok"), ("spawn", "note")])
def test_it_is_told_how_workers_come_to_life(monkeypatch, method, level):
    monkeypatch.setattr(diagnosis, "start_method", lambda: method)

    (finding,) = diagnosis._workers()

    assert finding.level == level
    assert method in finding.text
