"""A goal and a table's profile in; what the goal states, and the one question that is open, out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from cotune.agent.planner.absent import absent_name
from cotune.agent.planner.columns import (
    ColumnIndex,
    columns_in,
    name_parts,
    singular,
)
from cotune.agent.planner.cues import INTERPRETABLE, NEGATED, UNWANTED
from cotune.agent.planner.device import device_wish, wants_tpu
from cotune.agent.planner.durations import PATIENCE, longer_wish
from cotune.agent.planner.families import MARK as FAMILY
from cotune.agent.planner.families import FamilyWish, family_wish
from cotune.agent.planner.figures_meant import Figure, figure_meant, impossible_trials
from cotune.agent.planner.figures_said import mentions
from cotune.agent.planner.manners_of_numbers import BY_STEPS
from cotune.agent.planner.marked import read, settings_apart
from cotune.agent.planner.metrics import (
    MetricWish,
    fitting,
    implied_metric,
    metric_not_on_offer,
    named_metric,
    rival_metric,
)
from cotune.agent.planner.objectives import objective_wish, two_objectives
from cotune.agent.planner.reader import read_readable, read_target
from cotune.agent.planner.roles import Roles, only_these, roles_of
from cotune.agent.planner.search_time import time_said
from cotune.agent.planner.target import TargetChoice, choose_target
from cotune.agent.planner.tasks import task_wish
from cotune.agent.planner.text import SENTENCE, Phrase, sentences_to_read
from cotune.agent.planner.understanding import Open, Settles, Stated, Understanding, Value
from cotune.agent.planner.wanted import denied_target, wanted_words
from cotune.data import tasks_for
from cotune.errors import closest
from cotune.model.plan import Question, Source
from cotune.model.profile import ColumnProfile, TableProfile
from cotune.model.wording import OBJECTIVE_NAMES, duration
from cotune.model.words import FAMILIES, Family, Task, metrics_for

_TARGET_SET = re.compile(r"(?:^|[;,\n])\s*target\s*[=:]\s*([^;,\n]+)", re.I)


_CLUSTERS = re.compile(
    r" (?:cluster (?:the|our|my|these) [a-z<]\S*|clustering|unsupervised\w*|k (?:- )?means"
    r"|(?:sort|split|divide|group|segment)(?: \w+){0,3} into (?:\d+ |several |natural |a few )?(?:\w+ )?(?:segments?"
    r"|clusters?|groups?)|(?:no|without|have no) labels)(?= )"
)

_WHICH = {
    "folds": "\u201c{}\u201d: how many folds shall it be?",
    "trials": "\u201c{}\u201d: how many trials may it be?",
    "workers": "\u201c{}\u201d: how many workers shall it be?",
    "random_state": "\u201c{}\u201d: which seed shall it be?",
    "device": "The goal asks for the CPU only and for the GPU. Which one shall it be?",
}
"""What to ask where a goal states two values of a field that can have one."""
_HARDLY, _SURE = 0.002, 0.98
"""How sure the encoder must be to take back what a rule found, and to find it alone."""
NO_TARGET = "Which column shall the model predict?"
"""What to ask where a goal names nothing to be predicted."""
_OF_VARIANCE = re.compile(r" varia|(?:how much|share|part|fraction|percentage|proportion) of ")
"""`How much of the ups and downs can it explain` asks for no explanation."""


def understand(goal: str, profile: TableProfile) -> Understanding:
    """Read a goal about a table. Deterministic, without a language model; says nothing that the goal doesn't say."""
    index = ColumnIndex(profile.columns)
    return _Reading(read(goal, index), index, profile).result()


class _Reading:
    """One goal on its way to an understanding."""

    def __init__(self, phrase: Phrase, index: ColumnIndex, profile: TableProfile) -> None:
        self.phrase, self.index, self.profile = phrase, index, profile
        self.only = only_these(phrase)
        self.fields: dict[str, Stated] = {}
        self.open: list[Open] = []

    def result(self) -> Understanding:
        roles = roles_of(self.phrase, self.index)
        wish = named_metric(self.phrase)
        self._budget_and_figures()
        self._tpu()
        self._objectives()
        self._families(family_wish(self.phrase))
        self._gpu_without_xgboost()
        if self._finds_groups():
            self._ask(
                "I can't find groups that no column holds: a search needs a column to predict. Which one shall it be?",
                "target",
                self._likely_targets(set()),
            )
        target = self._target(roles, wish)
        self._roles(roles, target)
        if target is not None:
            self._task_and_metric(target, wish, roles)
        elif wish is not None:
            self.fields["metric"] = Stated(wish.metric, wish.words, "stated")
        order = {"target": 0, "column": 1, "task": 2, "metric": 3, "other": 4}
        self.open.sort(key=lambda of: order[of.question.about])
        return Understanding(self.phrase.raw, self.fields, tuple(self.open))

    def _state(self, field: str, value: Value, words: str, source: Source = "stated") -> None:
        self.fields[field] = Stated(value, words, source)

    def _ask(
        self,
        text: str,
        about: str,
        candidates: Sequence[str] = (),
        choices: Mapping[str, Settles] = MappingProxyType({}),
        *,
        column_for: str = "",
        absent: str = "",
    ) -> None:
        """Leave a question open, with columns as the answers on offer, or with choices that settle other fields."""
        offered = tuple(candidates) or tuple(choices)
        question = Question.model_validate({"text": text, "about": about, "candidates": offered})
        self.open.append(Open(question, choices, column_for, absent))

    def _budget_and_figures(self) -> None:
        said = mentions(self.phrase)
        of_one = [(m.start, m.end) for f in ("max_predict_ms", "seconds_per_trial") for m in said.get(f, ())]
        waits = [m.span() for m in self.phrase.found(PATIENCE)]
        budget = time_said(self.phrase.leaving([*of_one, *waits]))
        if budget is not None:
            longer = longer_wish(self.phrase, budget)
            self._state("seconds", budget.seconds, budget.words)
            if longer is not None:
                both = f"\u201c{budget.words}\u201d and \u201c{longer.words}\u201d"
                choices: dict[str, Settles] = {duration(s): {"seconds": s} for s in (budget.seconds, longer.seconds)}
                self._ask(f"{both} can't both be. How long may the search take?", "other", choices=choices)
        trials = impossible_trials(self.phrase)
        if trials is not None:
            said.pop("trials", None)
            text = f"It can't be at most {trials[0]} trials and at least {trials[1]}. How many may it be?"
            self._ask(text, "other", choices={f"{n} trials": {"trials": n} for n in trials})
        found: dict[str, Figure | None] = {field: figure_meant(self.phrase, field, of) for field, of in said.items()}
        found["device"] = device_wish(self.phrase)
        for name, figure in found.items():
            if figure is None:
                continue
            if figure.others:
                choices = {str(value): {name: value} for value in (figure.value, *figure.others)}
                self._ask(_WHICH[name].format(figure.words), "other", choices=choices)
            else:
                self._state(name, figure.value, figure.words)

    def _tpu(self) -> None:
        if "device" not in self.fields and wants_tpu(self.phrase):
            text = "There is no TPU here: a search runs on the CPU or on an NVIDIA GPU (cuda). Which one shall it be?"
            self._ask(text, "other", choices={"cpu": {"device": "cpu"}, "cuda": {"device": "cuda"}})

    def _gpu_without_xgboost(self) -> None:
        """Only xgboost runs on a GPU: where the goal leaves it out, one of the two wishes has to give way."""
        device, only, without = (self.fields.get(f) for f in ("device", "families_only", "families_excluded"))
        left_out = (only is not None and "xgboost" not in str(only.value)) or "xgboost" in str(
            without and without.value
        )
        if device is not None and device.value == "cuda" and left_out:
            text = "Only xgboost runs on the GPU, and the goal leaves it out. Which wish shall count?"
            on_gpu: Settles = {"families_only": ("xgboost",), "families_excluded": None}
            self._ask(text, "other", choices={"xgboost on the GPU": on_gpu, "the CPU": {"device": "cpu"}})

    def _objectives(self) -> None:
        """A limit in milliseconds says enough of the time: then it is no objective as well."""
        wish = objective_wish(self.phrase)
        both = two_objectives(self.phrase)
        if both:
            text = f"\u201c{both}\u201d: one thing can count besides the score. Which one shall it be?"
            choices: dict[str, Settles] = {OBJECTIVE_NAMES[o]: {"objectives": ("score", o)} for o in OBJECTIVE_NAMES}
            self._ask(text, "other", choices=choices)
        elif wish is not None and not ("predict_ms" in wish.objectives and "max_predict_ms" in self.fields):
            self._state("objectives", wish.objectives, wish.words)

    def _families(self, wish: FamilyWish) -> None:
        if wish.unknown and not wish.only:
            self._ask(
                f"'{wish.unknown}' is not on offer here. Which family shall be searched instead?",
                "other",
                choices={**_alone("xgboost", "hist_gradient_boosting"), "all families": {}},
            )
        elif wish.contradicts():
            both = "wants some models only, and others" if wish.apart else "wants and rules out the same models"
            self._ask(
                f"The goal {both}. Which families shall be searched?",
                "other",
                choices=_alone(*FAMILIES),
            )
        else:
            if wish.only:
                self._state("families_only", tuple(f for f in wish.only if f not in wish.excluded), wish.only_words)
            if wish.excluded:
                self._state("families_excluded", wish.excluded, wish.excluded_words)
        self._readable()

    def _readable(self) -> None:
        """Whether people must be able to follow the model: by rules, which the encoder may doubt, or as it reads it."""
        spans = sentences_to_read(self.phrase)
        words = [self.phrase.words(*span).strip() for span in spans]
        read = list(zip(spans, words, read_readable(words), strict=True)) if words else []
        match = next(iter(self.phrase.said(INTERPRETABLE)), None)
        if match is None:
            of_no_family = [found for found in read if not FAMILY.search(self.phrase.text[slice(*found[0])])]
            _, said, share = max(of_no_family, default=((0, 0), "", 0.0), key=lambda found: found[2])
            if share >= _SURE:
                self._state("interpretable", True, said, "implied")
        elif (
            all(share >= _HARDLY for (a, b), _, share in read if a <= match.start() < b)
            and not self._is_about_size(match)
            and not NEGATED.search(self.phrase.text[: match.start() + 1])
            and not UNWANTED.match(self.phrase.text, match.end() - 1)
            and not _OF_VARIANCE.search(self.phrase.text[slice(*self.phrase.clause(match.start() + 1))])
        ):
            self._state("interpretable", True, self.phrase.words(*match.span()).strip())

    def _is_about_size(self, match: re.Match[str]) -> bool:
        """A `small model` is one to understand, a `small model file` one to store."""
        stated = self.fields.get("objectives")
        return stated is not None and self.phrase.words(*match.span()).strip() in stated.words

    def _finds_groups(self) -> bool:
        """Whether the goal wants groups that no column holds: that is another kind of task."""
        match = next(iter(self.phrase.said(_CLUSTERS)), None)
        return match is not None and not NEGATED.search(self.phrase.text[: match.start() + 1])

    def _target(self, roles: Roles, wish: MetricWish | None) -> ColumnProfile | None:
        numbering = [k for k, column in enumerate(self.index.columns) if column.is_id_like]
        group = [] if roles.group is None else [roles.group]
        inputs = self.only.columns if len(self.only.columns) > 1 else ()
        taken = {*roles.excluded, *roles.kept, *roles.time, *group, *numbering, *inputs}
        choice = choose_target(self.phrase, self.index, taken, lambda column: self._suits(column, wish))
        denied = denied_target(self.phrase, roles.excluded)
        if denied is not None and (choice.column is None or not choice.certain):
            choice = TargetChoice(None, (denied, *choice.candidates))
        said = _TARGET_SET.findall(settings_apart(self.phrase.raw))
        named = self.profile.column(said[-1].strip()) if said else None
        if named is not None:
            choice = TargetChoice(self.index.columns.index(named), (), named.name)
        if choice.column is None:
            names = tuple(self.index.name(k) for k in choice.candidates) or self._likely_targets(taken)
            self._ask(self._which_target(choice), "target", names)
            return None
        column = self.index.columns[choice.column]
        self._state("target", column.name, choice.words, "stated" if choice.certain else "implied")
        return column

    def _which_target(self, choice: TargetChoice) -> str:
        """The question for the target: one column in two roles, several that fit, none that fits, or none asked for."""
        fitting = [f"'{self.index.name(k)}'" for k in choice.candidates]
        if choice.words:
            return f"There is no column '{choice.words}'. Which one shall be predicted?"
        if len(fitting) == 1:
            return f"{fitting[0]} can't be both predicted and left out. Which column shall be predicted?"
        if fitting:
            return f"The goal could mean {', '.join(fitting[:-1])} or {fitting[-1]}. Which one shall be predicted?"
        wanted = wanted_words(self.phrase)
        if wanted:
            return f"No column fits \u201c{wanted}\u201d. Which one shall be predicted?"
        return NO_TARGET

    def _suits(self, column: ColumnProfile, wish: MetricWish | None) -> bool:
        tasks = tasks_for(column, self.profile.n_rows)
        return wish is None or any(wish.metric in metrics_for(task) for task in tasks)

    def _likely_targets(self, taken: set[int]) -> tuple[str, ...]:
        """Candidates when nothing was named: what the goal may mean, then few values and last columns first."""
        columns = self.profile.columns
        usable = [
            k
            for k, c in reversed(list(enumerate(columns)))
            if k not in taken and not c.is_id_like and tasks_for(c, self.profile.n_rows)
        ]
        shares = read_target(self.phrase.raw, columns, usable).shares
        usable.sort(key=lambda k: (-round(shares.get(k, 0.0), 1), columns[k].n_unique != 2))
        return tuple(columns[k].name for k in usable[:5])

    def _roles(self, roles: Roles, target: ColumnProfile | None) -> None:
        excluded = [self.index.name(k) for k in roles.excluded]
        only = [self.index.name(k) for k in self.only.columns]
        if len(only) > 1 and set(excluded) <= set(only) and (target is None or target.name not in only):
            keep = {*only, target.name if target else ""}
            excluded = [c.name for c in self.profile.columns if c.name not in keep]
        excluded = [c for c in excluded if target is None or c != target.name]
        if excluded:
            self._state("exclude_columns", tuple(excluded), roles.excluded_words or self.only.words)
        for name in (self.index.name(k) for k in roles.torn):
            without = tuple(c.name for c in self.profile.columns if c.name in (*excluded, name))
            with_it = tuple(c for c in excluded if c != name)
            choices: dict[str, Settles] = {"left out": {"exclude_columns": without}}
            choices["used"] = {"exclude_columns": with_it or None}
            self._ask(
                f"The goal leaves '{name}' out and wants it used. Which one shall it be?", "other", choices=choices
            )
        absent = absent_name(self.phrase, self.index) if target is not None and not self.open else ""
        if absent:
            near = closest(absent, self.profile.names())
            self._ask(f"There is no column '{absent}'. Which one is meant?", "column", near, absent=absent)
        is_used = roles.weight is not None and roles.weight not in roles.excluded
        if roles.weight is not None and is_used and (target is None or self.index.name(roles.weight) != target.name):
            self._state("weight_column", self.index.name(roles.weight), roles.weight_words)
        self._split(roles)

    def _split(self, roles: Roles) -> None:
        if roles.group is not None:
            self._state("split", "group", roles.group_words)
            self._state("group_column", self.index.name(roles.group), roles.group_words)
        elif roles.time:
            self._state("split", "time", roles.time_words)
            self._state("time_column", self.index.name(roles.time[0]), roles.time_words)
        elif roles.time_wish:
            self._timeless(roles.time_wish)
        elif roles.group_wish:
            repeated = tuple(c.name for c in self.profile.columns if 1 < c.n_unique <= self.profile.n_rows // 2)
            self._ask("Which column says what belongs together?", "column", repeated[:6], column_for="group_column")
        is_ordered = roles.group is not None or bool(roles.time)
        if is_ordered and roles.split_words.lower().startswith("shuffl"):
            both = f"\u201c{roles.split_words}\u201d and \u201c{roles.group_words or roles.time_words}\u201d"
            at_random: Settles = {"split": "random", "group_column": None, "time_column": None}
            by = "group" if roles.group is not None else "time"
            self._ask(
                f"{both} can't both be. How shall the rows be split?", "other", choices={by: {}, "random": at_random}
            )
        elif roles.split and not (roles.group_wish or roles.time_wish):
            self._state("split", roles.split, roles.split_words)

    def _timeless(self, words: str) -> None:
        dates = tuple(c.name for c in self.profile.columns if c.kind == "datetime")
        dates = dates or tuple(c.name for c in self.profile.columns if re.search(r"date|time|year|month", c.name, re.I))
        target = self.fields.get("target")
        dates = tuple(d for d in dates if target is None or d != target.value)
        around = "; ".join([words, *(self.phrase.words(*m) for m in self._sentences_of(words))])
        said = set(map(singular, re.findall(r"[a-z]+", around.lower())))
        meant = [d for d in dates if any(singular(part) in said for part in name_parts(d))]
        if not dates:
            meant = [
                self.index.name(k) for m in self._sentences_of(words) for k in columns_in(self.phrase.text[slice(*m)])
            ]
            meant = [d for d in meant if target is None or d != target.value]
        dates = tuple(meant) if len(meant) == 1 else dates
        if len(dates) == 1:
            self._state("split", "time", words)
            self._state("time_column", dates[0], words, "implied")
        else:
            text = "By which column shall the rows be ordered in time?"
            self._ask(text, "column", dates[:6], column_for="time_column")

    def _task_and_metric(self, target: ColumnProfile, wish: MetricWish | None, roles: Roles) -> None:
        tasks = tasks_for(target, self.profile.n_rows)
        if not tasks:
            likely = self._likely_targets({self.index.columns.index(target)})
            self._ask(f"'{target.name}' can't be predicted as it is. Which column shall it be?", "target", likely)
            return
        task, source, words = task_wish(self.phrase, tasks, wish, self.fields["target"].words)
        if task is None:
            text = f"'{target.name}' doesn't allow the task in the goal. Which one is meant?"
            self._ask(text, "task", choices={task: {"task": task} for task in tasks})
            return
        self._state("task", task, words, source)
        of_errors = self.phrase.leaving([*self._sentences_of(roles.group_words), *self._sentences_of(roles.time_words)])
        is_scale = task == "multiclass" and "regression" in tasks and not words
        absent = metric_not_on_offer(self.phrase) if wish is None else ""
        if absent:
            text = f"'{absent}' is not on offer here. Which metric shall count instead?"
            self._ask(text, "metric", choices=_offered(task))
            return
        if wish is None and not (is_scale and self.phrase.found(BY_STEPS)):
            wish = implied_metric(of_errors, task)
        if wish is None and is_scale:
            wish = implied_metric(of_errors, "regression")
            if wish is not None:
                task = "regression"
                self._state("task", task, wish.words, "implied")
        if wish is None:
            return
        metric = fitting(wish, task)
        rival = rival_metric(self.phrase) if wish.named else None
        other = rival and fitting(rival, task)
        if metric is not None and rival is not None and other not in (None, metric):
            text = f"One metric can be optimised: {rival.words} or {wish.words}. Which one shall count?"
            self._ask(text, "metric", choices={str(m): {"metric": m} for m in (other, metric) if m})
        elif metric is not None:
            self._state("metric", metric, wish.words, "stated" if wish.named else "implied")
        elif wish.named:
            text = f"{wish.words} doesn't fit '{target.name}'. Which metric shall count?"
            self._ask(text, "metric", choices=_offered(task))

    def _sentences_of(self, words: str) -> list[tuple[int, int]]:
        """Sentences that begin with these words, which tell of something else than errors."""
        found = self.phrase.found(SENTENCE) if words else []
        return [m.span() for m in found if self.phrase.words(*m.span()).strip().startswith(words)]


def _offered(task: Task) -> dict[str, Settles]:
    return {metric: {"metric": metric} for metric in metrics_for(task)[:6]}


def _alone(*families: Family) -> dict[str, Settles]:
    """Answers that name one family: it alone is searched."""
    return {family: {"families_only": (family,), "families_excluded": None} for family in families}
