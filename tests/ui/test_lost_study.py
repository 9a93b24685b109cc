"""A study that goes away under its views: they say so and stand still."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from story import Story, StoryStudy

import cotune
from cotune.errors import UserError
from cotune.model.event import Event
from cotune.ui.feed import HOST_CHECK_EVERY, Feed
from cotune.ui.show import inline


def hosts_seen(feed: Feed) -> list[str]:
    return [feed.poll().head.host for _ in range(HOST_CHECK_EVERY + 1)]


def test_a_deleted_study_is_shown_as_it_was_last() -> None:
    study = StoryStudy(Story().created().goal())
    feed = Feed(study)
    before = feed.poll()
    study.is_there = False
    assert hosts_seen(feed)[-1] == "lost"
    assert feed.poll().chat == before.chat


def test_a_study_that_was_never_there_is_an_error() -> None:
    study = StoryStudy(Story().created())
    study.is_there = False
    with pytest.raises(UserError, match="deleted"):
        Feed(study).poll()


class Damaged(StoryStudy):
    def events(self, after: int = 0) -> Sequence[Event]:
        if after:
            raise sqlite3.DatabaseError("database disk image is malformed")
        return super().events(after)


def test_a_damaged_database_is_no_traceback() -> None:
    feed = Feed(Damaged(Story().created()))
    assert [feed.poll().head.host, feed.poll().head.host] == ["alive", "lost"]


def test_another_study_in_its_place_is_not_taken_for_it(tmp_path: Path) -> None:
    table = pd.DataFrame({"a": range(40), "b": [0, 1] * 20})
    study = cotune.create(table, directory=tmp_path, name="twice")
    feed = Feed(study)
    feed.poll()
    study.path.rename(tmp_path / "elsewhere")
    assert hosts_seen(feed)[-1] == "lost"
    again = cotune.create(table, directory=tmp_path, name="twice")
    assert not study.exists()
    assert again.exists()
    study.close()
    again.close()


def test_what_could_not_be_read_for_a_moment_is_read_on(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stutters(StoryStudy):
        locked = False

        def host_alive(self) -> bool:
            if self.locked:
                raise sqlite3.OperationalError("database is locked")
            return super().host_alive()

    monkeypatch.setattr("cotune.ui.feed.LOST_POLL_S", 0.01)
    study, seen = Stutters(Story().created()), []
    feed = Feed(study)
    feed.poll()
    study.locked = True
    study.story.goal()
    assert hosts_seen(feed)[-1] == "lost"
    feed.subscribe("view", lambda snapshot: seen.append((snapshot.head.host, len(snapshot.chat))))
    study.locked = False
    deadline = time.monotonic() + 10
    while ("alive", 1) not in seen and time.monotonic() < deadline:
        time.sleep(0.01)
    feed.unsubscribe("view")
    assert seen[-1] == ("alive", 1)


def test_a_study_made_anew_under_its_name_is_shown_in_its_place(tmp_path: Path) -> None:
    table = pd.DataFrame({"a": range(40), "b": [0, 1] * 20})
    first = cotune.create(table, directory=tmp_path, name="anew")
    widget = inline(first)
    first.delete()
    again = cotune.create(table, directory=tmp_path, name="anew")
    assert inline(again) is widget
    assert widget.bridge.feed is not None
    assert widget.bridge.feed.study is again
    widget.close()
    again.delete()
