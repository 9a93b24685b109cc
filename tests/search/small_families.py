"""Three small families with every kind of hyperparameter, and a cost that is known everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cotune.model.base import Scalar
from cotune.model.profile import TableShape
from cotune.model.space import ChoiceParam, Configuration, FamilySpace, FloatParam, IntParam, OnlyIf, Start
from cotune.model.spec import SearchSpec
from cotune.model.trial import Failure, TrialAsk, TrialResult
from cotune.model.words import Family
from cotune.search.searcher import Proposed, Searcher
from shapes import shape_of

SHAPE = shape_of(task="regression", n_classes=0, n_categorical=1, max_cardinality=4, has_missing=True)
SPEC = SearchSpec(
    target="y", task="regression", metric="rmse", seconds=None, trials=1000, families=("xgboost", "svm", "naive_bayes")
)

BOOSTER = FamilySpace(
    family="xgboost",
    params=(
        FloatParam(name="learning_rate", low=0.001, high=1.0, default=0.1, log=True),
        IntParam(name="max_depth", low=1, high=12, default=6),
        IntParam(name="max_bin", low=32, high=512, default=256, log=True),
        ChoiceParam(name="weighted", choices=(True, False), default=False),
    ),
)
KERNEL = FamilySpace(
    family="svm",
    params=(
        FloatParam(name="C", low=0.01, high=100.0, default=1.0, log=True),
        IntParam(name="degree", low=2, high=5, default=3, only_if=OnlyIf(name="kernel", values=("poly",))),
        FloatParam(
            name="gamma",
            low=1e-4,
            high=10.0,
            default=0.1,
            log=True,
            only_if=OnlyIf(name="kernel", values=("rbf", "poly")),
        ),
        ChoiceParam(name="kernel", choices=("linear", "rbf", "poly"), default="rbf"),
    ),
)
COUNTER = FamilySpace(
    family="naive_bayes", params=(ChoiceParam(name="alpha", choices=(1, 0.5, "auto", True), default=1),)
)


@dataclass(frozen=True)
class FakeFamily:
    offered: FamilySpace
    relative_cost: float
    rank: int
    too_large_from: int = 10**9
    weighs_rows: bool = True
    trouble: str | None = None

    def unavailable(self) -> str | None:
        return self.trouble

    def space(self, shape: TableShape) -> FamilySpace:
        return self.offered

    def starts(self, shape: TableShape) -> tuple[Start, ...]:
        default = Configuration(family=self.offered.family)
        first = self.offered.params[0]
        low = first.choices[0] if isinstance(first, ChoiceParam) else first.low
        learned = Configuration(family=self.offered.family, params={first.name: low})
        return (self._start(default, 0), self._start(learned, self.rank))

    def fit_seconds(self, values: Mapping[str, Scalar], shape: TableShape) -> float:
        return self.relative_cost

    def _start(self, configuration: Configuration, rank: int) -> Start:
        return Start(configuration=configuration, rank=rank, fit_s=self.relative_cost)

    def too_large(self, shape: TableShape) -> str | None:
        return f"more than {self.too_large_from} rows" if shape.n_rows > self.too_large_from else None


FAMILIES: dict[Family, FakeFamily] = {
    "xgboost": FakeFamily(BOOSTER, 3.0, rank=2),
    "svm": FakeFamily(KERNEL, 2.0, rank=1, too_large_from=10_000),
    "naive_bayes": FakeFamily(COUNTER, 1.0, rank=3),
}


def registry(name: Family) -> FakeFamily:
    return FAMILIES[name]


def ask_of(number: int, proposed: Proposed) -> TrialAsk:
    return TrialAsk(trial=number, run=1, number=number, configuration=proposed.configuration, origin=proposed.origin)


def score(configuration: Configuration) -> float:
    """Higher is better; best (0) at xgboost with learning_rate 0.05 and max_depth 4."""
    p = configuration.params
    match configuration.family:
        case "xgboost":
            return -abs(float(p["learning_rate"]) - 0.05) - 0.02 * abs(int(p["max_depth"]) - 4)
        case "svm":
            return -0.5 - 0.001 * float(p["C"])
        case _:
            return -2.0


def ended(ask: TrialAsk) -> TrialResult:
    return TrialResult(trial=ask.trial, attempt=ask.attempt, status="ok", score=score(ask.configuration), seconds=0.1)


def failed(ask: TrialAsk) -> TrialResult:
    return TrialResult(
        trial=ask.trial, attempt=ask.attempt, status="failed", failure=Failure(type="ValueError", message="did not fit")
    )


def search(searcher: Searcher, count: int, start: int = 0) -> list[TrialAsk]:
    """Run `count` trials one after the other; returns what was asked."""
    asks = []
    for number in range(start, start + count):
        ask = ask_of(number, searcher.ask(number))
        searcher.tell(ask, ended(ask))
        asks.append(ask)
    return asks
