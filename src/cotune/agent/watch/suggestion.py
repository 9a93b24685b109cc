"""What a rule of the watch comes to."""

from __future__ import annotations

from cotune.model.action import Action
from cotune.model.base import Noun


class Suggestion(Noun):
    """`text` tells the evidence in figures of the view, `action` is the step that it calls for."""

    rule: str
    text: str
    action: Action
