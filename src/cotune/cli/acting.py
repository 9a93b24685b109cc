"""Commands that act on a study: every one goes through its gate, like a click in the panel."""

from __future__ import annotations

import time
from typing import Annotated, cast

import typer

from cotune.cli.answering import said_of, settle, shown_and_confirmed, why_unscored
from cotune.cli.naming import JsonFlag, StudyName, columns_named, named_study
from cotune.cli.outcome import print_json, tell
from cotune.errors import CotuneError, HostUnavailable, UserError
from cotune.model.event import MAKING_CHOSEN, ModelProbed
from cotune.model.probe import probe_in_words
from cotune.model.sharing import SharingLevel
from cotune.model.usage import usage_in_words
from cotune.model.wording import grant_in_words
from cotune.study import Study
from cotune.study.card_text import card_text

CardId = Annotated[str | None, typer.Argument(help="Which card; may be left out when there is just one.")]
YesFlag = Annotated[bool, typer.Option("--yes", help="Approve what is asked.")]
UNSEAL_WITHIN_S = 60
MADE_WITHIN_S = 130.0


def cards(name: StudyName, as_json: JsonFlag = False) -> None:
    """List what waits for a human's yes or no."""
    waiting = named_study(name).cards
    if as_json:
        print_json({"study": name, "cards": [card.model_dump(mode="json") for card in waiting]})
        return
    tell("\n\n".join(card_text(card) for card in waiting) or "nothing waits for you")


def approve(name: StudyName, card: CardId = None) -> None:
    """Say yes to a card, exactly as it is shown by `cotune cards`. One that isn't named is shown, and asked about."""
    study = named_study(name)
    study.approve(card or shown_and_confirmed(study))
    tell("approved")


def reject(
    name: StudyName,
    card: CardId = None,
    reason: Annotated[str, typer.Option(help="The agent sees it and respects it.")] = "",
) -> None:
    """Say no to a card."""
    study = named_study(name)
    study.reject(card, reason)
    tell("rejected")


def stop_turn(name: StudyName) -> None:
    """Stop the agent where it is; the search goes on."""
    tell(named_study(name).stop_turn().message or "stopped")


def retry(
    name: StudyName,
    built_in: Annotated[bool, typer.Option("--built-in", help="Let the built-in planner answer this time.")] = False,
) -> None:
    """Let the agent answer once more, after a turn that failed or was stopped."""
    tell(named_study(name).retry(built_in=built_in).message or "the agent answers again")


def limit_agent(
    name: StudyName,
    *,
    turn_tokens: Annotated[int | None, typer.Option(help="Most tokens in one turn.")] = None,
    study_tokens: Annotated[int | None, typer.Option(help="Most tokens in the study.")] = None,
    money: Annotated[float | None, typer.Option(help="Most money in the study; needs the prices.")] = None,
    input_price: Annotated[float | None, typer.Option(help="Price of a million tokens sent.")] = None,
    output_price: Annotated[float | None, typer.Option(help="Price of a million tokens received.")] = None,
    currency: Annotated[str | None, typer.Option(help="What the prices are in.")] = None,
    yes: YesFlag = False,
) -> None:
    """Say what the agent's language model may use, and what it costs."""
    given = {
        "turn_tokens": turn_tokens,
        "study_tokens": study_tokens,
        "money": money,
        "input_price": input_price,
        "output_price": output_price,
        "currency": currency,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes:
        raise UserError("which limit?", fix="for example --study-tokens 500000")
    study = named_study(name)
    settle(study, study.limit_agent(**changes), yes=yes)
    used = study.view.agent
    tell(usage_in_words(used.used, used.budget))


def share(
    name: StudyName,
    level: Annotated[int, typer.Argument(min=0, max=3, help="0 aliases, 1 names and types, 2 aggregates, 3 labels.")],
    labels: Annotated[
        list[str] | None,
        typer.Option(
            "--labels", help="Columns whose category labels are shared, separated by commas; may be repeated."
        ),
    ] = None,
    yes: YesFlag = False,
) -> None:
    """Say what the agent's language model may see of the table."""
    study = named_study(name)
    settle(study, study.share(cast(SharingLevel, level), columns_named(study.profile, labels or ())), yes=yes)
    tell(f"the agent's model sees {study.view.agent.sharing.in_words()}")


def agent_model(
    name: StudyName,
    model: Annotated[str, typer.Argument(help="For example openai:gpt-4o-mini; built-in: the built-in planner.")],
    yes: YesFlag = False,
) -> None:
    """Choose the language model that answers as the agent, or the built-in planner."""
    study = named_study(name)
    settle(study, study.set_agent_model(model), yes=yes)
    tell(f"{study.view.planner} answers")


def probe(
    name: StudyName,
    rows: Annotated[int, typer.Option(min=5, max=40, help="How many rows the model shall guess, each twice.")] = 10,
    yes: YesFlag = False,
) -> None:
    """Measure whether the agent's language model knows this table from elsewhere. It is sent cells for that."""
    study = named_study(name)
    before = study.view.seq
    settle(study, study.probe(rows), yes=yes)
    while (view := study.view).agent.probing and study.host_alive():
        time.sleep(0.05)
    ended = [event.body for event in study.events(after=before) if isinstance(event.body, ModelProbed)]
    if not ended or view.agent.probing:
        raise HostUnavailable(
            f"the study's process ended before the probe did: `cotune probe {study.shell_name}` asks anew"
        )
    found = ended[-1]
    if found.score is None:
        raise CotuneError(f"the probe found nothing: {found.problem}")
    tell(probe_in_words(found.score, found.model))


def cluster(
    name: StudyName,
    address: Annotated[str, typer.Argument(help="Of its Dask scheduler, tcp://HOST:PORT; or local: this machine.")],
) -> None:
    """Choose where trials run: on a Dask cluster, or on this machine. A search under way moves there."""
    study = named_study(name)
    study.use_cluster(address)
    tell(f"trials run on {study.settings.place}")


def pause(name: StudyName) -> None:
    """Pause the search; running trials are requeued."""
    tell(named_study(name).pause().message or "paused")


def resume(name: StudyName) -> None:
    """Make the search go on, after a pause or when its process died; what else it left undone is taken up too."""
    study = named_study(name)
    view = study.view
    if view.run.phase in ("none", "ended") and (view.unsealing or view.choosing):
        study.ensure_host()
        tell("the sealed rows are being scored" if view.unsealing else "the chosen model is being made")
        return
    study.resume()
    tell("running")


def stop(name: StudyName) -> None:
    """End the search and make the model of what there is."""
    tell(named_study(name).stop().message or "stopped")


def extend(
    name: StudyName,
    seconds: Annotated[float | None, typer.Option(help="More seconds of search.")] = None,
    trials: Annotated[int | None, typer.Option(help="More trials.")] = None,
    yes: YesFlag = False,
) -> None:
    """Give the search more budget, also after it has ended."""
    if seconds is None and trials is None:
        raise UserError("More of what?", fix="say --seconds N, --trials N or both")
    study = named_study(name)
    settle(study, study.extend(seconds=seconds, trials=trials), yes=yes)
    tell("extended")


def grant(
    name: StudyName,
    seconds: Annotated[float, typer.Option(help="Seconds of search that need no card.")],
    yes: YesFlag = False,
) -> None:
    """Give a standing permission to search without a card. Never for the sealed rows, privacy or deletion."""
    study = named_study(name)
    settle(study, study.grant(seconds), yes=yes)
    _print_grants(study)


def grants(name: StudyName, as_json: JsonFlag = False) -> None:
    """List the standing permissions in force."""
    study = named_study(name)
    if as_json:
        print_json({"study": name, "grants": [g.model_dump(mode="json") for g in study.grants]})
    else:
        _print_grants(study)


def revoke(
    name: StudyName,
    grant: Annotated[str | None, typer.Argument(help="Which; may be left out when there is just one.")] = None,
) -> None:
    """Take a standing permission back."""
    named_study(name).revoke(grant)
    tell("withdrawn")


def _print_grants(study: Study) -> None:
    tell("\n".join(grant_in_words(g) for g in study.grants) or "no permission is in force")


def use(
    name: StudyName,
    trial: Annotated[int | None, typer.Argument(help="Which finished trial; none: what cotune would choose.")] = None,
    yes: YesFlag = False,
) -> None:
    """Make one finished trial the model, alone; `cotune show` lists what is worth it."""
    study = named_study(name)
    reply = study.use(trial)
    settle(study, reply, yes=yes)
    if study.view.choosing:
        study.wait(MADE_WITHIN_S)
    view = study.view
    if view.choosing:
        raise HostUnavailable(f"no model yet: `cotune show {study.shell_name}` tells when it is there")
    if view.run.phase != "ended":
        tell(reply.message or "the model will be made of it when the search ends")
        return
    if view.chosen is not None and (view.model is None or view.model.chosen != view.chosen):
        raise CotuneError(said_of(MAKING_CHOSEN, study) or f"no model was made of trial {view.chosen}")
    made_of = ", ".join(f"#{m.trial} {m.family}" for m in view.model.members) if view.model else "nothing"
    tell(f"the model is made of {made_of}")


def unseal(name: StudyName, yes: YesFlag = False) -> None:
    """Score the model on the sealed rows. Each opening is counted: look once, at the end."""
    study = named_study(name)
    before = len(study.view.holdout)
    settle(study, study.unseal(), yes=yes)
    for _ in range(UNSEAL_WITHIN_S * 20):
        if not study.view.unsealing:
            break
        study.ensure_host()
        time.sleep(0.05)
    else:
        raise HostUnavailable(f"no score yet: `cotune show {study.shell_name}` tells it when it is there")
    view = study.view
    if len(view.holdout) == before:
        raise UserError(why_unscored(study))
    last = view.holdout[-1]
    tell(f"{last.score.metric} {last.score.in_figures()} on {last.n_rows} sealed rows, opening {last.count}")
    if (gap := view.optimism()) is not None:
        tell(gap.in_words())
