"""Every number in what the agent says is looked up in the study; what nothing bears out is flagged."""

from cotune.agent.figures.checking import figures_in

__all__ = ["figures_in"]
