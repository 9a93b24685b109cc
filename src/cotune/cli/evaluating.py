"""`cotune eval-agent`: how well a language model understands goals, before one trusts it with a table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cotune.cli.naming import JsonFlag
from cotune.cli.outcome import print_json, say, tell
from cotune.errors import UserError
from cotune.model.usage import AgentBudget, usage_in_words

PLANNER = "planner"


def eval_agent(
    model: Annotated[str, typer.Option(help=f"A chat model such as openai:NAME, or '{PLANNER}': the built-in one.")],
    goals: Annotated[Path | None, typer.Option(help="A file of goals, one JSON object in each line.")] = None,
    tables: Annotated[Path | None, typer.Option(help="The folder of your tables: NAME.csv or NAME.parquet.")] = None,
    misses: Annotated[bool, typer.Option("--misses", help="Also print each goal that wasn't met, and why.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Let a model read goals in plain words and print how well it understood them."""
    from cotune.agent import Agent, model_label, resolve_model
    from cotune.agent.evaluation.attempts import attempts
    from cotune.agent.evaluation.goals import goals_in, shipped_goals
    from cotune.agent.evaluation.scores import score, score_table

    _check_places(goals, tables)
    agent = Agent(resolve_model(None if model == PLANNER else model))
    asked = shipped_goals() if goals is None else goals_in(goals)
    with typer.progressbar(attempts(agent, asked, tables), length=len(asked), file=sys.stderr) as taken:
        scores = score(model_label(agent.model), list(taken))
    if as_json:
        print_json(scores.model_dump(mode="json"))
        return
    tell(score_table(scores))
    if misses:
        tell("\n" + "\n".join(f"{m.id}: {m.goal}\n  {'; '.join(m.why)}" for m in scores.misses))
    if scores.usage.tokens or scores.usage.unmetered_calls:
        say("used: " + usage_in_words(scores.usage, AgentBudget(study_tokens=None)))


def _check_places(goals: Path | None, tables: Path | None) -> None:
    if goals is not None and not goals.is_file():
        raise UserError(f"there is no file '{goals}'", where="--goals", fix="name a file of one JSON object a line")
    if tables is not None and goals is None:
        what, fix = "the shipped goals are about tables of their own", "say too which goals are about your tables"
        raise UserError(what, where="--tables", fix=f"{fix}: --goals FILE")
    if tables is not None and not tables.is_dir():
        raise UserError(f"there is no folder '{tables}'", where="--tables", fix="name the folder of your tables")
