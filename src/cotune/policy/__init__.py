"""May this be done? An ordered table of small pure rules gives the verdict."""

from cotune.policy.assess import assess
from cotune.policy.rules import FREE_SECONDS

__all__ = ["FREE_SECONDS", "assess"]
