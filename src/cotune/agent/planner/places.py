"""Columns that a goal names by their place in the table: `the last column`."""

from __future__ import annotations

import re

from cotune.agent.planner.text import Phrase

_COLUMN = r"(?:column|variable|field|feature|spalte|colonne|columna)"
_RIGHT = r"(?:(?:very |far )?(?:end|right))"
_PLACES: tuple[tuple[str, int], ...] = (
    (
        rf"(?:second|next) (?:- )?to (?:- )?(?:the )?last {_COLUMN}|(?:penultimate|last but one) {_COLUMN}"
        rf"|vorletzte[nr]? {_COLUMN}|avant (?:- )?derniere {_COLUMN}|penultima {_COLUMN}",
        -2,
    ),
    (
        rf"(?:very )?(?:last|final|right(?: -)? ?most|letzte[nr]?|hinterste[nr]?|derniere|ultima) {_COLUMN}"
        rf"|[^\s<>]+ {_COLUMN} (?:at|on) the {_RIGHT}|{_COLUMN} (?:at|on) the {_RIGHT}"
        rf"|(?:what|whatever|{_COLUMN}) (?:that |which )?(?:stands|is|comes) (?:furthest|farthest|all the way) (?:to"
        rf"|on) the right",
        -1,
    ),
    (rf"(?:very )?(?:first|left(?: -)? ?most|erste[nr]?|vorderste[nr]?|premiere|primera) {_COLUMN}", 0),
)
_ANY = re.compile("(?<= )(?:" + "|".join(f"(?P<p{k}>{p})" for k, (p, _) in enumerate(_PLACES)) + ")(?= )")


def with_places(phrase: Phrase, n_columns: int) -> Phrase:
    """Each place becomes a mark of the column that stands there."""

    def mark(match: re.Match[str]) -> str | None:
        place = next(_PLACES[k][1] for k in range(len(_PLACES)) if match.group(f"p{k}"))
        column = place % n_columns if -n_columns <= place < n_columns else None
        return None if column is None else f"<c{column}>"

    return phrase.marked(_ANY, mark)
