"""A model goes out of the house and works there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from models import fitted_model, fitted_on, frame
from typer.testing import CliRunner

import cotune_runtime
from cotune.cli.app import app
from cotune.deliver import export_model, load_model
from cotune.deliver.final import write_model
from cotune.errors import UserError
from cotune.model.words import FAMILIES
from cotune.study.placing import check_export_file_place
from pages import Page

WITHOUT_COTUNE = """
import sys
class Forbidden:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "cotune":
            raise ImportError("no cotune here")
sys.meta_path.insert(0, Forbidden())
sys.path.insert(0, sys.argv[1])
import joblib, pandas as pd, skops.io, pathlib
file = pathlib.Path(sys.argv[2])
if file.suffix == ".skops":
    model = skops.io.load(file, trusted=skops.io.get_untrusted_types(file=file))
else:
    model = joblib.load(file)
import cotune_runtime
assert cotune_runtime.__file__.startswith(sys.argv[1]), cotune_runtime.__file__
print(",".join(map(str, model.predict(pd.read_csv(sys.argv[3])))))
"""


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_comes_back_from_skops_as_it_was(family: str, tmp_path: Path) -> None:
    model, X = fitted_model(family)
    back = load_model(export_model(model, tmp_path / "m", "skops"))
    assert np.array_equal(model.predict_proba(X), back.predict_proba(X))


@pytest.mark.parametrize("kind", ["skops", "joblib"])
def test_an_exported_file_is_known_as_one_and_may_be_replaced(kind: str, tmp_path: Path) -> None:
    model, _ = fitted_model("naive_bayes")
    check_export_file_place(export_model(model, tmp_path / "m", kind))


@pytest.mark.parametrize("kind", ["skops", "joblib"])
def test_an_exported_file_of_any_ending_is_read_by_its_content(kind: str, tmp_path: Path) -> None:
    model, X = fitted_model("naive_bayes")
    written = export_model(model, tmp_path / "model.v1", kind)
    assert np.array_equal(load_model(written).predict(X), model.predict(X))
    X.to_csv(tmp_path / "rows.csv", index=False)
    done = CliRunner().invoke(app, ("predict", str(written), str(tmp_path / "rows.csv")))
    assert done.output.startswith("prediction\n"), done.exception


def test_the_skops_ending_never_lets_a_pickle_run(tmp_path: Path) -> None:
    model, _ = fitted_model("naive_bayes")
    export_model(model, tmp_path / "m.joblib", "joblib").rename(tmp_path / "m.skops")
    with pytest.raises(UserError, match="no model, or it is damaged"):
        load_model(tmp_path / "m.skops")


@pytest.mark.parametrize(("kind", "file"), [("skops", "m.skops"), ("joblib", "m.joblib"), ("folder", "m/model.skops")])
def test_an_export_predicts_where_there_is_no_cotune(kind: str, file: str, tmp_path: Path) -> None:
    model, X = fitted_model("xgboost")
    X.to_csv(tmp_path / "rows.csv", index=False)
    written = export_model(model, tmp_path / "m", kind)
    place = written if kind == "folder" else tmp_path
    command = [sys.executable, "-c", WITHOUT_COTUNE, str(place), str(tmp_path / file), str(tmp_path / "rows.csv")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ",".join(map(str, model.predict(X)))


def test_a_folder_says_what_it_needs(tmp_path: Path) -> None:
    model, _ = fitted_model("xgboost")
    folder = export_model(model, tmp_path / "m", "folder")
    assert "xgboost" in (folder / "requirements.txt").read_text()
    assert "`mean radius`" in (folder / "README.md").read_text()
    assert isinstance(load_model(folder).predict(pd.DataFrame({"mean radius": [1.0], "kind": ["a"]})), np.ndarray)


def test_names_of_columns_are_only_text_in_what_a_folder_says_of_itself(tmp_path: Path) -> None:
    image, script = "y` ![t](http://evil.example/t.png) `z", "c\n\n<script>alert(1)</script>"
    folder = export_model(
        fitted_on(frame().rename(columns={"mean radius": image, "kind": script})), tmp_path / "m", "folder"
    )
    page = Page((folder / "README.md").read_text())
    assert not page.elements & {"img", "script"}
    assert image in page.words
    assert "<script>alert(1)</script>" in page.words


def test_what_a_folder_says_of_itself_works_from_elsewhere(tmp_path: Path) -> None:
    model, X = fitted_model("linear")
    folder = export_model(model, tmp_path / "m", "folder")
    (tmp_path / "elsewhere").mkdir()
    X.to_csv(tmp_path / "elsewhere" / "rows.csv", index=False)
    code = (folder / "README.md").read_text().split("```python")[1].split("```")[0]
    assert 'Path(".")' in code
    (tmp_path / "use.py").write_text(code.replace('Path(".")', f"Path({str(folder)!r})"))
    done = subprocess.run(
        [sys.executable, tmp_path / "use.py"], cwd=tmp_path / "elsewhere", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("[")


def test_wrong_use_is_told(tmp_path: Path) -> None:
    model, _ = fitted_model("naive_bayes")
    with pytest.raises(UserError, match="skops"):
        export_model(model, tmp_path / "m", "skop")
    with pytest.raises(UserError, match="no directory"):
        export_model(model, tmp_path / "nowhere" / "m", "skops")
    with pytest.raises(UserError, match="no model"):
        load_model(tmp_path / "m.skops")


def test_a_skops_file_with_foreign_types_is_refused(tmp_path: Path) -> None:
    import skops.io

    skops.io.dump(Path("x"), tmp_path / "m.skops")
    with pytest.raises(UserError, match="holds types"):
        load_model(tmp_path / "m.skops")


@pytest.mark.parametrize("first", ["import cotune", "import cotune_runtime, cotune"])
def test_an_old_runtime_in_a_notebooks_folder_is_not_the_one_that_cotune_runs_with(first: str, tmp_path: Path) -> None:
    model, _ = fitted_model("naive_bayes")
    (tmp_path / "cotune_runtime.py").write_text("class TableModel: pass")
    code = (
        f"import sys; {first}; import cotune_runtime; assert '' in sys.path;"
        "from cotune.deliver import load_model; load_model('m.joblib'); print(cotune_runtime.__file__)"
    )
    write_model(model, tmp_path / "m.joblib")
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == cotune_runtime.__file__, done.stderr


def test_an_export_renews_the_runtime_in_its_folder(tmp_path: Path) -> None:
    model, _ = fitted_model("naive_bayes")
    (tmp_path / "cotune_runtime.py").write_text("class TableModel: pass")
    export_model(model, tmp_path / "m", "skops")
    assert (tmp_path / "cotune_runtime.py").read_bytes() == Path(cotune_runtime.__file__).read_bytes()


@pytest.mark.parametrize("kind", ["skops", "joblib"])
def test_an_export_that_fails_leaves_nothing_behind(kind: str, tmp_path: Path) -> None:
    model, _ = fitted_model("naive_bayes")
    (tmp_path / f"m.{kind}").mkdir()
    with pytest.raises(OSError, match=f"m.{kind}"):
        export_model(model, tmp_path / f"m.{kind}", kind)
    assert [f.name for f in tmp_path.iterdir()] == [f"m.{kind}"]
