"""How much a search may use: its time, its trials and the other figures, and the device it runs on."""

from __future__ import annotations

from cotune.agent.planner.device import device_wish, wants_tpu
from cotune.agent.planner.durations import PATIENCE, longer_wish
from cotune.agent.planner.figures_meant import Figure, figure_meant, impossible_trials
from cotune.agent.planner.figures_said import mentions
from cotune.agent.planner.findings import Findings
from cotune.agent.planner.search_time import time_said
from cotune.agent.planner.text import Phrase
from cotune.agent.planner.understanding import Settles
from cotune.model.wording import duration

_WHICH = {
    "folds": "\u201c{}\u201d: how many folds shall it be?",
    "trials": "\u201c{}\u201d: how many trials may it be?",
    "workers": "\u201c{}\u201d: how many workers shall it be?",
    "random_state": "\u201c{}\u201d: which seed shall it be?",
    "device": "The goal asks for the CPU only and for the GPU. Which one shall it be?",
}
"""What to ask where a goal states two values of a field that can have one."""


def state_amounts(findings: Findings) -> None:
    """State the search's time, trials and other figures, and ask where the goal says what can't both be."""
    phrase, said = findings.phrase, mentions(findings.phrase)
    of_one = [(m.start, m.end) for field in ("max_predict_ms", "seconds_per_trial") for m in said.get(field, ())]
    waits = [m.span() for m in phrase.found(PATIENCE)]
    _state_time(findings, phrase.leaving([*of_one, *waits]))
    trials = impossible_trials(phrase)
    if trials is not None:
        said.pop("trials", None)
        text = f"It can't be at most {trials[0]} trials and at least {trials[1]}. How many may it be?"
        findings.ask(text, "other", choices={f"{n} trials": {"trials": n} for n in trials})
    for field, of in said.items():
        _state_figure(findings, field, figure_meant(phrase, field, of))
    _state_figure(findings, "device", device_wish(phrase))
    if "device" not in findings.fields and wants_tpu(phrase):
        text = "There is no TPU here: a search runs on the CPU or on an NVIDIA GPU (cuda). Which one shall it be?"
        findings.ask(text, "other", choices={"cpu": {"device": "cpu"}, "cuda": {"device": "cuda"}})


def _state_time(findings: Findings, phrase: Phrase) -> None:
    """State the search's time, from a phrase in which other times are aside."""
    budget = time_said(phrase)
    longer = longer_wish(findings.phrase, budget) if budget is not None else None
    if budget is not None:
        findings.state("seconds", budget.seconds, budget.words)
    if budget is not None and longer is not None:
        both = f"\u201c{budget.words}\u201d and \u201c{longer.words}\u201d"
        choices: dict[str, Settles] = {duration(s): {"seconds": s} for s in (budget.seconds, longer.seconds)}
        findings.ask(f"{both} can't both be. How long may the search take?", "other", choices=choices)


def _state_figure(findings: Findings, field: str, figure: Figure | None) -> None:
    if figure is not None and figure.others:
        choices: dict[str, Settles] = {str(value): {field: value} for value in (figure.value, *figure.others)}
        findings.ask(_WHICH[field].format(figure.words), "other", choices=choices)
    elif figure is not None:
        findings.state(field, figure.value, figure.words)
