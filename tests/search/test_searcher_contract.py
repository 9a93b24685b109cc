"""What every searcher must do; run on each of them."""

from __future__ import annotations

import pytest
from small_families import FAMILIES, SHAPE, SPEC, ask_of, ended, failed, registry, search

from cotune.model.action import Steer
from cotune.model.space import Configuration
from cotune.model.spec import Range, SearchSpec
from cotune.model.trial import TrialAsk, TrialResult
from cotune.model.view import ActiveSteer
from cotune.search import Searcher, SpaceExhausted, check_configuration, make_searcher
from cotune.search.making import SearcherKind

KINDS: tuple[SearcherKind, ...] = ("smac", "random")


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> SearcherKind:
    return request.param


def new(kind: SearcherKind, seed: int = 0, spec: SearchSpec = SPEC) -> Searcher:
    return make_searcher(kind, spec, SHAPE, seed, registry)


def steer(
    family: str, since_trial: int = 0, weight: float = 0.8, half_life: int = 1000, **ranges: object
) -> ActiveSteer:
    found = tuple(Range.model_validate({"family": family, "name": name, **r}) for name, r in ranges.items())
    hint = Steer(family=family, ranges=found, weight=weight, half_life=half_life)
    return ActiveSteer(id="s", steer=hint, by="human", since_trial=since_trial)


def test_the_cheapest_defaults_come_first_then_boosting_then_the_others_then_what_was_learned(kind):
    asks = search(new(kind), 5)
    assert [(a.configuration.family, a.origin) for a in asks] == [
        ("naive_bayes", "default"),
        ("xgboost", "default"),
        ("svm", "default"),
        ("svm", "portfolio"),
        ("xgboost", "portfolio"),
    ]


def test_every_proposal_is_complete_and_inside_the_space(kind):
    for ask in search(new(kind), 40):
        assert check_configuration(ask.configuration, SPEC, SHAPE, registry) == ask.configuration


def test_nothing_is_proposed_twice(kind):
    searcher = new(kind)
    asks = search(searcher, 30)
    out = [searcher.ask(n) for n in range(30, 50)]
    digests = [a.configuration.digest() for a in asks] + [p.configuration.digest() for p in out]
    assert len(set(digests)) == 50


def test_the_same_seed_gives_the_same_search_and_another_one_does_not(kind):
    assert search(new(kind), 25) == search(new(kind), 25)
    assert search(new(kind), 25) != search(new(kind, seed=1), 25)


def test_a_rebuilt_searcher_goes_on_as_the_old_one(kind):
    old = new(kind)
    asks = search(old, 21)
    out = ask_of(21, old.ask(21))
    rebuilt = new(kind)
    for ask in asks:
        rebuilt.tell(ask, ended(ask))
    rebuilt.tell(out, TrialResult(trial=21, attempt=2, status="running"))
    for searcher in (old, rebuilt):
        searcher.tell(asks_to_fail := ask_of(22, searcher.ask(22)), failed(asks_to_fail))
    assert [old.ask(n) for n in range(23, 33)] == [rebuilt.ask(n) for n in range(23, 33)]


def test_asking_for_a_number_again_after_a_dropped_proposal_gives_it_again(kind):
    searcher = new(kind)
    search(searcher, 12)
    assert searcher.ask(12) == searcher.ask(12)


def test_a_queued_trial_of_a_person_takes_the_number_of_a_dropped_proposal(kind):
    searcher = new(kind)
    search(searcher, 12)
    dropped = searcher.ask(12)
    own = ask_of(12, dropped).having(
        configuration=Configuration(family="svm", params={"C": 7.0, "kernel": "linear"}), origin="human"
    )
    searcher.tell(own, TrialResult(trial=12, attempt=1, status="running"))
    seen = [searcher.ask(n).configuration for n in range(13, 20)]
    assert own.configuration not in seen


def test_a_queued_configuration_with_gaps_is_what_its_defaults_make_of_it(kind):
    searcher = new(kind, spec=SPEC.having(families=("naive_bayes",)))
    first = ask_of(0, searcher.ask(0)).having(configuration=Configuration(family="naive_bayes"))
    searcher.tell(first, TrialResult(trial=0, attempt=1, status="running"))
    assert "1" not in [repr(searcher.ask(n).configuration.params["alpha"]) for n in (1, 2, 3)]


def test_a_cancelled_trial_is_not_tried_again(kind):
    searcher = new(kind)
    first = ask_of(0, searcher.ask(0))
    searcher.tell(first, TrialResult(trial=0, attempt=1, status="cancelled"))
    assert searcher.ask(1).configuration != first.configuration


def test_a_banned_family_is_not_proposed_until_the_ban_is_lifted(kind):
    searcher = new(kind)
    search(searcher, 10)
    searcher.ban(("xgboost",))
    assert "xgboost" not in {a.configuration.family for a in search(searcher, 15, start=10)}
    searcher.ban(())
    assert "xgboost" in {a.configuration.family for a in search(searcher, 15, start=25)}


def test_with_every_family_banned_nothing_is_left_to_try(kind):
    searcher = new(kind)
    searcher.ban(tuple(FAMILIES))
    with pytest.raises(SpaceExhausted):
        searcher.ask(0)


def test_a_small_space_is_tried_completely_and_then_exhausted(kind):
    searcher = new(kind, spec=SPEC.having(families=("naive_bayes",)))
    asks = search(searcher, 4)
    assert sorted(repr(a.configuration.params["alpha"]) for a in asks) == ["'auto'", "0.5", "1", "True"]
    with pytest.raises(SpaceExhausted):
        searcher.ask(4)


def test_a_steer_gets_its_share_from_its_region_and_leaves_a_control_share(kind):
    searcher = new(kind)
    search(searcher, 10)
    searcher.steer((steer("svm", C={"low": 2.0, "high": 3.0}), steer("svm", C={"low": 2.0, "high": 3.0})))
    asks = search(searcher, 50, start=10)
    steered = [a for a in asks if a.origin == "human"]
    assert 30 <= len(steered) <= 47
    assert all(2.0 <= a.configuration.params["C"] <= 3.0 for a in steered)


def test_of_five_trials_in_a_row_one_is_the_plain_searchers(kind):
    """Whatever steers claim and people put into the queue, which has its own numbers."""
    searcher = new(kind)
    search(searcher, 10)
    searcher.steer(tuple(steer("svm", half_life=1000) for _ in range(3)))
    origins = [a.origin for a in search(searcher, 60, start=10)]
    assert all(set(origins[i : i + 5]) - {"human"} for i in range(len(origins) - 4))
    for number in range(70, 74):
        configuration = Configuration(family="svm", params={"C": 5.0 + number, "kernel": "linear"})
        queued = TrialAsk(trial=number, run=1, number=number, configuration=configuration, origin="agent")
        searcher.tell(queued, TrialResult(trial=number, attempt=1, status="running"))
    assert searcher.ask(74).origin != "human"


def test_trust_lowers_what_a_steer_claims(kind):
    claimed = {}
    for trust in (1.0, 0.1):
        searcher = new(kind)
        search(searcher, 10)
        searcher.steer((steer("svm", half_life=1000).having(trust=trust),))
        claimed[trust] = sum(a.origin == "human" for a in search(searcher, 50, start=10))
    assert claimed[0.1] <= 0.3 * claimed[1.0]


def test_a_steer_fades_and_is_revocable(kind):
    searcher = new(kind)
    search(searcher, 10)
    searcher.steer((steer("svm", since_trial=10, half_life=5),))
    asks = search(searcher, 60, start=10)
    by_human = [a.number for a in asks if a.origin == "human"]
    assert by_human
    assert len([n for n in by_human if n < 25]) > 3 * len([n for n in by_human if n >= 40])
    searcher.steer((steer("svm"),))
    searcher.steer(())
    assert "human" not in {a.origin for a in search(searcher, 20, start=70)}


def test_a_steer_that_has_faded_away_completely_does_not_stop_the_search(kind):
    searcher = new(kind)
    searcher.steer((steer("svm", half_life=1),))
    for number in range(1100):
        one = Configuration(family="svm", params={"C": 1.0 + number / 100, "kernel": "linear"})
        ask = TrialAsk(trial=number, run=1, number=number, configuration=one, origin="human")
        searcher.tell(ask, TrialResult(trial=number, attempt=1, status="ok"))
    assert searcher.ask(1100)


def test_a_steer_to_a_banned_family_is_passed_over(kind):
    searcher = new(kind)
    searcher.steer((steer("svm"),))
    searcher.ban(("svm",))
    assert "svm" not in {a.configuration.family for a in search(searcher, 20)}


def test_ranges_of_the_spec_hold_for_every_proposal(kind):
    ranges = (
        Range(family="xgboost", name="max_depth", low=2, high=4),
        Range(family="svm", name="kernel", choices=("linear",)),
    )
    for ask in search(new(kind, spec=SPEC.having(ranges=[r.model_dump() for r in ranges])), 30):
        if ask.configuration.family == "xgboost":
            assert 2 <= ask.configuration.params["max_depth"] <= 4
        if ask.configuration.family == "svm":
            assert ask.configuration.params["kernel"] == "linear"
            assert "gamma" not in ask.configuration.params


def test_failures_alone_do_not_stop_the_search(kind):
    searcher = new(kind)
    for number in range(30):
        ask = ask_of(number, searcher.ask(number))
        searcher.tell(ask, failed(ask))
    assert searcher.ask(30)
