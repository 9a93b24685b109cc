"""How well the built-in planner reads goals that it was not made with: two books of them.

`tests/agent/goals/held_out.jsonl`: no rule was made from these, and its encoder was not trained on them; how sure it
must be was chosen with an eye on them. `benchmarks/encoder/judged.jsonl`: nothing was chosen by these either, and
nobody has read what is missed of them. Who mends a rule after reading what is printed here moves the goals to
`learned.jsonl` or `goals.jsonl`, and has new ones written.

Run: python benchmarks/understanding.py [--show]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "agent"))
sys.path.insert(0, str(Path(__file__).parent / "encoder"))

from described import AboutTable, written_goals
from goal_book import goals_in, is_right, misread, profile_of, stated_in

from cotune.agent import plan


def score(book: Iterable[AboutTable], show: bool) -> None:
    """Print how many goals are read right: wholly, in each field, in whether they must be asked about."""
    of, right = Counter[str](), Counter[str]()
    for goal, profile in book:
        drafted = plan(goal.goal, profile)
        wrong = misread(goal, drafted)
        asks = drafted.question is not None
        must_ask = goal.ask is not None
        of["wholly"] += 1
        right["wholly"] += not wrong
        of["asks where it must" if must_ask else "asks nothing needless"] += 1
        right["asks where it must" if must_ask else "asks nothing needless"] += asks == must_ask
        of["invents nothing"] += 1
        right["invents nothing"] += not any(fault.startswith("invented") for fault in wrong)
        for field in goal.gold if not must_ask else ():
            of[field] += 1
            right[field] += not asks and is_right(goal, field, stated_in(drafted))
        if wrong and show:
            print(f"{goal.table}: {goal.goal}\n  {'; '.join(wrong)}")
    for field, n in of.items():
        print(f"{field:22} {right[field]:3} of {n}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print the goals that are misread")
    show = parser.parse_args().show
    print("held_out.jsonl")
    score(((goal, profile_of(goal.table)) for goal in goals_in("held_out")), show)
    print("\njudged.jsonl")
    score(written_goals(Path(__file__).parent / "encoder" / "judged.jsonl"), show)


if __name__ == "__main__":
    main()
