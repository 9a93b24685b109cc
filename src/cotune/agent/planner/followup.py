"""Wishes and questions about a search that exists."""

from __future__ import annotations

import re
from typing import Any

from cotune.agent.planner.affirmed import affirmed
from cotune.agent.planner.commands import asks_back, is_command, leads, only_asks
from cotune.agent.planner.durations import MARK, with_durations
from cotune.agent.planner.families import families_in, family_wish, with_families
from cotune.agent.planner.lexicon import LEXICON, ORDINARY
from cotune.agent.planner.metrics import named_metric
from cotune.agent.planner.text import Phrase
from cotune.agent.planner.tokens import language_of, spelled, tokenise, with_digits
from cotune.agent.planner.trying import wanted_trial
from cotune.model.wording import FAMILY_NAMES, METRIC_NAMES, duration

_LONGEST_ORDER = 9
_SENTENCE = re.compile(r"\S(?:[^.!?\n]|[.!?](?=\S))*[.!?]*")
# A search is told to wait, to go on and to end by these where they are commands: see commands.py.
_PAUSE = re.compile(
    r" (?:pause|pausier\w*|anhalten|halt mal|hold it|suspend|pausa|(?:take|have|make|a|eine|kurze|une|haz|hacer)"
    r"(?: (?:a|eine|une|una|mal|short|little|quick|kurze|petite|pequena))* (?:break|pause|pausa)"
    r"|(?:put|mets|mettez|mettre|pon|poner)(?: \w+){0,2} (?:on|en) (?:pause|hold|pausa)|mach\w*(?: \w+){0,3} pause) "
)
_GO_ON = re.compile(
    r" (?:resume|continue|go on|carry on|keep (?:on )?(?:going|searching|running|looking|trying|optimi[sz]ing|at it)"
    r"|(?:search|run|look|train|try) (?:on|further|some more)|unpause|weiter|weitermachen|weitersuchen"
    r"|(?:mach\w*|such\w*|lauf\w*) weiter|fortsetzen|continuer?|poursui\w*|reprends?|cherche\w* encore|sigue|continua"
    r"|reanuda\w*) "
)
_STOP = re.compile(
    r" (?:stop|halt|end (?:it|this|here|now)|finish(?: up)?|abort|quit|stopp?|beende\w*|hor\w* auf|brich ab|abbrechen"
    r"|arrete\w*|parar?|deten\w*|termina\w*|(?:(?:that|it|this|das|es)(?: is| 's| ist)? |i (?:have )?(?:had|seen) )?"
    r"(?:good |more than )?(?:enough|genug|assez|basta)(?: of (?:this|it))?|(?:das|es) reicht|(?:ca|cela) suffit"
    r"|schluss) "
)
_TALKS = re.compile(
    r" (?:tell|explain\w*|talk\w*|speak\w*|show|describe|say|erzahl\w*|erklar\w*|zeig\w*|raconte\w*|explique\w*"
    r"|montre\w*|cuenta\w*|explica\w*|muestra\w*) "
)
CONDITION = (
    r" (?:when(?:ever)?|if(?! (?:possible|you can))|once|as soon as|until|till|unless|after|in <t|at \d|sobald|wenn"
    r"|falls|nachdem|quand|lorsque|des que|apres|cuando|en cuanto|despues)(?: |(?<=<t))"
)
"""What makes an order one for later, which is no order to do it now."""
_CONDITIONAL = re.compile(CONDITION)
_NOT = re.compile(r" (?:not|never|nicht|pas|no) ")
_MORE = re.compile(
    r" (?:more|another|extra|additional|extend|extended|extension|longer|keep going|add|mehr|weitere|noch|verlanger\w*"
    r"|encore|de plus"
    r"|supplementaires?|prolonge\w*|mas|otros|adicionales?|amplia\w*) "
)
_TRIALS = re.compile(
    r"(?<= )(\d+) (?:more |extra |additional |further |weitere )?(?:trials?|configurations?|runs|attempts|tries"
    r"|evaluations|models|versuche|essais|pruebas|intentos) "
)
_AS_MUCH_AGAIN = re.compile(
    r" (?:twice|double|doubled|as much again|as long again|same again|doppelt\w*|verdopp\w*|le double|deux fois"
    r"|el doble|dos veces) "
)
_FOCUS = re.compile(
    r" (?:focus|concentrate|prefer|more|try more|look more|emphasi[sz]e|mostly|konzentrier\w*|bevorzug\w*|mehr"
    r"|concentre\w*|plus de|prefere\w*|centrate|mas|prioriti[sz]e) "
)
_SPENT_MORE = re.compile(
    r"(?:^|[,.;!]) (?:(?:please|and|but|then|now|so|ok|let us|you can|can you|could you|bitte|por favor) )*(?:use|try"
    r"|spend|give|put|search|look|do|run|sample|nimm|mach|such\w*|essaie|cherche|usa|prueba|busca)(?: \S+){0,3} (?:more"
    r"|mostly|mehr|plus|mas) "
)
_TELLS = re.compile(
    r" not (?:(?:so|that|too|half|really|at all) )*(?:bad|worse|wrong|terrible|slow|weak|hopeless|useless|far) "
    r"| <f\S* (?:fans?|users?|people|lovers?|experts?) | never (?:seen|had|saw|thought|knew|heard) "
    r"| there (?:is|are|was|were) (?:still )?no | there (?:is|are) not "
)
"""What only tells of a family: `xgboost is not bad`, `no xgboost fans here`."""
_ALLOW = re.compile(
    r" (?:allow|bring back|unban|again|re enable|enable|readmit|include|wieder|erlaube|a nouveau|autorise|de nuevo"
    r"|permite) "
)
_UNSEAL = re.compile(
    r" (?:unseal|open|look at|(?:(?:give|show|tell) (?:me|us) (?:\w+ ){0,2})?score on|evaluate on|check on|test on"
    r"|entsiegel\w*|offne) (?:\w+ ){0,4}(?:holdout|hold out|sealed|test set|test rows|sealed rows)| unseal "
)
_TRIAL = r"(?:trial|versuch|essai|prueba|intento|ensayo)(?: (?:number|no|nr|#|\.))* (\d+)"
_USE = re.compile(
    rf" (?:take|use|choose|pick|select|prefer|want|deliver|(?:go |stick |stay )?with|make|have|nimm|nehme\w*|wahle"
    rf"|verwende|benutze|prends|utilise|choisis|toma|usa|elige|escoge)"
    rf"(?: (?:the|model|of|from|me|us|please|den|die|das|le|la|l'|el|modell|modele))* {_TRIAL}(?= )"
    rf"|^ {_TRIAL}(?: (?:please|bitte|it is|as (?:the |my )?model|is the model))+ "
)
_USE_BLEND = re.compile(
    r" (?:use|take|back to|go back to|return to|make|nimm|zuruck zu|reprends|vuelve a)(?: \w+){0,2} (?:blend|ensemble"
    r"|default model|original model|your own choice|your choice)(?= )"
)
_UNSURE = re.compile(r"(?: \S+){0,2} (?:or|oder|ou|o|vs|versus|gone|out|away|removed|deleted)(?= )")
"""Which trial, or what is to become of it, is left open: `would you take trial 0 or trial 2`, `I want trial 0 gone`."""
_STATUS = re.compile(
    r" (?:how is it|how 's it|how it is|how are (?:we|things)|how far|status|progress|so far|how many trials"
    r"|best (?:model|score|trial|so far|one|result|family)"
    r"|what is (?:the )?best|what 's (?:the )?best|which (?:model|family) (?:is|wins|leads)|how good|results?"
    r"|wie (?:lauft|gut|weit|steht)|stand der dinge|bestes modell|comment (?:ca )?va|ou en|meilleur\w*|como va"
    r"|mejor (?:modelo|resultado)|why (?:did|do|has|have)|fail(?:ed|ures?|ing)?|leaderboard|time left|how long) "
)


def control_calls(text: str, state: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Tool calls for a short order about the run: pause, resume, stop, more budget, families, the model, the sealed
    rows."""
    if state["run"]["phase"] == "none":
        return []
    text = without_questions(text)
    phrase = read_words(text)
    words = len(phrase.items)
    if orders_unsealing(affirmed(phrase)):
        return [("draft_unsealing", {})]
    if words <= _LONGEST_ORDER and not _NOT.search(phrase.text):
        used = _ordered(_USE, phrase)
        if used and not _UNSURE.match(phrase.text, used.end()) and " would you " not in phrase.text:
            return [("draft_use", {"trial": int(next(g for g in used.groups() if g))})]
        if _ordered(_USE_BLEND, phrase):
            return [("draft_use", {})]
    extension = _extension(phrase, state["run"]["phase"] != "paused") if words <= 2 * _LONGEST_ORDER else None
    if extension and not names_another_metric(phrase, state):
        return [("draft_extension", extension)]
    is_for_now = not _NOT.search(phrase.text) and not _CONDITIONAL.search(phrase.text)
    if words <= _LONGEST_ORDER and not families_in(phrase.text) and "?" not in text and is_for_now:
        if is_command(phrase.text, _PAUSE):
            return [("draft_pause", {})]
        if goes_on(phrase.text):
            return [("draft_resume", {})]
        if is_command(phrase.text, _STOP):
            return [("draft_stop", {})]
    wanted = wanted_trial(phrase) if words <= 2 * _LONGEST_ORDER and is_for_now else None
    return [("draft_trial", wanted)] if wanted else _about_families(phrase, state)


def without_questions(text: str) -> str:
    """The sentences that may order something: `why is there ...?` orders nothing, `could you ...?` does."""
    return " ".join(said for said in _SENTENCE.findall(text) if not only_asks(read_words(said).text))


def names_another_metric(phrase: Phrase, state: dict[str, Any]) -> bool:
    """Whether it asks for another search: `another one by AUC, 45 seconds`."""
    wish = named_metric(phrase)
    return wish is not None and wish.metric != (state["search"] or {}).get("metric")


def read_words(text: str) -> Phrase:
    """The words as the patterns of follow-ups expect them: spelled, with families and durations marked."""
    phrase = Phrase(text, tokenise(text))
    language = language_of(phrase.items)
    phrase = with_digits(phrase, language)
    if language == "en":
        phrase = spelled(phrase, LEXICON, ORDINARY)
    return with_durations(with_families(phrase))


def goes_on(text: str) -> bool:
    """Whether a phrase's text orders the search to go on: `go on, tell me more` wants words."""
    return is_command(text, _GO_ON) and not _TALKS.search(text)


def _ordered(pattern: re.Pattern[str], phrase: Phrase) -> re.Match[str] | None:
    """What an order begins with: `people want trial 0 gone` only tells of what they want."""
    found = pattern.search(phrase.text)
    return found if found and leads(phrase.text, found.start()) else None


def speaks_of_unsealing(phrase: Phrase) -> bool:
    """Whether it is said in plain words, be it only to refuse it."""
    return _UNSEAL.search(phrase.text) is not None


def orders_unsealing(phrase: Phrase) -> bool:
    """Whether a clause orders to open the sealed rows now: `they told me to open the holdout` tells of it."""
    is_for_now = not _CONDITIONAL.search(phrase.text)
    return is_for_now and any(leads(phrase.text, m.start()) for m in _UNSEAL.finditer(phrase.text))


def _extension(phrase: Phrase, may_go_on: bool = False) -> dict[str, Any] | None:
    """More seconds or trials: `5 more minutes`, `another hour`, `extend by 20 trials`, `go on for 5 minutes`."""
    said = affirmed(phrase)
    is_more = _MORE.search(said.text) is not None or (may_go_on and goes_on(said.text))
    return None if not is_more or families_in(phrase.text) else amount(said, {})


def amount(phrase: Phrase, state: dict[str, Any]) -> dict[str, Any] | None:
    """The seconds or trials that the words name; `twice as long` is as much again as the run's budget."""
    joined = Phrase(
        phrase.raw,
        (
            i
            for i in phrase.items
            if i.text not in ("more", "extra", "another", "additional", "mehr", "weitere", "mas", "encore")
        ),
    )
    durations = with_durations(_with_article(joined)).found(MARK)
    trials = _TRIALS.search(phrase.text)
    found: dict[str, Any] = {}
    if durations:
        found["seconds"] = float(durations[-1].group(1))
    if trials:
        found["trials"] = int(trials.group(1))
    budget = state.get("run", {}).get("budget_seconds")
    if not found and budget and _AS_MUCH_AGAIN.search(phrase.text):
        found["seconds"] = float(budget)
    return found or None


def _with_article(phrase: Phrase) -> Phrase:
    """`another hour` lost its word for one: a unit that stands alone means one of it."""
    unit = re.compile(r"(?<= )(?:minute|hour|stunde|minuto|hora|heure)(?= )")
    return phrase.marked(
        unit,
        lambda m: (
            None
            if re.search(r"(?:\d|an?|half) $", phrase.text[: m.start()])
            else f"<t{60 if m.group()[0] == 'm' else 3600}>"
        ),
    )


def _about_families(phrase: Phrase, state: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    named = families_in(phrase.text)
    if (
        not named
        or asks_back(phrase.text)
        or _TELLS.search(phrase.text)
        or len(phrase.items) > 2 * _LONGEST_ORDER
        or state["run"]["phase"] not in ("running", "paused")
    ):
        return []
    back = [f for f in named if f in state["banned_families"]]
    if back and _ALLOW.search(phrase.text):
        return [("draft_unban", {"family": f}) for f in back]
    excluded = family_wish(phrase).excluded
    if excluded:
        bans = [("draft_ban", {"family": f}) for f in excluded if f not in state["banned_families"]]
        return bans + _extension_beside(phrase)
    if _ordered(_FOCUS, phrase) or _SPENT_MORE.search(phrase.text):
        return [("draft_steer", {"family": f, "why": phrase.raw.strip()[:200]}) for f in named[:2]]
    return []


def _extension_beside(phrase: Phrase) -> list[tuple[str, dict[str, Any]]]:
    """`No forests please, and take one more minute`: what another clause adds to the budget."""
    for clause in re.split(r"[,.;!]| and | und | et | y ", phrase.raw):
        found = _extension(read_words(clause))
        if found:
            return [("draft_extension", found)]
    return []


def answer_about(text: str, state: dict[str, Any]) -> str | None:
    """Text for a question about how it goes, with the view's figures only; None when it is no such question."""
    phrase = read_words(text)
    if not state["search"] or len(phrase.items) > 2 * _LONGEST_ORDER or not _STATUS.search(phrase.text):
        return None
    return how_it_goes(state)


def how_it_goes(state: dict[str, Any]) -> str:
    """Time and trials used, the best, the other families, and what failed."""
    trials, run = state["trials"], state["run"]
    parts = [_progress(run, trials)]
    if trials["best"]:
        best = trials["best"][0]
        family = FAMILY_NAMES[best["family"]]
        metric = METRIC_NAMES[state["search"]["metric"]]
        parts.append(f"Best so far is trial {best['trial']} ({family}) with {metric} {best['value']:g}.")
        others = [
            f"{FAMILY_NAMES[f]} {v['best_value']:g}" for f, v in trials["by_family"].items() if f != best["family"]
        ]
        if others:
            parts.append("Best of the other families: " + ", ".join(others[:4]) + ".")
    if trials["failed"]:
        plural = "s" * (trials["failed"] != 1)
        parts.append(f"{trials['failed']} trial{plural} failed ({', '.join(trials['failures'][:4])}).")
    return " ".join(parts)


def _progress(run: dict[str, Any], trials: dict[str, Any]) -> str:
    budget = f" of {duration(run['budget_seconds'])}" if run["budget_seconds"] else ""
    because = f" ({run['ended_because']})" if run["ended_because"] else ""
    used = f"{duration(run['active_seconds'])}{budget} used"
    return f"The search is {run['phase']}{because}: {used}, {trials['finished']} trials finished."
