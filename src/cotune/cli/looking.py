"""Commands that only look."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cotune.cli.naming import JsonFlag, StudyName, named_study, study_with_model
from cotune.cli.outcome import print_json, say, tell
from cotune.cli.progress import progress_text
from cotune.errors import UserError
from cotune.model.baseline import default_xgboost, guess
from cotune.model.bought import bought_in_words
from cotune.model.digits import two_digits, with_noise
from cotune.model.event import HoldoutOpened
from cotune.model.helped import heading, helped
from cotune.model.plan import Plan
from cotune.model.prediction_time import times_in_words
from cotune.model.printable import on_one_line
from cotune.model.probe import probe_in_words
from cotune.model.sharing import NOTHING_SENT, sent_text
from cotune.model.spec import SearchSpec, shown
from cotune.model.usage import Usage, usage_in_words
from cotune.model.view import RunState, RunView
from cotune.model.wording import OBJECTIVE_NAMES
from cotune.study.card_text import card_text
from cotune.study.no_model import ended_without_model, way_to_a_model, why_no_model
from cotune.study.present_model import present_model
from cotune.study.space_text import insight_heading, insight_lines

if TYPE_CHECKING:
    import pandas as pd

    from cotune.study import Study

MOST_COLUMNS = 30
SHOWN_COLUMNS = ["rank", "trial", "family", "value", "noise", "seconds", "origin"]


def plan(
    data: Annotated[Path, typer.Argument(help="A CSV or parquet file.")],
    goal: Annotated[str, typer.Argument(help="What you want, in plain words.")],
    model: Annotated[
        str | None, typer.Option(help="A chat model such as openai:NAME; none: the built-in planner.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Draft a search from a GOAL without starting anything."""
    import cotune
    from cotune.data import read_table

    drafted = cotune.plan(read_table(data), goal, model=model)
    print_json(drafted.model_dump(mode="json")) if as_json else tell(_plan_text(drafted))


def list_(as_json: JsonFlag = False) -> None:
    """List the studies on this machine."""
    import cotune

    studies = cotune.list()
    if as_json:
        print_json({"studies": studies.astype(object).where(studies.notna(), None).to_dict(orient="records")})
    else:
        tell("no studies yet" if studies.empty else _as_text(studies))


def show(name: StudyName, as_json: JsonFlag = False) -> None:
    """Show a study: its state, what is searched, the best trials, what waits for you."""
    study = named_study(name)
    view = study.view
    if as_json:
        print_json(view.model_dump(mode="json"))
        return
    went = progress_text(view, view.run.active_s, view.run.budget_s) if view.run.run else "nothing was searched yet"
    lines = [f"{view.name}: {went}  ({_process(study, view)})"]
    if study.settings.cluster is not None:
        lines.append(f"trials run on {study.settings.place}")
    if ended_without_model(view):
        lines.append(f"no model: {why_no_model(view)}\n  -> {way_to_a_model(view, study.shell_name)}")
    elif view.run.phase == "ended" and view.run.message:
        lines.append(f"! {view.run.message}")
    if view.agent.used != Usage():
        lines.append(f"agent ({view.planner}): {usage_in_words(view.agent.used, view.agent.budget)}")
    if view.agent.probed:
        lines.append(probe_in_words(view.agent.probed, view.planner))
    if view.agent.problem:
        lines.append(f"! {on_one_line(view.agent.problem)}  (cotune retry {study.shell_name}, or with --built-in)")
    if view.spec:
        lines.append("\n" + _spec_text(view.spec, view.run))
        lines.append("\n" + _best(study.leaderboard()))
        lines.append("\n" + _baselines(view, view.spec))
        lines += _front(study, view.spec)
        lines += _helped(view, view.spec)
    if view.insight:
        lines.append("\n" + insight_heading(view.insight))
        lines += [f"  {line}" for line in insight_lines(view.insight)]
    if (model := present_model(view)) is not None:
        blend = ", ".join(f"{m.family} #{m.trial} x{m.weight:.2g}" for m in model.members)
        lines.append(f"\nmodel ({model.how}): {blend}" + (f"; {model.message}" if model.message else ""))
        lines += [f"  predicts {times}"] if (times := times_in_words(model)) else []
    if view.chosen is not None and (view.model is None or view.model.chosen != view.chosen):
        lines.append(f"\nchosen for the model: trial {view.chosen}")
    lines += [f"\nsealed rows, opening {o.count}: {_opened(o)}" for o in view.holdout]
    if view.unsealing:
        lines.append(f"\nthe sealed rows are being scored  (cotune resume {study.shell_name} if no process is at it)")
    if (gap := view.optimism()) is not None:
        lines.append(f"the model: {gap.in_words()}")
    lines += [f"\n{card_text(card)}" for card in study.cards]
    lines += [f"! {on_one_line(warning.message)}" for warning in view.open_warnings()]
    tell("\n".join(lines))


def columns(
    name: StudyName,
    seconds: Annotated[float, typer.Option(min=1, help="How long to look, at most.")] = 10.0,
    as_json: JsonFlag = False,
) -> None:
    """Show which columns the model relies on: how much its score drops when one is shuffled."""
    study = study_with_model(name)
    view = study.view
    if view.model is None and (model := present_model(view)) is not None:
        say(f"! the model is {model.message}")
    found = study.column_importance(seconds)
    if as_json:
        print_json(
            {
                "study": name,
                "metric": study.view.spec and study.view.spec.metric,
                "columns": found.to_dict(orient="records"),
            }
        )
        return
    if found.empty:
        raise UserError(f"no column was looked at in {seconds:g} s", where="--seconds", fix="give it more time")
    tell(_as_text(found.head(MOST_COLUMNS)))
    if len(found) > MOST_COLUMNS:
        tell(f"and {len(found) - MOST_COLUMNS} more columns: --json shows all")


def sent(
    name: StudyName,
    last: Annotated[int, typer.Option(min=1, help="How many calls, counted from the newest.")] = 1,
    as_json: JsonFlag = False,
) -> None:
    """Show what was sent to the agent's language model: the JSON of each call, as it went out."""
    calls = named_study(name).sent()[-last:]
    if as_json:
        print_json({"study": name, "calls": [call.model_dump(mode="json") for call in calls]})
    else:
        tell("\n\n".join(sent_text(call) for call in calls) or NOTHING_SENT)


def _process(study: Study, view: RunView) -> str:
    if study.host_alive():
        return "its process is up"
    over = view.run.phase in ("none", "ended")
    return "no process" if over else f"no process: `cotune resume {study.shell_name}` starts one"


def _best(leaderboard: pd.DataFrame) -> str:
    return _as_text(leaderboard[SHOWN_COLUMNS].head(10)) if len(leaderboard) else "no trial has a score"


def _as_text(frame: pd.DataFrame) -> str:
    """A table for a person: few digits, minutes of this machine's clock, blanks where nothing is known."""
    import pandas as pd

    forms: dict[str, Callable[[Any], str]] = {
        "value": lambda value: with_noise(value, None),
        "importance": lambda drop: f"{drop:.3g}",
        "noise": two_digits,
        "predict_ms": lambda ms: f"{ms:.3g}",
        "size_mb": lambda mb: f"{mb:.3g}",
        "seconds": lambda seconds: f"{seconds:.1f}",
        "changed": lambda at: f"{at.to_pydatetime().astimezone():%Y-%m-%d %H:%M}",
    }
    shown = frame.astype(object)
    for name in frame.columns.intersection(list(forms)):
        shown[name] = [forms[name](cell) if pd.notna(cell) else "" for cell in frame[name]]
    return shown.to_string(index=False, na_rep="")


def _opened(opened: HoldoutOpened) -> str:
    return f"{opened.score.metric} {opened.score.in_figures()} on {opened.n_rows} rows"


def _baselines(view: RunView, spec: SearchSpec) -> str:
    beside = {"a guess": guess(view), "default XGBoost": default_xgboost(view)}
    lines = (f"  {name:16} {baseline.in_words(spec.metric)}" for name, baseline in beside.items())
    return "\n".join([f"to compare, {spec.metric} of:", *lines])


def _helped(view: RunView, spec: SearchSpec) -> list[str]:
    found = helped(view)
    if found is None:
        return []
    bought = (f"  {bought_in_words(b, spec.metric)}" for b in found.bought)
    said = (f"  {text}" for text in (*(c.says for c in found.compared), found.note) if text)
    return [f"\n{heading(found).lower()}", *bought, *said]


def _front(study: Study, spec: SearchSpec) -> list[str]:
    """The trials to choose from where two objectives count."""
    second = spec.second_objective
    if second is None:
        return []
    frame = study.pareto()
    title = (
        f"\nbetter than all with less {OBJECTIVE_NAMES[second]}, beyond noise (cotune use {study.shell_name} TRIAL):"
    )
    return [title, _as_text(frame[["trial", "family", "value", "noise", second]])] if len(frame) else []


def _plan_text(drafted: Plan) -> str:
    if drafted.question:
        answers = "".join(f"\n  - {on_one_line(candidate)}" for candidate in drafted.question.candidates)
        return f"First a question: {on_one_line(drafted.question.text)}{answers}"
    if drafted.spec is None and drafted.notes:
        return "\n".join(map(on_one_line, drafted.notes))
    if drafted.spec is None:
        return "Nothing to search for was found in this goal."
    origins = {origin.field: origin for origin in drafted.origins}
    lines = []
    for field, value in drafted.spec:
        origin = origins.get(field)
        if origin is None or (origin.source == "default" and value in (None, (), False)):
            continue
        words = f' "{origin.words}"' if origin.words else ""
        lines.append(on_one_line(f"{field:18} {shown(value):40} {origin.source}{words}"))
    return "\n".join([*lines, *map(on_one_line, drafted.notes)])


def _spec_text(spec: SearchSpec, run: RunState) -> str:
    """What is searched, with the budget as it stands now."""
    fields = {name: shown(value) for name, value in spec if value not in (None, (), False)}
    if run.budget_s is not None and run.budget_s != spec.seconds:
        fields["seconds"] += f", extended to {run.budget_s:g}"
    if run.budget_trials is not None and run.budget_trials != spec.trials:
        fields["trials"] += f", extended to {run.budget_trials}"
    return "\n".join(on_one_line(f"  {name:18} {text}") for name, text in fields.items())
