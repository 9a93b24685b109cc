"""What the agent is saying is shown at a pace that the disk can bear, and never stands in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotune.host.speaking import Speaking
from cotune.model.event import StudyCreated
from cotune.model.speech import Speech
from cotune.store import StudySettings, StudyStore

CREATED = StudyCreated(
    name="s",
    data_hash="h",
    n_rows=1,
    n_columns=1,
    target=None,
    autonomy="ask_all",
    planner="p",
    warnings=(),
    versions={},
)


@pytest.fixture
def store(tmp_path: Path) -> StudyStore:
    return StudyStore.create(tmp_path / "study.sqlite", CREATED, StudySettings())


def words(n: int) -> Speech:
    return Speech(turn="t", text="word " * n)


def test_words_are_shown_ten_times_a_second_and_are_no_events(store: StudyStore) -> None:
    store.take_epoch()
    now_s = 0.0
    speaking = Speaking(store.file, lambda: now_s)
    shown = []
    for n in range(100):
        now_s = n / 50
        speaking.show(words(n))
        shown.append(store.speech())
    assert 18 <= len({s.text for s in shown if s}) <= 21
    now_s += 1
    speaking.show(None)
    assert store.speech() is None
    assert store.last_seq() == 1
    speaking.close()


def test_words_that_can_t_be_written_pass(store: StudyStore) -> None:
    store.take_epoch()
    now_s = 0.0
    speaking = Speaking(store.file, lambda: now_s)
    speaking.show(Speech(turn="t", text="half an emoji: \ud83d"))
    assert store.speech() is None
    now_s = 1.0
    speaking.show(words(2))
    assert store.speech() == words(2)
    speaking.close()


def test_a_new_host_is_silent_and_an_old_study_too(store: StudyStore) -> None:
    assert store.speech() is None
    store.take_epoch()
    Speaking(store.file).show(words(3))
    assert store.speech() == words(3)
    store.take_epoch()
    assert store.speech() is None


def test_a_study_that_was_deleted_is_no_reason_to_fail(store: StudyStore) -> None:
    store.file.unlink()
    Speaking(store.file).show(words(3))
