"""How the goal wants the rows split: by groups, by time, at random, or with the question for the column."""

from __future__ import annotations

import re

from cotune.agent.planner.columns import columns_in, name_parts, singular
from cotune.agent.planner.findings import Findings
from cotune.agent.planner.roles import Roles
from cotune.agent.planner.text import sentences_beginning
from cotune.agent.planner.understanding import Settles


def state_split(findings: Findings, roles: Roles) -> None:
    """State the split and its column, or ask for the column, or which of two splits it shall be."""
    if roles.group is not None:
        findings.state("split", "group", roles.group_words)
        findings.state("group_column", findings.index.name(roles.group), roles.group_words)
    elif roles.time:
        findings.state("split", "time", roles.time_words)
        findings.state("time_column", findings.index.name(roles.time[0]), roles.time_words)
    elif roles.time_wish:
        _timeless(findings, roles.time_wish)
    elif roles.group_wish:
        repeated = tuple(c.name for c in findings.profile.columns if 1 < c.n_unique <= findings.profile.n_rows // 2)
        findings.ask("Which column says what belongs together?", "column", repeated[:6], column_for="group_column")
    is_ordered = roles.group is not None or bool(roles.time)
    if is_ordered and roles.split_words.lower().startswith("shuffl"):
        both = f"\u201c{roles.split_words}\u201d and \u201c{roles.group_words or roles.time_words}\u201d"
        at_random: Settles = {"split": "random", "group_column": None, "time_column": None}
        by = "group" if roles.group is not None else "time"
        findings.ask(
            f"{both} can't both be. How shall the rows be split?", "other", choices={by: {}, "random": at_random}
        )
    elif roles.split and not (roles.group_wish or roles.time_wish):
        findings.state("split", roles.split, roles.split_words)


def _timeless(findings: Findings, words: str) -> None:
    """State the column of a split by time that the goal doesn't name, where there is one; else ask."""
    columns, sentences = findings.profile.columns, sentences_beginning(findings.phrase, words)
    dates = tuple(c.name for c in columns if c.kind == "datetime")
    dates = dates or tuple(c.name for c in columns if re.search(r"date|time|year|month", c.name, re.I))
    target = findings.fields.get("target")
    dates = tuple(d for d in dates if target is None or d != target.value)
    around = "; ".join([words, *(findings.phrase.words(*m) for m in sentences)])
    said = set(map(singular, re.findall(r"[a-z]+", around.lower())))
    meant = [d for d in dates if any(singular(part) in said for part in name_parts(d))]
    if not dates:
        named = (k for m in sentences for k in columns_in(findings.phrase.text[slice(*m)]))
        meant = [findings.index.name(k) for k in named]
        meant = [d for d in meant if target is None or d != target.value]
    dates = tuple(meant) if len(meant) == 1 else dates
    if len(dates) == 1:
        findings.state("split", "time", words)
        findings.state("time_column", dates[0], words, "implied")
    else:
        text = "By which column shall the rows be ordered in time?"
        findings.ask(text, "column", dates[:6], column_for="time_column")
