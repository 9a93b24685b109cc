"""What the agent proposes when nobody has asked: at most one thing, and only when the run's figures call for it."""

from cotune.agent.watch.course import Course, course
from cotune.agent.watch.rules import WATCH_RULES, evidence, suggest, turn_of
from cotune.agent.watch.suggestion import Suggestion

__all__ = ["WATCH_RULES", "Course", "Suggestion", "course", "evidence", "suggest", "turn_of"]
