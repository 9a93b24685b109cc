"""Snapshots and increments: whatever the cuts, a UI ends up with the same study."""

from __future__ import annotations

import math
import sys

from hypothesis import given, settings
from hypothesis import strategies as st
from received import Received
from story import Story, StoryStudy

from cotune.model.fold import fold
from cotune.ui.feed import Feed
from cotune.ui.messages import Update
from cotune.ui.snapshot import Snapshot, parcel

LOG = Story().created().goal().card().approved().trials(30).ended().log


def snapshot_after(seq: int) -> Snapshot:
    return Snapshot.of(fold(LOG[:seq]), None, 0, "alive")


def reduced(cuts: list[int]) -> tuple[dict[str, object], Received]:
    """The parts a UI holds when it is told at these moments only."""
    received, parts, before = Received(), {}, None
    for number, seq in enumerate(cuts, start=1):
        after = snapshot_after(seq)
        news = parcel(before, after, number, 0)
        if news is None:
            continue
        received.take(news.update, news.buffer)
        parts |= {name: part for name, part in news.update if part is not None and name in PARTS}
        before = after
    return parts, received


PARTS = ("head", "gate", "search", "progress", "result", "table")


@settings(deadline=None)
@given(st.lists(st.integers(1, len(LOG)), max_size=8).map(sorted))
def test_any_cuts_of_the_log_lead_to_the_same_parts_and_trials(cuts: list[int]) -> None:
    parts, received = reduced([*cuts, len(LOG)])
    whole, at_once = reduced([len(LOG)])
    assert parts == whole
    assert received.trials.keys() == at_once.trials.keys()
    for trial, columns in at_once.trials.items():
        assert all(_same(received.trials[trial][name], value) for name, value in columns.items())


def _same(a: float, b: float) -> bool:
    return a == b or (math.isnan(a) and math.isnan(b))


def test_nothing_new_is_not_sent() -> None:
    assert parcel(snapshot_after(9), snapshot_after(9), 2, 0) is None


def test_chat_lines_are_sent_once() -> None:
    before = snapshot_after(3)
    update = _update(before, snapshot_after(len(LOG)))
    assert update.talk is not None
    assert update.talk.offset == len(before.chat)
    assert len(update.talk.lines) == 1


def _update(before: Snapshot, after: Snapshot) -> Update:
    news = parcel(before, after, 2, 0)
    assert news is not None
    return news.update


def test_a_host_that_falls_asleep_is_news() -> None:
    study = StoryStudy(Story().created())
    feed = Feed(study)
    assert feed.poll().head.host == "alive"
    study.is_alive = False
    hosts = {feed.poll().head.host for _ in range(20)}
    assert "asleep" in hosts


def test_columns_of_ten_thousand_trials_take_less_than_a_megabyte() -> None:
    rows = snapshot_after(len(LOG)).trials
    many = tuple(rows[i % len(rows)] for i in range(10_000))
    before = snapshot_after(1)
    news = parcel(before, Snapshot(**{**vars(before), "trials": many}), 2, 0)
    assert news is not None
    assert len(news.buffer) < 1_000_000


def calls_of_a_poll(n_trials: int) -> int:
    """Function calls of the look at one more trial, after so many."""
    story = Story().created().goal().card().approved().trials(n_trials, running=0)
    feed = Feed(StoryStudy(story))
    before, calls = feed.poll(), 0
    story.trials(1, running=0)

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        after = feed.poll()
        parcel(before, after, 2, 0)
    finally:
        sys.setprofile(None)
    assert len(after.trials) == n_trials + 1
    return calls


def test_a_look_at_one_more_trial_costs_no_more_after_many() -> None:
    """But for the search for where the run's trials begin, and the steps of the best so far."""
    assert calls_of_a_poll(2000) < 1.5 * calls_of_a_poll(200)
