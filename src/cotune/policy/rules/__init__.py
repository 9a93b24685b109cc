"""The rules by kind, and the one table that orders them."""

from cotune.policy.rules.cost import usable_gpu, would_use_gpu
from cotune.policy.rules.rule import Rule
from cotune.policy.rules.table import RULES

__all__ = ["RULES", "Rule", "usable_gpu", "would_use_gpu"]
