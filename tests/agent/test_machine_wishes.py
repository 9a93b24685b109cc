"""What a goal says of the machine: cores to take beside cores there are, a GPU that is offered or asked for."""

from __future__ import annotations

import pandas as pd
import pytest
from goal_tables import profiles
from sklearn.datasets import load_diabetes, load_iris, load_wine

from cotune.agent import plan
from cotune.data import normalise, profile_table

PENGUINS = profiles()["penguins"]


def stated(words: str) -> dict[str, object]:
    found = plan(f"Predict species. {words}", PENGUINS)
    assert found.question is None, found.question
    return found.stated


@pytest.mark.parametrize(
    ("words", "cores"),
    [
        ("Use 4 cores.", 4),
        ("I have 8 cores but take 4.", 4),
        ("There are 12 cores, use 6 of them.", 6),
        ("My box has 32 cores, but please use no more than 10.", 10),
        ("Of the 16 cores take just three.", 3),
        ("It has 16 cores, you can have ten of those for 8 h.", 10),
        ("Take 4 of my 16 cores.", 4),
        ("Use half of the 8 cores.", 4),
        ("My laptop has 8 cores, take half of them.", 4),
        ("Use 2 cores, my machine has 8 cores.", 2),
        ("8 cores, at most 20 trials.", 8),
        ("8 cores. Only 3 folds.", 8),
        ("Only one core.", 1),
        ("The box has 16 cores, twelve of them are yours.", 12),
        ("This box has 16 cores but a colleague occupies 12 of them, take the rest.", 4),
        ("Keep 2 cores free for me.", None),
        ("Leave me two cores.", None),
    ],
)
def test_the_cores_to_use_are_not_those_there_are(words: str, cores: int | None) -> None:
    assert stated(words).get("workers") == cores


def test_i_got_two_minutes_is_a_budget_and_what_others_used_is_none() -> None:
    assert stated("I got like two mins, and two cores.") | {"workers": 2, "seconds": 120.0} == stated(
        "I got like two mins, and two cores."
    )
    assert "trials" not in stated("My wife's consultant used 500 trials.")
    assert "seconds" not in stated("Last year I got 0.9 after 10 minutes.")
    assert stated("Something my grandmother could understand.")["interpretable"] is True
    assert stated("Honest probabilities please.")["metric"] == "log_loss"


@pytest.mark.parametrize(
    ("words", "device"),
    [
        ("gpu ok", None),
        ("CPU or GPU is all the same to me.", None),
        ("gpu: no. cores: 4", "cpu"),
        ("There is a GPU which you should use.", "cuda"),
        ("Graphic card is there, please use him.", "cuda"),
        ("You may use the GPU.", None),
        ("GPU allowed.", None),
        ("Feel free to use the gpu.", None),
        ("gpu if you like", None),
        ("I've got a GPU here if that helps.", None),
        ("Use the GPU if there is one.", None),
        ("We can use cuda.", None),
        ("Use the GPU.", "cuda"),
        ("on the graphics card please", "cuda"),
        ("I have a GPU, use it.", "cuda"),
        ("The GPU is available but don't bother, cpu only.", "cpu"),
        ("You may not use the GPU.", "cpu"),
        ("The GPU is not allowed.", "cpu"),
        ("No GPU.", "cpu"),
        ("Somebody else has booked the GPU: CPU.", "cpu"),
        ("The GPU box has been down for days, so CPU then.", "cpu"),
        ("I want nothing that would need a graphics card.", "cpu"),
    ],
)
def test_a_gpu_that_is_offered_is_left_to_the_machine(words: str, device: str | None) -> None:
    assert stated(words).get("device") == device


@pytest.mark.parametrize(
    ("words", "memory_mb"),
    [
        ("It runs on a watch: 64 MB, 10 ms a prediction.", 64),
        ("At most 512 MB please.", 512),
        ("Not above 12 GB of RAM.", 12288),
        ("The file has 300 MB of data.", None),
    ],
)
def test_memory_in_its_units(words: str, memory_mb: int | None) -> None:
    assert stated(words).get("memory_mb") == memory_mb


def test_unusual_words_about_well_known_tables() -> None:
    iris = load_iris(as_frame=True)
    flowers = iris.frame.assign(species=iris.target_names[iris.target]).drop(columns="target")
    wines = load_wine(as_frame=True).frame.rename(columns={"target": "cultivar"})
    patients = load_diabetes(as_frame=True).frame.rename(columns={"target": "progression"})
    goals: list[tuple[pd.DataFrame, str, dict[str, object]]] = [
        (flowers, "Which flower am I looking at?", {"target": "species", "task": "multiclass"}),
        (wines, "cultivar; magnesium must stay out", {"target": "cultivar", "exclude_columns": ("magnesium",)}),
        (wines, "cultivar, hold back 15 % for the end", {"target": "cultivar", "holdout_fraction": 0.15}),
        (wines, "cultivar with something a grower can read", {"target": "cultivar", "interpretable": True}),
        (
            patients,
            "How far will the disease progress? mean abs error, three minutes tops",
            {"target": "progression", "task": "regression", "metric": "mae", "seconds": 180.0},
        ),
    ]
    for table, goal, expected in goals:
        found = plan(goal, profile_table(normalise(table))).stated
        assert {field: found.get(field) for field in expected} == expected, goal


def test_number_of_something_is_a_count() -> None:
    visits = pd.DataFrame({"mdvis": [i % 9 for i in range(300)], "age": [20 + i % 50 for i in range(300)]})
    profile = profile_table(normalise(visits))
    assert plan("Number of doctor visits (mdvis) per person.", profile).stated["task"] == "regression"
    assert plan("classify mdvis", profile).stated["task"] == "multiclass"


def test_the_worst_that_can_happen_is_what_to_avoid() -> None:
    profile = profiles()["attrition"]
    found = plan("Attrition: missing somebody who leaves is the worst that can happen.", profile).stated
    assert found["metric"] == "recall"


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("Zehnfache Kreuzvalidierung.", "folds", 10),
        ("Zufallsstartwert 99.", "random_state", 99),
        ("Graine aléatoire 13.", "random_state", 13),
        ("Avec 11 comme graine aléatoire.", "random_state", 11),
        ("Sur 3 cœurs seulement.", "workers", 3),
    ],
)
def test_figures_in_other_languages(words: str, field: str, value: int) -> None:
    assert stated(words)[field] == value
