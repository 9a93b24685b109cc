"""`cotune doctor` reports every part; what it finds depends on the machine, that it looks does not."""

import json

from cotune.cli import diagnosis


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
