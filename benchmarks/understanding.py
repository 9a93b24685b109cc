"""How well the built-in planner reads goals that it was not made with: `tests/agent/goals/held_out.jsonl`.

No rule was made from these goals, and its encoder was not trained on them; how sure it must be was chosen with an eye
on them. Who mends a rule after reading what is printed here moves them to `learned.jsonl`, where a test bounds the
misses, and writes new ones.

Run: python benchmarks/understanding.py [--show]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "agent"))

from goal_book import goals_in, is_right, misread, profile_of, stated_in

from cotune.agent import plan


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print the goals that are misread")
    show = parser.parse_args().show
    of, right = Counter[str](), Counter[str]()
    for goal in goals_in("held_out"):
        drafted = plan(goal.goal, profile_of(goal.table))
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


if __name__ == "__main__":
    main()
