"""Words against any search or change: `do not search any further`, `change nothing`, `no more time`."""

from __future__ import annotations

import re

from cotune.agent.planner.followup import read_words

_THING = (
    r"(?:search\w*|runs?|trials?|time|minutes?|hours?|training|tuning|suche|zeit|minuten?|versuche?|recherche|temps"
    r"|essais?|busqueda|tiempo|pruebas?)"
)
_MORE = (
    r"(?:(?:any )?(?:more|further|other|new|extra|additional|second|another|weiteren?|neuen?|mehr|autre|nouvelle|otra"
    r"|nueva|mas) )+"
)
_VERB = r"(?:search|start|run|begin|launch|go on|continue|carry on|extend|add|restart|resume|keep|try|train|do|change)"
_END = r"(?= (?:[.,;!)]|$)|$| (?:now|please|today|for now|bitte|jetzt|por favor|svp) )"
_NO_MORE = (
    rf"(?:no|not any|without|keine?n?|pas|plus|sin|ningun\w*|ni) (?:de )?{_MORE}{_THING}(?! than| per| longer)"
    rf"|(?:no (?:search\w*|run|training)|(?:pas|plus) de {_THING}){_END}|no need{_END}|no thanks?|never (?:again|mind)"
)
_DO_NOT = (
    rf"(?:do|does|please|must|should|shall|may|need|can|to) not (?:(?:ever|please|just|to|want|like|need|you|us|me) )*"
    rf"(?:{_VERB}(?: \w+){{0,2}} (?:anything|any (?:further|more|longer)|again|further|another|a new|nothing|else"
    rf"|(?:more|longer)(?! than))|{_VERB}(?: it| this| that| the (?:search|run|model)| a search| searching)?{_END})"
)
_NOTHING = (
    r"(?:change|touch|start|do|add|run|try|alter|modify|search) nothing|(?:done|finished) (?:for|searching|here)"
    r"|leave (?:it|everything|all|things|that|the search|the model)(?: alone| as| like| be| at)"
)
_GERMAN = (
    r"(?:andere|andre|starte|mach|beginne)(?: \w+){0,3} (?:nichts?|nicht)|nichts (?:andern|mehr|neues)"
    r"|nicht (?:weiter|mehr|langer|starten|anfangen|neu)"
)
_FRENCH = (
    r"(?:cherche\w*|lance\w*|commence\w*|continue\w*|demarre\w*) (?:pas|plus|rien)"
    r"|(?:change\w*|touche\w*|fais|modifie\w*|ne) rien"
)
_SPANISH = r"no (?:busques|empieces|sigas|hagas|inicies|continues)|no (?:cambies|toques) nada|nada mas"
_REFUSES = re.compile(rf" (?:{'|'.join((_NO_MORE, _DO_NOT, _NOTHING, _GERMAN, _FRENCH, _SPANISH))})(?= |$)")


def refuses(text: str) -> bool:
    """Whether the words say that nothing shall be searched or changed."""
    return _REFUSES.search(read_words(text).text) is not None
