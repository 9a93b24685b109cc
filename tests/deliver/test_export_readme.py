"""What an exported folder tells of the table that its model was made of."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from models import fitted_on

from cotune.deliver import export_model
from cotune.model.words import Family

SECRETS = ("Kowalski", "Nowak", "diagnosis", "remission", "relapsed", "cured")
ROWS = "rows of the table"


def table() -> pd.DataFrame:
    random = np.random.default_rng(0)
    names, words = np.array(["Kowalski", "Nowak", "Smith"]), np.array(["diagnosis", "remission", "scan"])
    notes = [f"{' '.join(random.choice(words, 4))} case {i}" for i in range(90)]
    y = np.where(np.arange(90) % 2, "relapsed", "cured")
    return pd.DataFrame({"größe": random.normal(size=90), "doctor": names[np.arange(90) % 3], "note": notes, "y": y})


@pytest.mark.parametrize("family", ["decision_tree", "knn", "svm"])
def test_a_folder_says_what_its_model_holds_and_its_other_files_hold_none_of_it(family: Family, tmp_path: Path) -> None:
    folder = export_model(fitted_on(table(), family), tmp_path / "m", "folder")
    with zipfile.ZipFile(folder / "model.skops") as model:
        held = b"".join(model.read(name) for name in model.namelist())
    assert all(secret.encode() in held for secret in SECRETS)
    others = [file for file in folder.iterdir() if file.name != "model.skops"]
    assert sorted(file.name for file in others) == ["README.md", "cotune_runtime.py", "requirements.txt"]
    told = (folder / "README.md").read_text(encoding="utf-8")
    assert {f.name: s for f in others for s in SECRETS if s in f.read_text(encoding="utf-8")} == {}
    assert "`größe`" in told
    assert "every value of `doctor`" in told
    assert "more than one cell of `note`" in told
    assert (ROWS in told) == (family != "decision_tree")


def test_only_what_is_there_is_said_to_be_in_a_model(tmp_path: Path) -> None:
    numbers = table()[["größe"]].assign(y=np.arange(90) * 1.5)
    told = (export_model(fitted_on(numbers, "linear"), tmp_path / "m", "folder") / "README.md").read_text("utf-8")
    assert "the names of the columns\n" in told
    assert not any(word in told for word in ("every value", "words", ROWS))
