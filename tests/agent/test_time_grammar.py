"""Durations and budgets in words, with random amounts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from studies import phone_profile

from cotune.agent.planner.columns import ColumnIndex
from cotune.agent.planner.durations import search_budget
from cotune.agent.planner.marked import read
from cotune.agent.planner.understand import understand

UNITS = {
    "s": 1,
    "sec": 1,
    "seconds": 1,
    "min": 60,
    "minutes": 60,
    "h": 3600,
    "hours": 3600,
    "Minuten": 60,
    "heures": 3600,
}
FRAMES = (
    "{} please",
    "predict y in {}",
    "predict y, {}",
    "{}, no svm",
    "you have {}",
    "at most {}.",
    "Budget: {}",
    "y; {}",
)
SAYINGS = [
    ("half an hour", 1800), ("an hour and a half", 5400), ("a quarter of an hour", 900),
    ("a third of a minute", 20), ("one third of an hour", 1200), ("two thirds of an hour", 2400),
    ("1h30", 5400), ("90s", 90),
    ("2 min 30 s", 150), ("1.5 hours", 5400), ("twenty five minutes", 1500), ("a couple of minutes", 120),
    ("ten, no, five minutes", 300), ("two hours, sorry, one hour", 3600), ("eine halbe Stunde", 1800),
    ("une demi-heure", 1800), ("media hora", 1800), ("eine Viertelstunde", 900), ("fünfzehn Minuten", 900),
    ("1 hour and 15 minutes", 4500), ("1/2 hour", 1800), ("1\u00bd hours", 5400), ("drei Viertelstunden", 2700),
    ("1 min 30", 90), ("6 or 7 minutes", 420), ("5-10 minutes", 600), ("two minutes, no wait make it three", 180),
    ("zwei Stunden, nein, eine", 3600), ("dos horas", 7200), ("trois minutes", 180),
    ("une heure et quart", 4500), ("una hora y cuarto", 4500), ("one hour and half", 5400), ("a full hour", 3600),
    ("an hour and fifteen.", 4500), ("the computer is mine from 14:00 till 14:50, use all of that time", 3000),
    ("tres cuartos de hora", 2700), ("2 min, ah no, I meant 20", 1200),
    ("nicht länger als 20 Minuten, ach was, nimm 40", 2400), ("not longer as 5 min", 300),
    ("1 hour 15.", 4500), ("1 hr 15, no svm", 4500), ("1 1/2 h", 5400), ("3/4 of an hour", 2700), ("8 minits", 480),
    ("tow minutes", 120), ("one full hour", 3600), ("not more than three quarter of hour", 2700),
    ("35 mins... wait, my laptop dies sooner, make that 25.", 1500),
    ("6 minutes... wait, the meeting was moved, you've got 11", 660),
    ("Erst wollte ich dir 20 Minuten Rechenzeit geben, aber 5 müssen reichen.", 300),
    ("12 minutes tout au plus", 720), ("cinco minutos como mucho", 300), ("nach 1800 Sekunden ist Schluss", 1800),
]  # fmt: skip
NOT_BUDGETS = (
    "flights that are 40 minutes late", "stays longer than 3 hours", "readmitted within 30 days", "60 calls a day",
    "my friend used a neural net for 3 hours", "each hour counts", "sold 20 minutes ago", "hours per week",
    "My mate made 400 quid in two hours with his neural net. I want left_us from a random forest",
    "Our lab takes 40 minutes to give us the data_gb. Can you estimate it at the door, in under 20 ms per patient?",
    "We logged crazy values above 900,000 s for some months.",
    "I run a dental practice, 3 chairs, 45 minutes a patient, and would like to know who has left_us.",
)  # fmt: skip


def budget(text: str) -> float | None:
    found = search_budget(read(text, ColumnIndex(())))
    return found.seconds if found else None


@settings(max_examples=150)
@given(st.integers(1, 999), st.sampled_from(sorted(UNITS)), st.sampled_from(FRAMES), st.sampled_from(["", " "]))
def test_any_amount_in_any_unit_and_frame(amount: int, unit: str, frame: str, blank: str) -> None:
    assert budget(frame.format(f"{amount}{blank}{unit}")) == amount * UNITS[unit]


@settings(max_examples=80, deadline=None)
@given(
    st.integers(2, 99),
    st.integers(2, 99),
    st.sampled_from(("min", "minutes", "hours", "Minuten")),
    st.sampled_from(("no", "sorry", "no wait", "actually", "make that", "rather", "nein")),
    st.booleans(),
)
def test_the_last_word_of_a_correction_counts(first: int, last: int, unit: str, turn: str, again: bool) -> None:
    corrected = f"{first} {unit}, {turn}, {last} {unit}" if again else f"{first} {unit}, {turn} {last}"
    assert budget(f"in {corrected}.") == last * UNITS.get(unit, 60)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 20), st.integers(1, 59))
def test_hours_and_minutes_in_one(hours: int, minutes: int) -> None:
    seconds = 3600 * hours + 60 * minutes
    for said in (f"{hours}h{minutes:02d}", f"{hours} h {minutes} min", f"{hours} hours and {minutes} minutes"):
        assert budget(f"at most {said}") == seconds, said


@pytest.mark.parametrize(("text", "seconds"), SAYINGS)
def test_people_s_ways_to_say_it(text: str, seconds: float) -> None:
    assert budget(f"{text}") == pytest.approx(seconds)


@pytest.mark.parametrize("text", NOT_BUDGETS)
def test_durations_that_are_no_budget(text: str) -> None:
    assert "seconds" not in understand(text, phone_profile()).fields


@settings(max_examples=60)
@given(st.text(max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    budget(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Will they have left_us? Reading a slide takes our doctor 20 minutes, you get 40 seconds. 5 folds.", 40),
        ("Will they have left_us? Our doctor needs 20 minutes for one. Search for 40 seconds.", 40),
        ("left_us auc 25m cpu only", 1500),
        ("left_us. A visit takes half a day. Search for ten minutes, as the bus goes in an hour.", 600),
    ],
)
def test_a_budget_beside_other_times(text: str, seconds: float) -> None:
    assert understand(text, phone_profile()).fields["seconds"].value == seconds
