"""Do the person's own words ask for a search, or for more of one?"""

from __future__ import annotations

import re
from typing import Any

from cotune.agent.planner.affirmed import affirmed
from cotune.agent.planner.answers import wants_prediction
from cotune.agent.planner.commands import is_command
from cotune.agent.planner.followup import CONDITION, amount, goes_on, read_words, without_questions
from cotune.agent.planner.reader import read_order
from cotune.agent.planner.refusing import refuses
from cotune.agent.planner.reply import reply_to
from cotune.agent.redaction import redact
from cotune.model import action as act
from cotune.model.profile import TableProfile
from cotune.model.spec import SearchSpec
from cotune.model.view import RunView

_FOR_LATER = re.compile(rf"{CONDITION}| (?:tomorrow|later|next week|morgen|spater|demain|plus tard|manana|luego) ")
_AGAIN = re.compile(
    r" (?:(?:search|try|start|run|go|begin|do|train|tune)(?: it| that| this| the search| all)*(?: once| all)? (?:again"
    r"|anew|afresh|over)|(?:another|a new|new|a second|one more|a fresh|a different) (?:search|run|go|try|attempt"
    r"|round)|restart|retry|rerun|re run|(?:such\w*|versuch\w*|start\w*|mach\w*)(?: es| das| sie)? (?:erneut|neu"
    r"|noch ?mal\w*)|noch ?(?:ein)?mal (?:von vorn\w*|suchen|versuchen)|neue suche|von vorn\w*"
    r"|(?:relance|recommence)\w*|(?:cherche|essaie|essaye|lance)\w* (?:a|de) nouveau|nouvelle recherche"
    r"|(?:busca\w*|intenta\w*|empieza|prueba) (?:otra vez|de nuevo)|(?:otra|nueva) busqueda) "
)
_BEGIN = re.compile(
    r" (?:start|begin|launch|go ahead|do it|run it|search|get going|get started|starte\w*|fang\w* an|leg\w* los|los"
    r"|lance\w*|commence\w*|vas y|allez y|demarre\w*|empieza|inicia|adelante|comienza) "
)
_EXTEND = re.compile(r" (?:extend|prolong|verlanger\w*|prolonge\w*|amplia\w*|extiende|alarga\w*) ")
_MORE_OF_IT = re.compile(
    r" (?:more(?! than)|extra|additional|another|mehr|plus de|encore|mas|noch) (?:\w+ ){0,2}(?:time|trials?|searching"
    r"|budget|minutes?|hours?|seconds?|zeit|minuten?|stunden?|versuche?|temps|essais?|tiempo|pruebas?|<t\S*)"
    r"| (?:run|search|go|let it|try|look|train|lass|laufen|suchen?|cherche\w*|dure\w*|busca\w*)(?: \w+){0,4} (?:longer"
    r"|more|langer|longtemps|mas)(?! (?:than|als|que) )(?= )| <t\S* (?:more|longer|extra|mehr|langer|de plus|mas)(?= )"
    r"| (?:twice|double|as much again|as long again|same again|doppelt\w*|el doble|le double) "
)
_SURE, _HARDLY = 0.75, 0.1
_AMOUNTS = ("seconds", "trials")
Lines = list[tuple[str, str]]


def asks_for_search(text: str, action: act.StartSearch, view: RunView, profile: TableProfile) -> bool:
    """Whether they state a goal, a change of the search that there is, or order another one.

    An order to go on asks for the same search, in other amounts at most. An answer to a question asks for what the
    words before that question asked for.
    """
    if refuses(text):
        return False
    lines = [*_before_the_question(text, view), ("you", text)]
    said = [words for who, words in lines if who == "you"]
    if any(_wishes([("you", words)], view, profile) for words in said) or _wishes(lines, view, profile):
        return True
    told = _read(without_questions(text))
    if _FOR_LATER.search(told):
        return False
    if _AGAIN.search(told):
        return True
    if _orders_more(text):
        return view.spec is None or _same_but_amounts(action.spec, view.spec)
    return is_command(told, _BEGIN)


def asks_for_more(text: str, action: act.ExtendRun, view: RunView, profile: TableProfile) -> bool:
    """Whether they order to go on, or name a budget: for no more than they name, where they name an amount.

    Words with a limit (`no more than 5 minutes`) or a no name none by themselves.
    """
    if refuses(text) or _FOR_LATER.search(_read(text)):
        return False
    told = without_questions(text)
    phrase = read_words(told)
    said = affirmed(phrase)
    wished = _budget_wished(told, view, profile) if said.text == phrase.text else {}
    if not (wished or _orders_more(told)):
        return False
    named = amount(said, study_told(view, profile)["study"]) or wished
    drafted = {"seconds": action.seconds, "trials": action.trials}
    return not named or all(much is None or much <= named.get(unit, 0) for unit, much in drafted.items())


def _orders_more(text: str) -> bool:
    told = without_questions(text)
    said = affirmed(read_words(told)).text
    if goes_on(said) or is_command(said, _EXTEND):
        return True
    return _MORE_OF_IT.search(said) is not None and not _is_about_something_else(told)


def _is_about_something_else(text: str) -> bool:
    """Whether the encoder is sure of it: `5 more minutes of your time: how is it going?`."""
    shares = read_order(text)
    return max(shares.values()) >= _SURE and shares["extend"] + shares["resume"] + shares["change"] < _HARDLY


def _wishes(lines: Lines, view: RunView, profile: TableProfile) -> bool:
    """Whether the built-in planner would draft a search from them, or ask what is missing of one.

    A question asks for a search by what it wants predicted alone: `who will leave?`.
    """
    text = lines[-1][1]
    drafted = _planned(lines, view, profile)
    told = without_questions(text)
    if told == text.strip():
        return bool(drafted)
    before = view.spec.target if view.spec else None
    goals = [of for of in drafted if "target" in of and (of["target"] != before or wants_prediction(text))]
    return bool(goals) or bool(told and _planned([*lines[:-1], ("you", told)], view, profile))


def _budget_wished(text: str, view: RunView, profile: TableProfile) -> dict[str, Any]:
    """The seconds and trials of the search that the planner would draft."""
    drafted = _planned([("you", text)], view, profile)
    return {unit: of[unit] for of in drafted for unit in _AMOUNTS if unit in of}


def _planned(lines: Lines, view: RunView, profile: TableProfile) -> list[dict[str, Any]]:
    """What the built-in planner makes of these words: the fields of a search, also of one that lacks something yet."""
    reply = reply_to(lines, study_told(view, profile))
    calls = [] if isinstance(reply, str) else [(call.tool, call.arguments) for call in reply]
    searches = [arguments for tool, arguments in calls if tool == "draft_search"]
    return searches + [a["understood"] for tool, a in calls if tool == "ask_question" and "understood" in a]


def _before_the_question(text: str, view: RunView) -> Lines:
    """What the person said before the questions that are open now, and these; empty where none is."""
    said = [line for line in view.chat if line.who != "cotune"]
    if said and (said[-1].who, said[-1].text) == ("you", text):
        said.pop()
    first = len(said)
    while first > 1 and said[first - 1].question and said[first - 2].who == "you":
        first -= 2
    return [(line.who, line.text) for line in said[first:]]


def _same_but_amounts(spec: SearchSpec, before: SearchSpec) -> bool:
    return spec.having(seconds=before.seconds, trials=before.trials, random_state=before.random_state) == before


def study_told(view: RunView, profile: TableProfile) -> dict[str, Any]:
    """Table and study as the built-in planner is told of them."""
    return redact(view, profile, stays_here=True).data


def _read(text: str) -> str:
    return read_words(text).text
