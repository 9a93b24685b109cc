"""The one door: every action of agent, button, magic, CLI and Python is submitted, assessed and decided here."""

from cotune.gate.gate import Gate
from cotune.gate.permit import permitted
from cotune.gate.ruling import Ruling

__all__ = ["Gate", "Ruling", "permitted"]
