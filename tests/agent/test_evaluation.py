"""How models are judged on goals: the shipped goals, the rules, and the command on the stub."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fake_openai import KEY, Calls, Fails, FakeOpenAI, Says
from typer.testing import CliRunner, Result

from cotune.agent import Agent
from cotune.agent.evaluation.attempts import attempts
from cotune.agent.evaluation.goals import Fields, Goal, goals_in, shipped_goals
from cotune.agent.evaluation.judging import JUDGED, invented, is_right
from cotune.agent.evaluation.scores import Attempt, score, score_table
from cotune.agent.evaluation.tables import profile_of
from cotune.agent.fields import spec_fields
from cotune.cli.app import app
from cotune.data import complete_spec
from cotune.errors import UserError


def test_what_the_shipped_goals_state_fits_their_tables() -> None:
    goals = shipped_goals()
    assert len({g.id for g in goals}) == len(goals) >= 40
    profiles = {name: profile_of(name) for name in {g.data for g in goals}}
    for goal in goals:
        assert set(goal.gold) | set(goal.accept) <= set(JUDGED)
        if goal.ask is None:
            complete_spec(spec_fields(goal.gold, None), profiles[goal.data])


def test_a_model_without_a_fault_gets_every_point_and_a_mute_one_none() -> None:
    goals = shipped_goals()
    best = score("best", [Attempt(goal=g, plan=None if g.ask else g.gold, question=g.ask or "") for g in goals])
    assert (best.met, best.plans_inventing, best.needless, best.misses) == (len(goals), 0, 0, ())
    assert best.asked_rightly == best.must_ask == sum(g.ask is not None for g in goals)
    assert all(f.right == f.goals for f in best.fields)
    mute = score("mute", [Attempt(goal=g, plan=None) for g in goals])
    assert (mute.met, mute.asked_rightly, [f.right for f in mute.fields if f.right]) == (0, 0, [])


def goal(accept: dict[str, tuple[object, ...]] | None = None, **gold: object) -> Goal:
    return Goal(id="1", data="flats", goal="...", gold=gold, accept=accept or {})


RIGHT: list[tuple[str, Goal, Fields, bool]] = [
    ("metric", goal(metric="rmse"), {"metric": "RMSE"}, True),
    ("metric", goal(metric="rmse"), {"metric": "mae"}, False),
    ("metric", goal({"metric": ("mae",)}, metric="rmse"), {"metric": "mae"}, True),
    ("metric", goal({"metric": (None,)}, metric="rmse"), {}, True),
    ("metric", goal(metric="rmse"), {}, False),
    ("target", goal(target="Rent"), {"target": "rent"}, False),
    ("seconds", goal(seconds=300), {"seconds": 301.0}, True),
    ("seconds", goal(seconds=300), {"seconds": 330.0}, False),
    ("folds", goal(folds=5), {"folds": 6}, False),
    ("exclude_columns", goal(target="t", exclude_columns=("a", "b")), {"exclude_columns": ("b", "a", "t")}, True),
    ("exclude_columns", goal(target="t", exclude_columns=("a", "b")), {"exclude_columns": ("a",)}, False),
    ("families_only", goal(families_only=("linear", "knn")), {"families_only": ("knn", "linear")}, True),
    ("families_excluded", goal(families_excluded=("mlp",)), {"families_only": ("mlp",)}, False),
    ("interpretable", goal(interpretable=True), {"families_only": ("linear", "decision_tree")}, True),
    ("interpretable", goal(interpretable=True), {"families_only": ("linear", "xgboost")}, False),
]


@pytest.mark.parametrize(("field", "asked", "plan", "right"), RIGHT)
def test_what_counts_as_right(field: str, asked: Goal, plan: Fields, right: bool) -> None:
    assert is_right(field, asked, plan) is right


INVENTED: list[tuple[Goal, Fields, tuple[str, ...]]] = [
    (goal(target="t"), {"target": "t", "task": "binary", "metric": "f1"}, ()),
    (goal(target="t"), {"seconds": 60, "folds": 3}, ("seconds", "folds")),
    (goal(target="t"), {"device": "auto", "split": "stratified", "interpretable": False, "trials": None}, ()),
    (goal(target="t"), {"device": "cuda", "split": "time"}, ("device", "split")),
    (goal({"seconds": (60,)}, target="t"), {"seconds": 60}, ()),
    (goal(target="t", group_column="g"), {"split": "group", "exclude_columns": ("t", "g")}, ()),
    (goal(target="t"), {"exclude_columns": ("a",)}, ("exclude_columns",)),
    (goal(families_only=("linear",)), {"families_only": ("linear",), "interpretable": True}, ()),
    (goal(interpretable=True), {"families_only": ("linear",)}, ()),
    (goal(interpretable=True), {"families_excluded": ("linear",)}, ("families_excluded",)),
    (goal(target="t"), {"families_excluded": ("svm",)}, ("families_excluded",)),
]


@pytest.mark.parametrize(("asked", "plan", "made_up"), INVENTED)
def test_what_counts_as_invented(asked: Goal, plan: Fields, made_up: tuple[str, ...]) -> None:
    assert invented(asked, plan) == made_up


LINES = [
    {"id": "a", "data": "flats", "goal": "predict rent_eur by mae", "gold": {"target": "rent_eur", "metric": "mae"}},
    {"id": "b", "data": "mine", "goal": "predict y", "gold": {"target": "y"}},
    {"id": "c", "data": "flats", "goal": "do something", "ask": "target"},
]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The command on three goals, about a shipped table and one of the person's own, with a scripted server."""
    (tmp_path / "goals.jsonl").write_text("\n".join(json.dumps(line) for line in LINES))
    (tmp_path / "mine.csv").write_text("x,y\n" + "\n".join(f"{n},{n % 2}" for n in range(40)))

    def command(*script: object, more: tuple[str, ...] = ("--json",)) -> tuple[Result, FakeOpenAI]:
        with FakeOpenAI(*script) as fake:
            monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
            monkeypatch.setenv("OPENAI_API_KEY", KEY)
            options = ["--goals", str(tmp_path / "goals.jsonl"), "--tables", str(tmp_path)]
            return CliRunner().invoke(app, ["eval-agent", "--model", "openai:fake", *options, *more]), fake

    return command


def drafts(**fields: object) -> tuple[Calls, Says]:
    return Calls((("draft_search", fields),)), Says("Drafted.")


ASKS = Calls((("ask_question", {"text": "Which column?", "about": "target", "candidates": ["rent_eur"]}),))


def test_the_command_scores_a_model(run) -> None:
    result, fake = run(*drafts(target="rent_eur", metric="rmse"), *drafts(target="y", seconds=60), ASKS)
    assert result.exit_code == 0
    scores = json.loads(result.stdout)
    assert {f["field"]: (f["goals"], f["right"]) for f in scores["fields"]} == {"target": (2, 2), "metric": (1, 0)}
    assert (scores["goals"], scores["met"], scores["invented"]) == (3, 1, {"seconds": 1})
    assert (scores["must_ask"], scores["asked_rightly"], scores["needless"]) == (1, 1, 0)
    assert scores["usage"]["output_tokens"] == 100
    assert [m["id"] for m in scores["misses"]] == ["a", "b"]
    assert len(fake.requests) == 5


def test_the_table_tells_it_to_people(run) -> None:
    script = (*drafts(target="rent_eur", metric="mae"), Says("Which column, please?"), Says("Which column?"))
    result, _ = run(*script, more=("--misses",))
    assert "ChatOpenAI (fake" in result.stdout
    assert "asked where it must not          1 of 2" in result.stdout
    assert "b: predict y\n  asked: Which column, please?" in result.stdout


def test_one_fault_counts_as_a_miss_and_a_hopeless_model_ends_it(run) -> None:
    refused = Fails(401)
    result, _ = run(refused, *drafts(target="y"), ASKS)
    assert json.loads(result.stdout)["failed"] == 1
    result, fake = run(refused, refused, refused, ASKS)
    assert isinstance(result.exception, UserError)
    assert "refused the key" in str(result.exception)
    assert KEY not in str(result.exception)
    assert len(fake.requests) == 3


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--tables", "nofolder"), "(--tables)\n  -> say too which goals are about your tables: --goals FILE"),
        (("--goals", "mine.jsonl", "--tables", "nofolder"), "there is no folder 'nofolder' (--tables)"),
        (("--goals", "nope.jsonl"), "there is no file 'nope.jsonl' (--goals)"),
        (("--goals", "."), "there is no file '.' (--goals)"),
        (("--goals", "mine.jsonl", "--tables", "mine.jsonl"), "there is no folder 'mine.jsonl' (--tables)"),
    ],
)
def test_goals_and_tables_that_are_not_there_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.jsonl").write_text(json.dumps(LINES[0]))
    result = CliRunner().invoke(app, ["eval-agent", "--model", "planner", *options])
    assert isinstance(result.exception, UserError)
    assert told in str(result.exception)


def test_a_table_that_is_not_there_is_asked_for_in_sentences() -> None:
    with pytest.raises(UserError) as refused:
        profile_of("zzz")
    assert str(refused.value.fix).startswith("Valid: ")
    assert ". Or give the folder of your tables: --tables FOLDER" in str(refused.value.fix)


def test_the_built_in_planner_is_scored_too() -> None:
    asked = [g for g in shipped_goals() if "plain" in g.tags]
    scores = score("planner", list(attempts(Agent(), asked)))
    assert (scores.failed, scores.usage.tokens) == (0, 0)
    assert "all fields" in score_table(scores)


def test_a_file_that_holds_no_goals_says_which_line(tmp_path: Path) -> None:
    file = tmp_path / "goals.jsonl"
    file.write_text('{"id": "1", "data": "flats", "goal": "x"}\n{"id": 2}\n')
    with pytest.raises(UserError, match="line 2 is no goal"):
        goals_in(file)
    with pytest.raises(UserError, match="can't be read"):
        goals_in(tmp_path / "nowhere.jsonl")
    with pytest.raises(UserError, match="'flats'"):
        profile_of("flat")
