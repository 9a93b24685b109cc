"""The handle that people hold: create, open, list, plan; mail and read, no search logic."""

from cotune.study.listing import list
from cotune.study.opening import create, open, plan
from cotune.study.present_model import ModelSoFar
from cotune.study.study import Study
from cotune.study.waiting import WaitReason

__all__ = ["ModelSoFar", "Study", "WaitReason", "create", "list", "open", "plan"]
