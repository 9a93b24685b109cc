"""Whether people must be able to follow the model."""

from __future__ import annotations

import re

from cotune.agent.planner.cues import INTERPRETABLE, NEGATED, UNWANTED
from cotune.agent.planner.families import MARK as FAMILY
from cotune.agent.planner.findings import Findings
from cotune.agent.planner.reader import read_readable
from cotune.agent.planner.text import sentences_to_read

_HARDLY, _SURE = 0.002, 0.98
"""How sure the encoder must be to take back what a rule found, and to find it alone."""
_OF_VARIANCE = re.compile(r" varia|(?:how much|share|part|fraction|percentage|proportion) of ")
"""`How much of the ups and downs can it explain` asks for no explanation."""


def state_readable(findings: Findings) -> None:
    """Whether people must be able to follow the model: by rules, which the encoder may doubt, or as it reads it."""
    phrase = findings.phrase
    spans = sentences_to_read(phrase)
    words = [phrase.words(*span).strip() for span in spans]
    read = list(zip(spans, words, read_readable(words), strict=True)) if words else []
    match = next(iter(phrase.said(INTERPRETABLE)), None)
    if match is None:
        of_no_family = [found for found in read if not FAMILY.search(phrase.text[slice(*found[0])])]
        _, said, share = max(of_no_family, default=((0, 0), "", 0.0), key=lambda found: found[2])
        if share >= _SURE:
            findings.state("interpretable", True, said, "implied")
    elif (
        all(share >= _HARDLY for (a, b), _, share in read if a <= match.start() < b)
        and not _is_about_size(findings, match)
        and not NEGATED.search(phrase.text[: match.start() + 1])
        and not UNWANTED.match(phrase.text, match.end() - 1)
        and not _OF_VARIANCE.search(phrase.text[slice(*phrase.clause(match.start() + 1))])
    ):
        findings.state("interpretable", True, phrase.words(*match.span()).strip())


def _is_about_size(findings: Findings, match: re.Match[str]) -> bool:
    """A `small model` is one to understand, a `small model file` one to store."""
    stated = findings.fields.get("objectives")
    return stated is not None and findings.phrase.words(*match.span()).strip() in stated.words
