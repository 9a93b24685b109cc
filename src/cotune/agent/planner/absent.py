"""Names that a goal writes as columns' names and the table doesn't have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cotune.agent.planner.columns import ColumnIndex, M
from cotune.agent.planner.likeness import Description
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


_IS_COLUMN = r"(?:column|col|field|variable|feature)"
_CALLED = re.compile(
    rf" (?:the|our|its|my|that|this) (?P<before>[a-z]+(?: [a-z]+)?) {_IS_COLUMN}(?= )"
    rf"|(?<!>)(?<! each)(?<! every)(?<! any)(?<! no)(?<! 1)(?<! that)(?<! this)(?<! which) {_IS_COLUMN} "
    rf"(?:called |named |' |\" |` )?(?P<after>[a-z][a-z0-9]+)"
    rf"(?= (?:[.,;!?)'\"`]|(?:may|must|should|can) not |either |too |$))"
    r"| (?:exclude|drop|remove|leave out|ignore|omit|discard|without|except|skip)(?: the)? ['\"`] ?"
    r"(?P<quoted>[\w -]+?) ?['\"`]"
)
"""`the age column`, `the column caste may not be used`, `without 'caste'`."""
_NO_NAMES = word_set(
    "target outcome label response result last first second third same other only whole text free date time id index "
    "key group grouping class weight input output predicted numeric numerical categorical string constant empty "
    "useless left right next previous new old main following extra single identifier comment predictor explanatory "
    "dependent independent leaking leaky redundant relevant important best worst one two three that which it this "
    "wrong missing entire final real very most selection engineering importance names name names' types type"
)


def _is_there(name: str, index: ColumnIndex) -> bool:
    """Whether some column's name holds what each of these words says."""
    said = [Description(f" {word} ") for word in name.split()]
    return any(all(word.speaks_of(parts) for word in said) for parts in index.parts)


def absent_name(phrase: Phrase, index: ColumnIndex) -> str:
    """The first such name, `credit_score`, or in a list of columns `PerformanceRating`; empty where there is none."""
    return next(_names(phrase, index), "")


def _names(phrase: Phrase, index: ColumnIndex) -> Iterator[str]:
    for match in phrase.said(_WITH_UNDERSCORE):
        name = phrase.words(*match.span())
        is_other = name.lower() in _SETTINGS or folded(name) in index.levels or metric_called(match.group()) is not None
        if not is_other and " " not in name and not _OF_DATA.search(phrase.text[: match.start()]):
            yield name
    for match in phrase.said(_CALLED):
        words = next(g for g in match.groups() if g)
        if _NO_NAMES.isdisjoint(words.split()) and not _is_there(words, index):
            yield phrase.words(*match.span(match.lastgroup or 0)).strip(" '\"`")
    for match in phrase.said(_IN_A_LIST):
        name = phrase.words(*match.span("word"))
        if _HUMP.fullmatch(name) and folded(name) not in index.levels and not metric_called(match.group("word")):
            yield name
