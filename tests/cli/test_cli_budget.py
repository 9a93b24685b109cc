"""How a headless run shares its budget out, with a clock that tests set."""

import subprocess
import sys

import pytest

from cotune.cli.deadline import Deadline
from cotune.cli.process_clock import ProcessClock


class FixedClock(ProcessClock):
    def __init__(self, elapsed_s: float) -> None:
        self.now_s = elapsed_s

    def elapsed_s(self) -> float:
        return self.now_s


@pytest.mark.parametrize("budget_s", [20, 60, 600, 3600])
def test_search_and_leaving_fit_into_the_budget(budget_s):
    deadline = Deadline(FixedClock(2.0), budget_s, reading_s=2.0)

    search_s = deadline.search_s()

    assert search_s is not None
    assert 0.9 * (budget_s - 2) < search_s < budget_s - 2


def test_late_is_said_before_the_tolerance_is_used_up():
    clock = FixedClock(20.0)
    deadline = Deadline(clock, 20, reading_s=1.0)
    assert deadline.left_s() > 0

    clock.now_s = 20.55

    assert deadline.left_s() < 0


def test_time_a_human_took_costs_no_budget():
    clock = FixedClock(50.0)
    deadline = Deadline(clock, 60, reading_s=1.0)
    before = deadline.search_s()

    clock.now_s += 30
    deadline.give_back(30)

    assert deadline.search_s() == before


def test_without_a_time_budget_nothing_is_late():
    deadline = Deadline(FixedClock(1e6), None, reading_s=1.0)

    assert deadline.search_s() is None
    assert deadline.left_s() == float("inf")


def test_a_tiny_budget_still_searches():
    assert Deadline(FixedClock(5.0), 2, reading_s=4.0).search_s() >= 1.0


def test_process_clock_counts_what_came_before_python_ran_our_code():
    code = (
        "import time; time.sleep(0.5); from cotune.cli.process_clock import ProcessClock as C; print(C().elapsed_s())"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert float(run.stdout) >= 0.5
