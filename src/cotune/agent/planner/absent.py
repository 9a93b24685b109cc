"""Names that a goal writes as columns' names and the table doesn't have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cotune.agent.planner.columns import ColumnIndex, M
from cotune.agent.planner.metrics import metric_called
from cotune.agent.planner.text import Phrase, folded, word_set
from cotune.model.spec import SearchSpec

_WITH_UNDERSCORE = re.compile(r"(?<= )[a-z][a-z0-9]*(?: _ [a-z0-9]+)+(?= (?!\. (?:csv|tsv|parquet|xlsx?|json|py|db) ))")
_OF_DATA = re.compile(
    r" (?:table|file|data|dataset|frame|dataframe|df|sheet|database|folder|repo|branch|module)(?: \w+)? $"
)
_SETTINGS = frozenset(SearchSpec.model_fields) | word_set(
    "n_jobs n_trials n_folds n_splits max_depth learning_rate n_estimators min_child_weight max_iter early_stopping "
    "train_test_split cross_val_score test_size time_budget predict_proba"
)
_IN_A_LIST = re.compile(rf" {M}(?: ,)?(?: (?:and|or|nor|und|oder|et|ou|ni|y|o))? (?P<word>[a-z0-9]+)(?= [.,;!?)]|$| )")
_HUMP = re.compile(r"[A-Za-z]*[a-z][A-Z][A-Za-z]*")


def absent_name(phrase: Phrase, index: ColumnIndex) -> str:
    """The first such name, `credit_score`, or in a list of columns `PerformanceRating`; empty where there is none."""
    return next(_names(phrase, index), "")


def _names(phrase: Phrase, index: ColumnIndex) -> Iterator[str]:
    for match in phrase.found(_WITH_UNDERSCORE):
        name = phrase.words(*match.span())
        is_other = name.lower() in _SETTINGS or folded(name) in index.levels or metric_called(match.group()) is not None
        if not is_other and " " not in name and not _OF_DATA.search(phrase.text[: match.start()]):
            yield name
    for match in phrase.found(_IN_A_LIST):
        name = phrase.words(*match.span("word"))
        if _HUMP.fullmatch(name) and folded(name) not in index.levels and not metric_called(match.group("word")):
            yield name
