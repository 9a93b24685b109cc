"""Train the layers by which the built-in planner sorts whole texts into kinds: kinds.npz.

They stand on the lower layers of the encoder that ships, which stay as they are: after `train.py` they are trained anew
(about 8 minutes on two quiet cores; needs what `train.py` needs). They learn from texts that a language model wrote for
this purpose, nobody's data: `orders.jsonl` (messages beside a search, and what they want), `apart.jsonl` (which rows a
split must keep apart), `readable.jsonl` (whether people must be able to follow the model), and `goals.jsonl`, which
also tells what is said of times (the search's?) and of model families; and from `tests/agent/goals/learned.jsonl`.
The weights that ship learned from the same parts as those below them (`--without`, see `train.py`). With `--judge` it
first prints how often they are right on a fifth of the texts, when they are kept back; what is stored learned from all.

Run: python benchmarks/encoder/kinds.py [--judge] [--write] [--without PART ...] [--rounds N]
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "agent"))

from described import SENTENCE_END, AboutTable, learned_goals, written_goals
from goal_book import Goal
from train import BATCH, DROPOUT, HEAD_RATE, HERE, TARGET, Model, base

from cotune.agent.planner import durations, families
from cotune.agent.planner.columns import ColumnIndex
from cotune.agent.planner.encoder import SHARED, WIDTH, Encoder, packed, unpacked
from cotune.agent.planner.marked import read
from cotune.agent.planner.reader import APART, KINDS, ORDERS, STANCES, in_english
from cotune.agent.planner.text import Phrase

RATE = 2e-4
KEPT_BACK = 5
"""One text in so many is kept back to judge by."""
AGAIN = {"order": 3, "budget": 4, "stance": 4}
"""How many times a round goes through the texts of a head: of many kinds there are few texts each."""
RARELY = 0.2
LONGEST_CHANGE = 90
"""That share of the goals that are no longer than that serves as examples of a changed search, and of all sentences."""


class Sorted(NamedTuple):
    """A text, and the number of its kind among those of one head."""

    head: str
    text: str
    kind: int


def texts_to_learn(without: Collection[str]) -> list[Sorted]:
    goals = [*learned_goals(), *written_goals(HERE / "goals.jsonl", without)]
    rows = [
        *(Sorted("order", row["text"], ORDERS.index(row["label"])) for row in _lines("orders.jsonl")),
        *(Sorted("apart", row["text"], APART.index(row["split"])) for row in _lines("apart.jsonl")),
        *(Sorted("readable", row["text"], int(row["interpretable"])) for row in _lines("readable.jsonl")),
        *_in_goals(goals),
    ]
    return [row._replace(text=in_english(row.text)) for row in rows]


def _in_goals(goals: Iterable[AboutTable]) -> Iterator[Sorted]:
    """Goals, and sentences of those that want nothing of the kind: they are read one by one."""
    for goal, profile in goals:
        if goal.ask is not None:
            continue
        if len(goal.goal) < LONGEST_CHANGE and random.random() < RARELY:
            yield Sorted("order", goal.goal, ORDERS.index("change"))
        yield from _mentioned(goal, read(goal.goal, ColumnIndex(profile.columns)))
        split, readable = goal.gold.get("split"), bool(goal.gold.get("interpretable"))
        if split in APART:
            yield Sorted("apart", goal.goal, APART.index(split))
        if readable:
            yield Sorted("readable", goal.goal, 1)
        for sentence in (text for text in SENTENCE_END.split(goal.goal) if random.random() < RARELY):
            if split is None:
                yield Sorted("apart", sentence, 0)
            if not readable:
                yield Sorted("readable", sentence, 0)


def _mentioned(goal: Goal, phrase: Phrase) -> Iterator[Sorted]:
    """The goal as it is seen from each time and each model family in it, with what it says of them."""
    seconds = [float(m.group(1)) for m in phrase.found(durations.MARK)]
    budgets = [s for s in (goal.gold.get("seconds"), *goal.accept.get("seconds", [])) if s is not None]
    if not budgets or not set(budgets).isdisjoint(seconds):
        for text, said in zip(durations.times_said(phrase), seconds, strict=True):
            yield Sorted("budget", text, int(said in budgets))
    wanted, banned = (set(goal.gold.get(f"families_{which}") or ()) for which in ("only", "excluded"))
    for text, match in zip(families.families_said(phrase), phrase.found(families.MARK), strict=True):
        named = set(families.families_in(match.group()))
        if named:
            stance = "banned" if named <= banned else "wanted" if named & wanted else "passing"
            yield Sorted("stance", text, STANCES.index(stance))


def _lines(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


class Kinds(Model):
    """The encoder that ships, with last layers of its own for kinds of texts; only these are trained."""

    first_trained = SHARED

    def __init__(self) -> None:
        with np.load(TARGET) as found:
            shipped = {name: found[name] for name in found.files}
        self.cut = Encoder(str(shipped.pop("pieces")).split("\n"), {}).pieces
        del shipped["about"]
        _, fresh = base(["kind"])
        own = {name: weight for name, weight in fresh.items() if name.startswith("kind.")}
        self.body = {**{name: torch.from_numpy(weight) for name, weight in unpacked(shipped).items()}, **own}
        self.heads = {}
        for head, kinds in KINDS.items():
            self.heads[f"{head}.weight"] = torch.zeros(len(kinds), WIDTH)
            self.heads[f"{head}.bias"] = torch.zeros(len(kinds))
        self.trained = {**own, **self.heads}
        for weight in self.trained.values():
            weight.requires_grad_(True)

    def points(self, head: str, texts: Sequence[str], dropout: float) -> Tensor:
        meaning = self.vectors(texts, "kind", dropout)
        return meaning @ self.scaled(f"{head}.weight").T + self.scaled(f"{head}.bias")


def batches(rows: Sequence[Sorted]) -> list[list[Sorted]]:
    """Texts of one head and of like length together."""
    out = []
    for head in KINDS:
        own = [row for row in rows if row.head == head for _ in range(AGAIN.get(head, 1))]
        alike = sorted(own, key=lambda r: len(r.text) // 40 + 3 * random.random())
        out += [alike[k : k + BATCH] for k in range(0, len(alike), BATCH)]
    random.shuffle(out)
    return out


def train(rows: Sequence[Sorted], rounds: int) -> Kinds:
    model = Kinds()
    own = [w for name, w in model.trained.items() if name.startswith("kind.")]
    optimizer = torch.optim.AdamW([{"params": own}, {"params": list(model.heads.values())}], weight_decay=0.01)
    steps, step, begun = rounds * len(batches(rows)), 0, time.monotonic()
    for number in range(rounds):
        losses = []
        for batch in batches(rows):
            step += 1
            warm = min(1.0, step / (0.1 * steps)) * max(0.02, 1 - step / steps)
            for group, rate in zip(optimizer.param_groups, (RATE, HEAD_RATE), strict=True):
                group["lr"] = rate * warm
            points = model.points(batch[0].head, [row.text for row in batch], DROPOUT)
            loss = functional.cross_entropy(points, torch.tensor([row.kind for row in batch]))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(own, 1.0)
            optimizer.step()
            losses.append(loss.item())
        print(
            f"round {number + 1} of {rounds}: loss {np.mean(losses):.3f}; {time.monotonic() - begun:.0f} s", flush=True
        )
    return model


@torch.no_grad()
def judge(model: Kinds, rows: Sequence[Sorted]) -> None:
    for head, kinds in KINDS.items():
        own = [row for row in rows if row.head == head]
        said = [int(p) for row in own for p in model.points(head, [row.text], 0.0).argmax(1)]
        right = sum(row.kind == guess for row, guess in zip(own, said, strict=True))
        print(f"{head}: {right} of {len(own)} right")
        meant, found = Counter(row.kind for row in own), Counter(said)
        both = Counter(row.kind for row, guess in zip(own, said, strict=True) if row.kind == guess)
        for k, kind in enumerate(kinds):
            print(f"  {kind:12} {both[k]:4} of {meant[k]:4} found; {found[k] - both[k]:3} that are not")


def stored(trained: Mapping[str, Tensor], model: Kinds) -> dict[str, np.ndarray]:
    return packed({n: (model.scaled(n) if n in model.heads else w).detach().numpy() for n, w in trained.items()})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    target = TARGET.with_name("kinds.npz")
    parser.add_argument("--write", type=Path, nargs="?", const=target, help="store the weights, in the package or here")
    parser.add_argument("--judge", action="store_true", help="how it fares with texts that it didn't learn from")
    parser.add_argument("--without", nargs="*", default=[], help="parts of the goals to leave out (to judge by)")
    parser.add_argument("--rounds", type=int, default=4)
    args = parser.parse_args()
    random.seed(1)
    torch.manual_seed(1)
    rows = texts_to_learn(args.without)
    random.shuffle(rows)
    print(Counter(row.head for row in rows))
    if args.judge:
        judge(train(rows[len(rows) // KEPT_BACK :], args.rounds), rows[: len(rows) // KEPT_BACK])
    if args.write:
        model = train(rows, args.rounds)
        np.savez(args.write, **stored(model.trained, model))
        print(f"{args.write}: {args.write.stat().st_size / 2**20:.1f} MB")


if __name__ == "__main__":
    main()
