"""On what a goal wants the search to run: the CPU, the GPU, or what there isn't; and a GPU that it only offers."""

from __future__ import annotations

import re

from cotune.agent.planner.figures_meant import Figure
from cotune.agent.planner.second_thoughts import is_taken_back
from cotune.agent.planner.text import Phrase

_GPU = r"(?:gpus?|cuda|gra(?:ph|f)ics? cards?|grafikkarte|carte graphique|tarjeta grafica|nvidia)"
_CPU = r"(?:cpus?|processor|prozessor|processeur|procesador)"
_NO_GPU = re.compile(
    rf" (?:nothing that (?:would |will |may )?(?:needs?|wants?|uses?)|no|not|nothing|without|never|avoid|leave|off"
    rf"|kein(?:e[nr]?)?|ohne|nicht|sans|pas de|pas d'|sin|nada de)(?: (?:use|using|the|a|any|on|touch|run|die|der|auf"
    rf"|le|la|un|une|una|utiliser|usar|to|want|have|i|need))* {_GPU} "
    rf"| {_GPU} (?:(?:: |= )?(?:no|none|nein|false)(?= (?:[.,;)\n]|$))|off|aus|disabled|desactive|apagada?)(?= )"
    rf"| {_GPU}(?: (?:box|card|server|machine|node))? (?:is|are|was|were|has been|have been) (?:not|busy|taken|broken"
    rf"|off|occupied|in use|being used|used by|needed|reserved|unavailable|down|booked|gone|dead)"
    rf"| (?:booked|reserved|taken|blocked|grabbed)(?: (?:the|our|my|all))* {_GPU} "
)
_ANY_GPU = re.compile(rf" {_GPU} ")
_ONLY_CPU = re.compile(
    rf" (?:only|just|nur|seulement|uniquement|solo|exclusively)(?: (?:use|on|the|a|auf|der|die|dem|mit|sur|avec|le|la"
    rf"|en|con|el|run|with))* {_CPU} (?!s? ?cores)"
    rf"|(?: on| auf| sur| en| use| stay on| using)(?: (?:the|a|der|le|la|el|your))? {_CPU} (?!cores?)"
    rf"| {_CPU} (?:- )?only | device (?:=|:) cpu | (?:so|then|rather|instead|but|and) (?:the )?cpu (?=[.,;!)\n/]|$|then"
    rf"|instead)|(?<= [.,;:!?\n(/]) cpu (?=[.,;!?)\n/]|$|then)|^ cpu (?=[.,;!)\n/]|$)"
)


def device_wish(phrase: Phrase) -> Figure | None:
    """The device that the goal asks for; where it asks for both and takes neither back, both."""
    no_gpu, only_cpu = phrase.said(_NO_GPU), phrase.said(_ONLY_CPU)
    denied = [m.span() for m in no_gpu]
    wanted = [m for m in phrase.said(_ANY_GPU) if not _is_offer(phrase, m)]
    gpu = [m for m in wanted if not any(a < m.end() and m.start() < b for a, b in denied)]
    cpu = next(iter((*no_gpu, *only_cpu)), None)
    if cpu is None:
        return _figure(phrase, gpu[-1], "cuda") if gpu else None
    if not gpu:
        return _figure(phrase, cpu, "cpu")
    first, last = sorted((gpu[0], cpu), key=lambda m: m.start())
    if is_taken_back(phrase, first.end(), last.start()):
        return _figure(phrase, last, "cpu" if last is cpu else "cuda")
    return _figure(phrase, cpu, "cpu")._replace(others=("cuda",))


def _figure(phrase: Phrase, match: re.Match[str], value: str) -> Figure:
    return Figure(value, phrase.words(*match.span()))


_ALLOWED = (
    r"(?:ok|okay|fine|allowed|permitted|available|free|welcome|possible|there|no problem|in order|all right|alright"
    r"|optional|all the same|(?:1|one) to me|the same to me|erlaubt|vorhanden|autorise|disponible|permitido|permitida)"
)
_OFFER_AFTER = re.compile(
    rf"^ ?(?:(?:use|usage|is|are|would be|also|too|here|:|=|ist|est|es|esta) )*{_ALLOWED}(?= )"
    r"|^ ?(?:here )?(?:,? ?(?:but )?only )?(?:if|when|where|in case|should) (?:you |it |that |there |one |this |they )?"
    r"(?:\w+ )?(?:like|want|wish|need|must|helps?|exists?|is|available|possible|faster|worth|useful|think|have|makes?"
    r"|speeds?|necessary|needed)"
)
_OFFER_BEFORE = re.compile(
    r" (?:(?:may|might|could|can)(?: \w+)?(?: also)? (?:use|take|touch|run on|go to|try|have)"
    r"|(?:free|welcome|allowed|permitted) to (?:use|take|try|run on)|(?:mind|object to)(?: (?:you|it|the model))?"
    r"(?: using)?|(?:have|has|got|there is|there's|owns?|comes with)|i don ' t care (?:about|whether it uses))"
    r"(?: (?:a|an|the|my|our|one|also|decent|small|big|good|its|nvidia))* $"
)
_USE_IT = re.compile(
    r"^[^.;!?\n]{0,25} (?:use|take|run on) (?:it|that|this|him|her|them)(?= )(?! if)"
    r"|^ ?(?:that|which) (?:you |it )?(?:should|must|shall) (?:use|take|run on)(?= )"
    r"|^ ?(?:is|are) (?:there|available|free|idle) , (?:so )?(?:please )?(?:use|take)(?= )"
)


def _is_offer(phrase: Phrase, match: re.Match[str]) -> bool:
    """Whether the goal only allows this device (`gpu ok`, `you may use the gpu`, `I have a GPU`)."""
    after = phrase.text[match.end() - 1 :]
    if _USE_IT.match(after):
        return False
    return bool(_OFFER_BEFORE.search(phrase.text[: match.start() + 1])) or bool(_OFFER_AFTER.match(after))


_TPU = re.compile(
    r" (?:on|use|uses|using|with|auf|sur|en|device)(?: (?:=|:|an?|the|our|my|your|any|google|cloud|eine[rn]?|der|die"
    r"|une?|la))* tpus?(?= )"
)
_NO_TPU = re.compile(r" (?:no|not|never|without|nicht|keine?|pas|sin)(?: \w+){0,2}$")


def wants_tpu(phrase: Phrase) -> bool:
    """Whether the goal wants a kind of device that there isn't here."""
    return any(not _NO_TPU.search(phrase.text[: m.start()]) for m in phrase.said(_TPU))
