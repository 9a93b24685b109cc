"""Studies are made, found and told apart. No host is needed for that; those that start are told to quit."""

from __future__ import annotations

import os
import re
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import cotune
from cotune.errors import UserError
from cotune.model.view import RunState
from cotune.model.words import RunPhase
from cotune.store import StudySettings
from cotune.study import Study
from cotune.study.opening import open_typed


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, and no host: what these tests look at lies in the folder."""
    monkeypatch.setenv("COTUNE_HOME", str(tmp_path))
    monkeypatch.setattr("cotune.study.handle.Handle.ensure_host", lambda _self: None)
    return tmp_path


@pytest.fixture
def table() -> pd.DataFrame:
    return pd.DataFrame({"x": range(60), "colour": ["red", "green", "blue"] * 20, "y": [0, 1] * 30})


def test_a_study_is_named_by_its_data_and_found_again(table: pd.DataFrame, home: Path) -> None:
    study = cotune.create(table)
    again = cotune.create(table.copy())
    assert study.name == again.name
    assert [p.name for p in home.iterdir()] == [study.name]
    assert cotune.open(study.name).view == study.view


def test_a_study_whose_making_was_cut_off_is_deleted_once_nobody_can_be_making_it(
    table: pd.DataFrame, home: Path
) -> None:
    cut_off, under_way = home / ".new-cut-off", home / ".new-under-way"
    for draft in (cut_off, under_way):
        (draft / "data").mkdir(parents=True)
        (draft / "data" / "table.parquet").write_bytes(b"rows")
    for place in (*cut_off.rglob("*"), cut_off, under_way):
        os.utime(place, (0, 0))
    cotune.create(table, name="s")
    assert sorted(p.name for p in home.iterdir()) == [".new-under-way", "s"]


def test_the_log_starts_with_what_the_table_is(table: pd.DataFrame) -> None:
    study = cotune.create(table, name="colours", target="y", autonomy="ask_all")
    (created,) = study.events()
    assert (created.seq, created.body.kind) == (1, "study_created")
    assert (study.view.target, study.view.autonomy, study.view.planner) == ("y", "ask_all", "built-in planner (no LLM)")
    assert study.profile.names() == ("x", "colour", "y")


def test_the_same_name_with_other_data_is_refused(table: pd.DataFrame, home: Path) -> None:
    cotune.create(table, name="s")
    with pytest.raises(UserError, match="has other data"):
        cotune.create(table.assign(x=1.5), name="s")
    assert [p.name for p in home.iterdir()] == ["s"]


def test_a_folder_that_is_no_study_is_left_alone(table: pd.DataFrame, home: Path) -> None:
    (home / "s").mkdir()
    (home / "s" / "precious.txt").write_text("mine")
    with pytest.raises(UserError, match="in the way"):
        cotune.create(table, name="s")
    assert (home / "s" / "precious.txt").read_text() == "mine"


def test_the_directory_is_where_the_study_lands(table: pd.DataFrame, tmp_path: Path) -> None:
    study = cotune.create(table, name="s", directory=tmp_path / "d" / "e")
    assert study.path == tmp_path / "d" / "e" / "s"
    assert cotune.open("s", directory=tmp_path / "d" / "e").name == "s"


NO_GOALS = {"empty": "", "blank": "  \n", "a number": 5, "bytes": b"predict y"}


@pytest.mark.parametrize("goal", NO_GOALS.values(), ids=NO_GOALS)
def test_what_is_no_goal_is_refused_alike_and_leaves_nothing_behind(table: pd.DataFrame, home: Path, goal: Any) -> None:
    with pytest.raises(UserError) as refused:
        cotune.create(table, goal)
    assert list(home.iterdir()) == []
    assert refused.value.where == "goal"
    assert "for example 'predict churn'" in str(refused.value.fix)
    with pytest.raises(UserError) as planned:
        cotune.plan(table, goal)
    study = cotune.create(table)
    with pytest.raises(UserError) as said:
        study.say(goal)
    assert str(planned.value) == str(said.value) == str(refused.value)


def test_a_plan_and_a_word_need_a_goal(table: pd.DataFrame) -> None:
    for use in (lambda: cotune.plan(table, None), lambda: cotune.create(table).say(None)):
        with pytest.raises(UserError, match="a goal is words, not NoneType"):
            use()


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ({"target": "x"}, "target stays 'y', not 'x'; say"),
        ({"autonomy": "ask_all"}, "autonomy stays 'ask_costly', not 'ask_all'; study.set_autonomy"),
        ({"workers": 3}, "workers stays 2, not 3; study.propose"),
    ],
)
def test_what_is_stated_of_a_study_that_exists_and_differs_is_told(
    table: pd.DataFrame, stated: dict[str, Any], told: str
) -> None:
    made = cotune.create(table, name="s", target="y", autonomy="ask_costly", workers=2)
    with pytest.warns(UserWarning, match=rf"study 's' exists: its {re.escape(told)}") as warned:
        cotune.create(table, name="s", **stated)
    assert (len(warned), warned[0].filename) == (1, __file__)
    assert (made.view.target, made.view.autonomy) == ("y", "ask_costly")


def test_nothing_is_told_of_what_is_stated_again_or_left_out(table: pd.DataFrame) -> None:
    stated: dict[str, Any] = {"target": "y", "autonomy": "ask_costly", "workers": 2}
    cotune.create(table, name="s", **stated)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cotune.create(table, name="s", **stated)
        cotune.create(table, name="s")


def test_a_cluster_that_has_moved_is_named_where_the_study_is_found_again(table: pd.DataFrame) -> None:
    assert cotune.create(table, name="s", cluster="tcp://c:1").settings.cluster == "tcp://c:1"
    assert cotune.create(table, name="s", cluster="tcp://c:2").settings.cluster == "tcp://c:2"
    assert cotune.open("s", cluster="tcp://c:3").settings.cluster == "tcp://c:3"
    assert cotune.open("s").settings.cluster == "tcp://c:3"


def test_the_way_back_from_a_cluster_is_this_machine(table: pd.DataFrame) -> None:
    assert cotune.create(table, name="t", cluster="local").settings.cluster is None
    study = cotune.create(table, name="s", workers=3, cluster="tcp://c:1")
    study.use_cluster("local")
    assert study.settings == StudySettings(workers=3)
    study.use_cluster("tcp://c:2")
    assert cotune.open("s", cluster="local").settings.cluster is None


@pytest.mark.parametrize(("phase", "then"), [("running", "resume"), ("paused", "ensure_host"), ("none", "ensure_host")])
def test_a_process_at_work_makes_way_for_one_that_uses_the_other_cluster(
    table: pd.DataFrame, monkeypatch: pytest.MonkeyPatch, phase: RunPhase, then: str
) -> None:
    study = cotune.create(table, name="s", cluster="tcp://c:1")
    view = study.view.having(run=RunState(phase=phase))
    monkeypatch.setattr(Study, "view", view)
    monkeypatch.setattr(Study, "host_alive", lambda _self: True)
    done: list[object] = []
    monkeypatch.setattr(Study, "quit_host", lambda self: done.append(self.settings.cluster))
    for name in ("resume", "ensure_host"):
        monkeypatch.setattr(Study, name, lambda _self, name=name: done.append(name))
    study.use_cluster("local")
    study.use_cluster("local")
    assert done == [None, then]


def test_a_study_is_typed_by_its_name_or_its_path(
    table: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = cotune.create(table, name="my study", directory=tmp_path / "else where").path
    monkeypatch.chdir(at.parent)
    for typed in (str(at), f"{at}/", "./my study", f"../{at.parent.name}/my study"):
        assert open_typed(typed).name == "my study"
    monkeypatch.chdir(at)
    assert open_typed(".").name == "my study"
    with pytest.raises(UserError, match="no study 'my study'"):
        open_typed("my study")


def test_a_goal_is_said_once_however_often_the_cell_runs(table: pd.DataFrame) -> None:
    for _ in range(3):
        study = cotune.create(table, "predict y", name="s")
    assert len(study._store.unread()) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"target": "z"}, "no column 'z'"),
        ({"name": "a/b"}, "can't be the name"),
        ({"autonomy": "yolo"}, "no autonomy 'yolo'"),
        ({"model": 3}, "no LangChain chat model"),
        ({"name": 3}, "can't be the name"),
        ({"workers": 0}, "workers"),
        ({"workers": "two"}, "workers"),
    ],
)
def test_wrong_arguments_leave_nothing_behind(
    table: pd.DataFrame, home: Path, arguments: dict[str, object], message: str
) -> None:
    with pytest.raises(UserError, match=message):
        cotune.create(table, **arguments)
    assert list(home.iterdir()) == []


def test_a_directory_that_cannot_be_is_a_clear_error(table: pd.DataFrame, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="can't be stored here"):
        cotune.create(table, directory=tmp_path / "file")


def test_a_missing_study_offers_the_closest_names(table: pd.DataFrame) -> None:
    cotune.create(table, name="churn")
    with pytest.raises(UserError, match="Did you mean 'churn'"):
        cotune.open("chrun")


def test_all_studies_are_listed_broken_ones_too(table: pd.DataFrame, home: Path) -> None:
    assert cotune.list().empty
    cotune.create(table, name="a", target="y")
    broken = cotune.create(table, name="b")
    broken.close()
    (home / "b" / "study.sqlite").write_bytes(b"rubbish" * 1000)
    listed = cotune.list().set_index("name")
    assert set(listed.index) == {"a", "b"}
    assert listed.loc["a", "target"] == "y"
    assert not listed["running"].any()
    assert listed.loc["b", "phase"].startswith("unreadable")


def test_a_study_that_another_one_deleted_says_so(table: pd.DataFrame, home: Path) -> None:
    study = cotune.create(table, name="gone")
    cotune.open("gone").delete()
    with pytest.raises(UserError, match="'gone' was deleted"):
        study.pause()


def test_a_deleted_study_is_gone(table: pd.DataFrame, home: Path) -> None:
    study = cotune.create(table, name="s")
    study.delete()
    assert list(home.iterdir()) == []
    with pytest.raises(UserError, match="closed or was deleted"):
        _ = study.view


def test_a_model_object_is_named_but_never_stored(table: pd.DataFrame, home: Path) -> None:
    class Model:
        key = "canary-value"

        def bind_tools(self) -> None: ...

    study = cotune.create(table, name="s", model=Model())
    assert study.view.planner == "Model"
    assert all(b"canary-value" not in p.read_bytes() for p in (home / "s").rglob("*") if p.is_file())


def test_of_two_that_create_at_once_one_makes_it_and_the_other_attaches(table: pd.DataFrame, home: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        studies = [f.result() for f in [pool.submit(cotune.create, table, name="s") for _ in range(4)]]
    assert [p.name for p in home.iterdir()] == ["s"]
    assert all([e.body.kind for e in s.events()] == ["study_created"] for s in studies)


def test_what_had_to_be_bent_in_a_table_is_among_its_warnings(table: pd.DataFrame) -> None:
    table["mix"] = [1, "two", 3.5] * 20
    study = cotune.create(table, name="mixed", target="y")
    assert ("mixed_types", "mix") in {(w.kind, w.column) for w in study.view.warnings}


def test_a_target_named_by_a_number_and_a_goal_that_is_no_text(table: pd.DataFrame) -> None:
    table.columns = pd.Index([0, 1, 2])
    assert cotune.create(table, name="numbered", target=2).view.target == "2"  # type: ignore[arg-type]
    with pytest.raises(UserError, match="no column '4'"):
        cotune.create(table, target=4)  # type: ignore[arg-type]
    with pytest.raises(UserError, match="a goal is words"):
        cotune.create(table, goal=5)  # type: ignore[arg-type]
