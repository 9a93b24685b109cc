"""Questions about the search, and what has to be looked up for each."""

from __future__ import annotations

import re
from typing import Any

from cotune.agent.planner.families import families_in
from cotune.agent.planner.followup import read_words
from cotune.agent.planner.reader import read_order
from cotune.agent.planner.text import Phrase
from cotune.agent.planner.unserved import asks_for_columns

_TRIAL = re.compile(
    r"(?i)(?:\b(?:trial|versuch|essai|ensayo|prueba|intento)s?\s*(?:no\.?|nr\.?|number|nummer)?\s*#?|#)(\d+)\b"
    r"(?:\s*(?:and|,|&|und|et|y|vs\.?|versus|or|than)\s*#?(\d+)\b)?"
)
_BEST = re.compile(
    r" (?:explain|describe|why|erklar\w*|warum|wieso|explique\w*|pourquoi|explica\w*|por que)(?: \S+){0,3} (?:best"
    r"|winner|beste[nrs]?|meilleur\w*|mejor) "
)
_ASKS = re.compile(
    r" (?:explain|describe|compare|show|tell|why|what|how|which|is|are|does|do|did|should|look|erklare?|erklar\w*"
    r"|vergleich\w*|warum|wieso|was|wie|zeig\w*|explique\w*|compare[rz]?|pourquoi|quel\w*|que|explica\w*|compara\w*"
    r"|por que|como|cual) "
)
_COMPARES = re.compile(
    r" (?:compare\w*|versus|vs|than|worse|better|behind|ahead|beats?|why|losing|lose[s]?|bad|weak|so good|difference"
    r"|vergleich\w*|schlechter|besser|warum|wieso|schlecht|mieux|pire|pourquoi|moins bon\w*|meilleur\w*|peor|mejor"
    r"|por que|compara\w*) "
)
_IMPROVES = re.compile(
    r" (?:still (?:improv\w+|getting better|going up|learning|finding)|improving|getting better|any better|plateau\w*"
    r"|converged?|stuck|worth (?:going on|continuing|waiting|more|it)|stalled|level(?:l?ed|l?ing) off|keeps? improving"
    r"|noch (?:besser|verbesser\w*|was)|verbesser\w* (?:es |sie )?sich|s'? ?ameliore\w*|progresse encore"
    r"|mejora\w* (?:aun|todavia)|(?:aun|todavia|sigue) mejora\w*|sigue mejorando) "
)
_NEXT = re.compile(
    r" (?:what (?:should|shall|can|could|would|do|must|may) (?:i|we|you) (?:do|try|change|suggest|recommend|advise"
    r"|propose)|what (?:next|now|else)|next steps?|do next|any (?:advice|suggestions?|ideas?|recommendations?)"
    r"|recommend|should (?:i|we) (?:stop|go on|continue|extend|wait)|suggest\w*|was (?:soll|sollen|kann|jetzt|nun|tun)"
    r"|wie (?:geht es )?weiter|que (?:faire|dois je|hago|debo|puedo)|et maintenant|y ahora) "
)
_WHY_THERE = re.compile(
    r" (?:(?:why|where|what)(?: \S+){0,4} (?:search|smac|it|look\w*|try|trying|tries|focus\w*|spend\w*)(?: \S+){0,3} "
    r"(?:look\w*|there|focus\w*|try|trying|tries|at|on|so much|so many|so often)|importan\w+"
    r"|(?:which|what) (?:hyper ?)?(?:parameters?|settings?|knobs?)(?: \S+){0,2} (?:matter\w*|count\w*|important"
    r"|influence\w*)|(?:parameters?|settings?) (?:that )?matter|matters? most|explored?|exploration|share of the space"
    r"|wichtig\w*|warum sucht|pourquoi (?:la recherche )?cherche|por que busca) "
)

Look = tuple[str, dict[str, Any]]


def lookups(text: str, state: dict[str, Any]) -> list[Look]:
    """What to look up for a question about the search that exists; nothing for other words."""
    if state["run"]["phase"] == "none":
        return []
    phrase = read_words(text)
    if asks_for_columns(phrase.text):
        return []
    if "?" not in text and not _ASKS.search(phrase.text):
        return []
    trials = [int(n) for found in _TRIAL.finditer(text) for n in found.groups() if n is not None]
    if not trials and _BEST.search(phrase.text) and not families_in(phrase.text):
        trials = [of["trial"] for of in state["trials"]["best"][:1]]
    if trials:
        return [("look_at_trial", {"trial": n}) for n in dict.fromkeys(trials[:2])]
    if _WHY_THERE.search(phrase.text):
        return [("look_at_search", {})]
    families = compared(phrase, state) if _COMPARES.search(phrase.text) else None
    if families:
        return [("compare_families", {"first": families[0], "second": families[1]})]
    if _IMPROVES.search(phrase.text) or _NEXT.search(phrase.text):
        return [("look_at_progress", {})]
    return []


def asks_for_next_step(text: str) -> bool:
    """Whether it is what to do that is asked, and not only whether the search still improves."""
    words = read_words(text).text
    if _NEXT.search(words) or _IMPROVES.search(words):
        return _NEXT.search(words) is not None
    read = read_order(text)
    return read["next"] > read["improving"]


def compared(phrase: Phrase, state: dict[str, Any]) -> tuple[str, str] | None:
    """Two families that are asked about together; one alone is compared with the best, or the best with the next."""
    named = list(dict.fromkeys(families_in(phrase.text)))
    if not named:
        return None
    if len(named) > 1:
        return named[0], named[1]
    ranked = [f for f in state["trials"]["by_family"] if f != named[0]]
    return (named[0], ranked[0]) if ranked else None
