from __future__ import annotations

from contextlib import nullcontext

import pytest

from cotune.errors import OwnershipLost
from cotune.model.event import AutonomySet, GoalStated
from cotune.model.fold import fold
from cotune.model.mail import Mail, Say
from cotune.store import Journal, StudyStore


def journal_of(store: StudyStore) -> Journal:
    return Journal(store, store.take_epoch())


def test_the_view_is_the_fold_of_what_is_on_disk(store: StudyStore) -> None:
    journal = journal_of(store)
    journal.append(GoalStated(turn="t", text="a"), AutonomySet(autonomy="ask_all"))
    assert journal.view == fold(store.events())
    assert journal.view == Journal(StudyStore(store.file), journal.epoch).view
    assert journal.view.autonomy == "ask_all"


def test_a_mail_and_its_events_are_one_transaction(store: StudyStore) -> None:
    store.post(Mail(id="m", door="python", letter=Say(text="a")))
    journal = journal_of(store)
    with journal.handling("m") as mail:
        journal.append(GoalStated(turn="m", text="a"))
        assert journal.view.goals == ("a",)
        assert store.last_seq() == 1
        mail.answer("done", "heard")
    assert store.last_seq() == 2
    assert store.unread() == []
    assert journal.view == fold(store.events())


def test_a_block_that_fails_leaves_log_mail_and_view_as_they_were(store: StudyStore) -> None:
    store.post(Mail(id="m", door="python", letter=Say(text="a")))
    journal = journal_of(store)
    before = journal.view

    def handle() -> None:
        with journal.handling("m") as mail:
            journal.append(GoalStated(turn="m", text="a"))
            mail.answer("done")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        handle()
    assert journal.view == before
    assert store.last_seq() == 1
    assert [m.id for m in store.unread()] == ["m"]
    journal.append(AutonomySet(autonomy="ask_all"))
    assert journal.view == fold(store.events())


@pytest.mark.parametrize("inside_a_mail", [True, False])
def test_a_dethroned_journal_writes_nothing_and_its_view_stands_still(store: StudyStore, inside_a_mail: bool) -> None:
    journal = journal_of(store)
    before = journal.view
    StudyStore(store.file).take_epoch()
    with pytest.raises(OwnershipLost), journal.handling() if inside_a_mail else nullcontext():
        journal.append(AutonomySet(autonomy="ask_all"))
    assert journal.view == before
    assert store.last_seq() == 1


def test_an_answer_without_a_mail_is_dropped(store: StudyStore) -> None:
    journal = journal_of(store)
    with journal.handling() as nobody:
        nobody.answer("done")
        journal.append(AutonomySet(autonomy="ask_all"))
    assert store.last_seq() == 2
