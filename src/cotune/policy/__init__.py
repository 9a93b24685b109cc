"""May this be done? An ordered table of small pure rules gives the verdict."""

from cotune.policy.assess import assess

__all__ = ["assess"]
