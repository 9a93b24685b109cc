"""What `%cotune` can be told: a function for each command, which gets what stands behind it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from cotune.errors import Refused, UserError
from cotune.model.printable import printable
from cotune.model.wording import grant_in_words
from cotune.model.words import names_built_in
from cotune.study.card_text import card_text
from cotune.study.in_force import in_force_text
from cotune.study.typed import typed_hint, typed_values
from cotune.ui.show import remember, selected

if TYPE_CHECKING:
    from cotune.model.mail import Reply
    from cotune.model.sharing import SharingLevel
    from cotune.model.words import Autonomy
    from cotune.study import Study

ANSWERS = {
    "done": "Done.",
    "card": "This waits for your yes: %cotune cards, or the panel.",
    "refused": "Refused.",
    "ignored": "Nothing to do.",
}
_TIME = re.compile(
    r"(?P<amount>\d+(?:\.\d+)?|\.\d+)\s*(?P<unit>s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)?", re.IGNORECASE
)
_TRIALS = re.compile(r"(?P<amount>\d{1,9})\s*trials?", re.IGNORECASE)
_SECONDS_IN = {"s": 1.0, "m": 60.0, "h": 3600.0}
USAGE = """%cotune                         show the panel
%cotune help                    this list
%cotune list                    studies on this machine
%cotune open NAME               select a study, by its name or the path of its folder
%cotune status                  how it is going, in text
%cotune say TEXT                tell the agent something
%cotune stop-turn               stop the agent's answer; the search goes on
%cotune retry [built-in]        let the agent answer again, or the built-in planner
%cotune pause | resume | stop
%cotune cluster ADDRESS         where trials run: a Dask scheduler's tcp://HOST:PORT, or local: this machine again
%cotune extend TIME             search longer: 5 min, 300 s or 5; a bare number is minutes; or 20 trials
%cotune steer FAMILY [SETTING=LOW..HIGH or SETTING=A,B ...]   hint where to look
%cotune try FAMILY [SETTING=VALUE ...]                        try this next
%cotune ban FAMILY | unban FAMILY
%cotune hints                   hints, bans and trials that wait
%cotune unsteer [HINT]          take one back
%cotune autonomy LEVEL          how often to be asked: ask_all, ask_risky or ask_costly
%cotune cards                   what waits for you
%cotune approve [CARD]
%cotune reject [CARD] [REASON]
%cotune grant TIME              search so much more without a card; TIME as above
%cotune grants                  the permissions in force
%cotune revoke [GRANT]          take one back
%cotune share LEVEL [COLUMN...] what the agent's model may see: 0 aliases, 1 names and types, 2 aggregates, 3 labels
%cotune sent                    what was sent to it last
%cotune agent-model MODEL       who answers: for example openai:gpt-4o-mini, or built-in for the built-in planner
%cotune probe                   measure whether it knows this table from elsewhere; that sends cells
%cotune columns                 which columns the model relies on
%cotune use [TRIAL]             make this trial the model, or leave it to cotune again
%cotune unseal                  ask for the score on the sealed rows

%%cotune [TABLE [name=NAME] [model=MODEL] [target="A COLUMN"]]
A goal in plain words, for the data frame TABLE or for the selected study."""


def words_of(text: str) -> list[str]:
    """As in a shell: quotes hold a name together that has blanks."""
    try:
        return shlex.split(text)
    except ValueError:
        raise UserError(
            f"'{text}' has a quote that isn't closed", fix='put names with blanks in quotes: "A COLUMN"'
        ) from None


def selected_study() -> Study:
    from cotune.study import Study

    study = selected()
    if not isinstance(study, Study):
        raise UserError("no study is selected", fix="%cotune open NAME, or %%cotune TABLE with a goal")
    return study


def _help(_rest: str) -> None:
    print(USAGE)


def _list(_rest: str) -> object:
    import cotune

    return cotune.list()


def _open(typed: str) -> object:
    from cotune.study.opening import open_typed

    if not typed:
        raise UserError("which study?", fix="%cotune list shows their names, %cotune open NAME selects one")
    words = words_of(typed)
    study = open_typed(words[0] if len(words) == 1 else typed)
    remember(study)
    return study


def _status(_rest: str) -> None:
    from cotune.ui.fallback import text
    from cotune.ui.show import feed_of

    print(text(feed_of(selected_study()).poll()))


def _say(words: str) -> None:
    selected_study().say(words)


def _retry(rest: str) -> None:
    if rest and not names_built_in(rest):
        raise UserError(f"'%cotune retry {rest}' is not understood", fix="%cotune retry, or %cotune retry built-in")
    _tell(lambda study: study.retry(built_in=bool(rest)))


def _cards(_rest: str) -> None:
    print("\n\n".join(card_text(card) for card in selected_study().cards) or "Nothing waits for you.")


def _extend(more: str) -> None:
    """By a time, or by trials."""
    if trials := _TRIALS.fullmatch(more):
        _tell(lambda study: study.extend(trials=int(trials["amount"])))
    else:
        seconds = _seconds(more, "extend")
        _tell(lambda study: study.extend(seconds=seconds))


def _cluster(address: str) -> None:
    if not address:
        raise UserError("which cluster?", fix="%cotune cluster tcp://HOST:PORT, or %cotune cluster local")
    study = selected_study()
    study.use_cluster(address)
    print(printable(f"Trials run on {study.settings.place}."))


def _steer(rest: str) -> None:
    family, *ranges = words_of(rest) or [""]
    _tell(lambda study: study.propose(typed_hint(family, ranges)))


def _try(rest: str) -> None:
    family, *settings = words_of(rest) or [""]
    _tell(lambda study: study.enqueue({"family": family, "params": typed_values(settings)}))


def _autonomy(level: str) -> None:
    _tell(lambda study: study.set_autonomy(cast("Autonomy", level)))


def _grant(time: str) -> None:
    seconds = _seconds(time, "grant")
    _tell(lambda study: study.grant(seconds))


def _grants(_rest: str) -> None:
    print("\n".join(grant_in_words(g) for g in selected_study().grants) or "No permission is in force.")


def _seconds(given: str, command: str) -> float:
    """'5', '5 min', '300 s', '1 h': a bare number is minutes."""
    found = _TIME.fullmatch(given)
    if not found:
        raise UserError("how long?", fix=f"for example: %cotune {command} 5 min, or 300 s; a bare number is minutes")
    return float(found["amount"]) * _SECONDS_IN[(found["unit"] or "m")[0].lower()]


def _approve(card: str) -> None:
    _tell(lambda study: study.approve(card or None))


def _reject(rest: str) -> None:
    """The first word may be a card, which begins as all do; what follows is the reason."""
    first, _, others = rest.partition(" ")
    card = first if first.startswith("card-") else None
    _tell(lambda study: study.reject(card, reason=others if card else rest))


def _share(rest: str) -> None:
    level, *labels = words_of(rest) or [""]
    if level not in ("0", "1", "2", "3"):
        fix = "%cotune share 1, or with labels of columns: %cotune share 3 COLUMN"
        raise UserError(f"'%cotune share {rest}' is not understood", fix=fix)
    _tell(lambda study: study.share(cast("SharingLevel", int(level)), labels))


def _agent_model(model: str) -> None:
    if not model:
        raise UserError("which model?", fix="%cotune agent-model openai:gpt-4o-mini, or built-in")
    _tell(lambda study: study.set_agent_model(model))


def _use(trial: str) -> None:
    if trial and not trial.isdecimal():
        raise UserError(f"'{trial}' is no trial", fix="for example: %cotune use 12")
    _tell(lambda study: study.use(int(trial) if trial else None))


def _sent(_rest: str) -> None:
    from cotune.model.sharing import NOTHING_SENT, sent_text

    calls = selected_study().sent()
    print(printable(sent_text(calls[-1])) if calls else NOTHING_SENT)


def _tell(act: Callable[[Study], Reply]) -> None:
    """Print what the host, or the gate, answers."""
    try:
        reply = act(selected_study())
    except Refused as refusal:
        print(printable(str(refusal)))
    else:
        print(printable(_answer(reply)))


def _answer(reply: Reply) -> str:
    if reply.outcome == "card" and reply.message:
        return f"{ANSWERS['card']} Because: {reply.message}."
    return reply.message or ANSWERS[reply.outcome]


COMMANDS: dict[str, Callable[[str], object]] = {
    "help": _help,
    "list": _list,
    "open": _open,
    "status": _status,
    "say": _say,
    "stop-turn": lambda _rest: _tell(lambda study: study.stop_turn()),
    "retry": _retry,
    "pause": lambda _rest: _tell(lambda study: study.pause()),
    "resume": lambda _rest: _tell(lambda study: study.resume()),
    "stop": lambda _rest: _tell(lambda study: study.stop()),
    "cluster": _cluster,
    "extend": _extend,
    "steer": _steer,
    "unsteer": lambda hint: _tell(lambda study: study.unsteer(hint or None)),
    "try": _try,
    "ban": lambda family: _tell(lambda study: study.ban(family)),
    "unban": lambda family: _tell(lambda study: study.unban(family)),
    "hints": lambda _rest: print(printable(in_force_text(selected_study().view))),
    "autonomy": _autonomy,
    "cards": _cards,
    "approve": _approve,
    "reject": _reject,
    "grant": _grant,
    "grants": _grants,
    "revoke": lambda grant: _tell(lambda study: study.revoke(grant or None)),
    "share": _share,
    "sent": _sent,
    "agent-model": _agent_model,
    "probe": lambda _rest: _tell(lambda study: study.probe()),
    "columns": lambda _rest: selected_study().column_importance(),
    "use": _use,
    "unseal": lambda _rest: _tell(lambda study: study.unseal()),
}
ALONE = frozenset(COMMANDS) - {
    "open", "say", "retry", "cluster", "extend", "steer", "unsteer", "try", "ban", "unban", "autonomy", "approve",
    "reject", "grant", "revoke", "share", "agent-model", "use",
}  # fmt: skip
"""The commands that take nothing more."""
