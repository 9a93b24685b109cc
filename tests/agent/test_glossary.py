"""German, French and Spanish word by word: what the encoder, which reads English, is given."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cotune.agent import plan
from cotune.agent.planner.glossary import in_english, language_of_names, meaning
from cotune.agent.planner.reader import as_texts, said_of
from cotune.agent.planner.tokens import Language
from cotune.data import profile_table
from cotune.model.profile import ColumnProfile, TableProfile


@pytest.mark.parametrize(
    ("word", "language", "english"),
    [
        ("Kaltmiete", "de", "rent"),
        ("bearbeitungstage", "de", "processing day"),
        ("wohnflaeche", "de", "living area"),
        ("loyer", "fr", "rent"),
        ("alquiler", "es", "rent"),
        ("xyzzy", "de", ""),
    ],
)
def test_words_are_known_and_cut_into_those_they_are_made_of(word: str, language: Language, english: str) -> None:
    assert meaning(word.lower(), language).startswith(english)
    assert bool(meaning(word.lower(), language)) == bool(english)


def test_a_word_without_end_is_not_cut() -> None:
    assert meaning("zeit" * 2000, "de") == ""
    assert in_english("Sag bitte " + "zeit" * 2000 + " voraus", "de")


def test_an_umlaut_makes_another_word() -> None:
    assert in_english("zählt", "de") != in_english("zahlt", "de")


def test_what_is_not_known_stays_and_english_stays_whole() -> None:
    assert in_english("Wohin fährt Xaver 42?", "de").endswith("Xaver 42?")
    assert in_english("Die Note, bitte", "en") == "Die Note, bitte"


@pytest.mark.parametrize(
    ("names", "language"),
    [
        ("kaltmiete warmmiete zimmer balkon stadtteil", "de"),
        ("loyer surface quartier chambres", "fr"),
        ("alquiler superficie barrio habitaciones", "es"),
        ("rent area rooms district floor balcony note art", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_a_table_is_that_of_its_names(names: str, language: Language) -> None:
    assert language_of_names(names.split()) == language


def test_foreign_names_are_read_with_their_meaning() -> None:
    names = ("kaltmiete", "zimmer_anzahl", "stadtteil")
    columns = [
        ColumnProfile(name=n, kind="number", dtype="int64", n_unique=50, n_missing=0, is_integer=True) for n in names
    ]
    assert as_texts(columns, [1]) == ["zimmer room anzahl count: number"]
    assert said_of("kaltmiete") == "kaltmiete"


GERMAN = {"Fahrzeug": "car", "Preis": 0.0, "Alter": 0.0, "Strecke_km": 0.0}
ENGLISH = {"vehicle": "car", "price": 0.0, "age": 0.0, "distance_km": 0.0}


def table(columns: dict[str, object]) -> TableProfile:
    rng = np.random.default_rng(0)
    values = {"car": [f"car {k // 5}" for k in range(100)], 0.0: rng.uniform(0, 9, 100)}
    return profile_table(pd.DataFrame({name: values[kind] for name, kind in columns.items()}))


@pytest.mark.parametrize(
    ("goal", "columns", "target", "group"),
    [
        ("Predict the price, keep each vehicle together.", GERMAN, "Preis", "Fahrzeug"),
        ("Predict the age.", GERMAN, "Alter", None),
        ("Sag den Preis voraus, bitte nach Fahrzeug getrennt geprüft.", ENGLISH, "price", "vehicle"),
        ("Prévoir le prix, groupé par véhicule", ENGLISH, "price", "vehicle"),
        ("Predecir el precio sin usar la edad", ENGLISH, "price", None),
    ],
)
def test_goal_and_table_need_not_speak_the_same_language(
    goal: str, columns: dict[str, object], target: str, group: str | None
) -> None:
    drafted = plan(goal, table(columns))
    assert drafted.question is None
    assert drafted.stated["target"] == target
    assert drafted.stated.get("group_column") == group
