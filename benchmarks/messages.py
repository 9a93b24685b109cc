"""How well the built-in planner reads what people say beside a search: messages that it was not made with.

`benchmarks/encoder/orders_judged.jsonl` holds messages that a language model wrote for this purpose as all sorts of
persons would type them, each with what it wants; nothing learned from them, and no rule was made from them. The first
210 are two thirds plain, the others mostly indirect. A question back ("how much longer?") counts as right where an
order lacks something, the help text where nothing is wanted.

Run: python benchmarks/messages.py [--show]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any, get_args

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "agent"))

from runs import TrialByTrial
from studies import SPEC, phone_profile

from cotune.agent.planner.orders import answer_to, order_of
from cotune.agent.planner.reader import ORDERS
from cotune.agent.planner.reply import reply_to
from cotune.agent.planner.unserved import COLUMNS_THAT_MATTER
from cotune.agent.redaction import redact
from cotune.model import event as ev
from cotune.model.words import Family

PLAIN = 210


def searched() -> TrialByTrial:
    """A search under way: some families tried, one banned, one out of time."""
    run = TrialByTrial(SPEC.having(seconds=600))
    for n, family in enumerate(get_args(Family)[:8]):
        run.trial(0.7 + 0.01 * n, family)
    run.trial(None, "svm", status="timeout", seconds=40)
    run.trials(44, 0.82)
    run.tell(ev.FamilyBanned(family="mlp"))
    return run


def read_as(text: str, study: dict[str, Any]) -> str:
    """The kind of message that the planner takes this for; "asked" where it asks back."""
    answer = answer_to(text, study["study"])
    if isinstance(answer, list):
        return "asked" if answer[0][0] == "ask_question" else order_of(answer, text)
    if answer:
        return "columns" if answer == COLUMNS_THAT_MATTER else "status"
    if answer is None and not isinstance(reply_to([("you", text)], study), str):
        return "change"
    return "columns" if COLUMNS_THAT_MATTER in str(reply_to([("you", text)], study)) else "other"


def is_right(label: str, found: str) -> bool:
    if label in ("help", "other"):
        return found == "other"
    return found == label or (found == "asked" and label in ("extend", "ban", "focus"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print the messages that are misread")
    show = parser.parse_args().show
    file = Path(__file__).parent / "encoder" / "orders_judged.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    study = redact(searched().view, phone_profile(), stays_here=True).data
    for name, part in (("mostly plain", rows[:PLAIN]), ("mostly indirect", rows[PLAIN:])):
        of, right = Counter[str](), Counter[str]()
        drafted_wrongly = 0
        for row in part:
            found = read_as(row["text"], study)
            of[row["label"]] += 1
            right[row["label"]] += is_right(row["label"], found)
            drafted_wrongly += row["label"] in ("help", "other") and found != "other"
            if show and not is_right(row["label"], found):
                print(f"{row['label']:10} read as {found:10} {row['text']}")
        nothing = of["help"] + of["other"]
        print(f"{name}: {right.total()} of {of.total()} right")
        print(f"  of {nothing} that want nothing {drafted_wrongly} were taken for a wish")
        for label in ORDERS:
            print(f"  {label:10} {right[label]:3} of {of[label]}")


if __name__ == "__main__":
    main()
