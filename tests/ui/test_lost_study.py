"""A study that goes away under its views: they say so and stand still."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from story import Story, StoryStudy

import cotune
from cotune.errors import UserError
from cotune.model.event import Event
from cotune.ui.feed import HOST_CHECK_EVERY, Feed


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
