"""A plain command: a verb that stands alone in its clause, beside politeness and words for the search itself.

`stop it now please` is one; `the bus stop column matters` and `stop repeating yourself` are none.
"""

from __future__ import annotations

import re

from cotune.agent.planner.text import word_set

_BEFORE = word_set(
    """
    please ok okay well so then now just yes yeah yep hey hi right alright fine good great cotune thanks and but can
    could would you i we want wish need like to let us lets 's time no rather instead maybe it may should must will
    bitte jetzt nun mal doch ja gut also du sie kannst konnen konntest ich mochte will wir lass uns die den suche lauf
    angehaltene s' te vous il plait svp stp maintenant oui bon alors tu peux pouvez on la le recherche
    por favor ya ahora si bueno entonces puedes quiero que vamos busqueda
    """
)
_AFTER = word_set(
    """
    please ok okay it this that them everything all the search searching run running process job study training
    optimisation optimization optimising optimizing learning fitting looking trying tuning working trials
    now then here there right away immediately at once today already again anyway after for me us a an bit little
    while moment minute minutes second sec thanks thank than you if possible can could up with and so some more
    further longer time as before like keep best model paused
    bitte jetzt nun mal die das den der suche suchen lauf training sofort alles kurz eben danke weiter an noch etwas
    ein bisschen es damit mit einen augenblick modell behalten
    s' te vous il plait svp stp maintenant la le l' recherche tout merci un instant de chercher encore peu
    entrainement por favor ya ahora el busqueda todo gracias momento buscando un poco mas buscar eso esto lo
    """
)
_ENDS = word_set(", . ; ! ? ( ) - \n")
_JOINS = word_set("and but then und aber et mais y pero")
_BEGINS = word_set(
    """
    tell show give take use let keep make explain try i we you do stop pause end go continue please
    zeig sag nimm lass ich bitte dis montre je arrete muestra dime yo
    """
)
"""What begins a clause of its own after `and`."""
_ITSELF = re.compile(r" the (?:search|run|whole thing|training)(?= )")
_ASKS_BACK = re.compile(
    r"^ (?:(?:and|so|but|ok|okay|well|thanks|,|hm+|please|und|et|y) )*(?:why|how(?! about)|what(?! about)|which|who"
    r"|when|where|is(?! it possible)|are|was|were|am|does|did|do (?:you|we|i|they)|has|have (?:you|we|i|they)|should"
    r"|would (?!you |be |like |love |prefer )\S+|could it|can it|will it|warum|wieso|weshalb|wie|welche\w*|ist|sind"
    r"|hat|war|pourquoi|comment|combien|quel\w*|est|por que|como|cual\w*|que|cuanto\w*) "
)
_WONDERS = re.compile(
    r" (?:explain|(?:tell|show) (?:me|us)|wonder(?:ing)?|know|understand|erklar\w*|sag\w*|explique\w*|explica\w*)"
    r"(?: \S+){0,2} (?:why|how|what|whether|if|when|warum|wieso|wie|was|ob|pourquoi|comment|si|por que|como)(?= )"
)
_FIGURE = re.compile(r"<[td]\S*>|\d+")


def is_command(text: str, verb: re.Pattern[str]) -> bool:
    """Whether one of the clauses of a phrase's text is no more than this verb, politeness and words for the search."""
    return any(_stands_alone(clause, verb) for clause in clauses(text))


def asks_back(text: str) -> bool:
    """Whether a phrase's text begins as a question that orders nothing: `why is there ...`, and not `could you ...`."""
    return _ASKS_BACK.search(text) is not None


def only_asks(sentence: str) -> bool:
    """Whether a sentence orders nothing, but asks or wonders: `explain why I should ...`."""
    wonders = _WONDERS.search(sentence)
    return asks_back(sentence) or (wonders is not None and _is_polite(sentence[: wonders.start()]))


def leads(text: str, at: int) -> bool:
    """Whether only politeness stands before text[at:] in its clause: what follows is an order then."""
    return _is_polite(clauses(f"{text[:at]} |")[-1].removesuffix("| "))


def _is_polite(words: str) -> bool:
    return all(word in _BEFORE for word in words.split())


def clauses(text: str) -> list[str]:
    """The clauses of a phrase's text, each with one blank on both sides."""
    words = text.split()
    parts: list[list[str]] = [[]]
    for word, following in zip(words, [*words[1:], ""], strict=False):
        if word in _ENDS or (word in _JOINS and following in _BEGINS):
            parts.append([])
        else:
            parts[-1].append(word)
    return [f" {' '.join(part)} " for part in parts if part]


def _stands_alone(clause: str, verb: re.Pattern[str]) -> bool:
    clause = _ITSELF.sub(" it", clause)
    for match in verb.finditer(clause):
        before, after = clause[: match.start()].split(), clause[match.end() :].split()
        if all(w in _BEFORE for w in before) and all(w in _AFTER or _FIGURE.fullmatch(w) for w in after):
            return True
    return False
