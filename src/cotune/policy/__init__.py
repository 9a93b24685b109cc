"""May this be done? An ordered table of small pure rules gives the verdict."""

from cotune.policy.assess import assess, unheard
from cotune.policy.rules import would_use_gpu

__all__ = ["assess", "unheard", "would_use_gpu"]
