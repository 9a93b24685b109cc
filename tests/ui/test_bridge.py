"""The bridge through its own door: requests in, messages out, and what reached the study's host."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from received import Received
from story import BEGIN, SPEC, Story, StoryStudy

from cotune.errors import HostUnavailable, UserError
from cotune.model.event import Event
from cotune.model.mail import Decide, Letter, Propose, Reply, RetryTurn, Say
from cotune.model.sharing import SentCall
from cotune.model.speech import Speech
from cotune.ui.bridge import Bridge
from cotune.ui.feed import Feed, Listener
from cotune.ui.messages import (
    ColumnWeights,
    Head,
    Lobby,
    Message,
    Outcome,
    Receipt,
    Saying,
    SentCalls,
    TableColumns,
    TableOffer,
    TrialDetail,
)


class Desk:
    """A UI that keeps what it is sent, and a reception with one table and one study."""

    def __init__(self, study: StoryStudy | None) -> None:
        self.sent: list[Message] = []
        self.ui = Received()
        self.described: list[str] = []
        self._new = threading.Condition()
        self.bridge = Bridge(self._take, self, lambda feed: self.described.append(feed.study.name if feed else ""))
        self.bridge.select(Feed(study) if study else None)

    def _take(self, message: Message, buffer: bytes | None) -> None:
        with self._new:
            self.sent.append(message)
            self.ui.take(message, buffer)
            self._new.notify_all()

    def until(self, test: Callable[[], bool]) -> None:
        with self._new:
            assert self._new.wait_for(test, timeout=10), self.sent

    def ask(self, **content: object) -> None:
        self.bridge.receive({"id": "r1", **content})

    def outcome(self, request: str = "r1") -> Outcome:
        def found() -> list[Outcome]:
            return [m for m in self.sent if isinstance(m, Outcome) and m.id == request]

        self.until(lambda: bool(found()))
        return found()[0]

    def lobby(self) -> Lobby:
        return Lobby(tables=(TableOffer(variable="df", n_rows=3, n_columns=2),), studies=())

    def open(self, name: str) -> Feed:
        if name != "churn":
            raise UserError(f"there is no study '{name}'")
        return Feed(StoryStudy(Story().created()))

    def create(self, variable: str, goal: str) -> Feed:
        return Feed(StoryStudy(Story(variable).created().goal(goal)))


@pytest.fixture
def open_desk() -> Iterator[Callable[[StoryStudy | None], Desk]]:
    desks: list[Desk] = []

    def opened(study: StoryStudy | None = None) -> Desk:
        desks.append(Desk(study))
        return desks[-1]

    yield opened
    for desk in desks:
        desk.bridge.close()


OpenDesk = Callable[[StoryStudy | None], Desk]


def running() -> StoryStudy:
    return StoryStudy(Story().created().goal().card().approved().trials(20))


def test_a_view_that_appears_gets_everything_and_then_what_changes(open_desk: OpenDesk) -> None:
    study = running()
    desk = open_desk(study)
    desk.ask(kind="hello")
    desk.until(lambda: desk.ui.total == 22)
    study.story.trials(5, running=0)
    desk.until(lambda: desk.ui.total == 27)
    first, *others = desk.ui.updates
    assert first.fresh
    assert not any(update.fresh for update in others)
    assert [update.number for update in desk.ui.updates] == list(range(1, len(desk.ui.updates) + 1))
    assert all(update.gate is None for update in others)


def test_a_click_is_acknowledged_at_once_even_when_the_host_is_slow(open_desk: OpenDesk) -> None:
    class Slow(StoryStudy):
        def post(self, letter: Letter, id: str | None = None) -> Reply:
            slow.wait(10)
            return super().post(letter, id)

    slow = threading.Event()
    study = Slow(running().story)
    desk = open_desk(study)
    desk.ask(kind="propose", action={"kind": "stop_run"})
    assert desk.sent == [Receipt(id="r1")]
    desk.until(lambda: bool(study.posted))
    slow.set()
    assert desk.outcome().outcome == "done"


def test_clicks_reach_the_mail_in_their_order(open_desk: OpenDesk) -> None:
    study = running()
    desk = open_desk(study)
    for i in range(20):
        kind = "pause_run" if i % 2 == 0 else "resume_run"
        desk.bridge.receive({"kind": "propose", "id": f"r{i}", "action": {"kind": kind}})
    desk.until(lambda: sum(isinstance(m, Outcome) for m in desk.sent) == 20)
    assert [mail for mail, _ in study.posted] == [f"r{i}" for i in range(20)]


def test_the_same_click_twice_is_one_letter(open_desk: OpenDesk) -> None:
    study = running()
    desk = open_desk(study)
    desk.ask(kind="say", text="how is it going?")
    desk.ask(kind="say", text="how is it going?")
    desk.until(lambda: sum(isinstance(m, Outcome) for m in desk.sent) == 2)
    assert study.posted == [("r1", Say(text="how is it going?"))]


def test_an_answer_carries_the_digest_that_was_shown_and_the_panels_door(open_desk: OpenDesk) -> None:
    study = StoryStudy(Story().created().goal().card())
    desk = open_desk(study)
    desk.ask(kind="answer", card="card-p-300", action_digest="abc", answer="reject", edited=None, reason="too long")
    desk.outcome()
    letter = study.posted[0][1]
    assert isinstance(letter, Decide)
    assert (letter.decision.id, letter.decision.action_digest, letter.decision.door) == ("r1", "abc", "panel")
    assert letter.decision.reason == "too long"


def test_a_proposal_is_the_humans_and_has_the_requests_id(open_desk: OpenDesk) -> None:
    study = running()
    desk = open_desk(study)
    desk.ask(kind="propose", action={"kind": "ban_family", "family": "mlp"})
    desk.outcome()
    letter = study.posted[0][1]
    assert isinstance(letter, Propose)
    assert (letter.proposal.id, letter.proposal.actor, letter.proposal.door) == ("r1", "human", "panel")


def test_an_unavailable_host_is_said_with_what_to_do(open_desk: OpenDesk) -> None:
    class Gone(StoryStudy):
        def post(self, letter: Letter, id: str | None = None) -> Reply:
            raise HostUnavailable("the host does not answer; try `cotune resume churn`")

    desk = open_desk(Gone(running().story))
    desk.ask(kind="propose", action={"kind": "pause_run"})
    assert desk.outcome() == Outcome(
        id="r1", outcome="failed", message="the host does not answer; try `cotune resume churn`"
    )


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "propose", "action": {"kind": "drop_table"}},
        {"kind": "propose", "action": {"kind": "ban_family", "family": "catboost"}},
        {"kind": "say", "text": ""},
        {"kind": "dance"},
    ],
)
def test_a_request_that_is_none_is_refused_with_an_outcome(open_desk: OpenDesk, content: dict[str, object]) -> None:
    study = running()
    desk = open_desk(study)
    desk.ask(**content)
    assert desk.outcome().outcome == "refused"
    assert study.posted == []


@pytest.mark.parametrize("content", [None, 3, "stop", [], {}, {"kind": "say"}, {"id": 7}])
def test_noise_from_the_wire_changes_nothing(open_desk: OpenDesk, content: object) -> None:
    desk = open_desk(running())
    desk.bridge.receive(content)
    assert desk.sent == []


def test_what_a_form_got_wrong_is_told_by_the_field_s_name_on_the_card(open_desk: OpenDesk) -> None:
    desk = open_desk(running())
    spec = SPEC.having().model_dump(mode="json") | {"seconds": -60}
    desk.ask(kind="propose", action={"kind": "start_search", "spec": spec})
    assert desk.outcome().message == "-60 is out of range (see “Time”). Use a number above 0."


def test_the_columns_of_the_table_come_when_they_are_asked_for_without_any_label(open_desk: OpenDesk) -> None:
    desk = open_desk(running())
    desk.ask(kind="show_table")
    desk.until(lambda: any(isinstance(m, TableColumns) for m in desk.sent))
    told = next(m for m in desk.sent if isinstance(m, TableColumns))
    assert [(c.name, c.n_missing, c.is_unused) for c in told.columns] == [
        ("customerID", 0, True),
        ("tenure", 11, False),
        ("CancelDate", 5174, False),
        ("Churn", 0, False),
    ]
    assert "Yes" not in told.model_dump_json()


def test_which_columns_the_model_relies_on_comes_when_it_is_asked_for(open_desk: OpenDesk) -> None:
    desk = open_desk(StoryStudy(Story().created().goal().card().approved().trials(20).ended()))
    desk.ask(kind="show_weights")
    desk.until(lambda: any(isinstance(m, ColumnWeights) for m in desk.sent))
    told = next(m for m in desk.sent if isinstance(m, ColumnWeights))
    assert [(w.column, w.drop, w.noise) for w in told.weights] == [("tenure", 0.08, 0.01), ("CancelDate", 0.002, None)]
    assert [member.trial for member in told.model.members] == [12, 9]


def test_before_there_is_a_model_nobody_can_say_what_it_relies_on(open_desk: OpenDesk) -> None:
    desk = open_desk(StoryStudy(Story().created().goal().card().approved()))
    desk.ask(kind="show_weights")
    assert (desk.outcome().outcome, desk.outcome().message) == ("failed", "There is no model yet.")


def test_measuring_ends_when_somebody_stops_it_or_leaves_the_study(open_desk: OpenDesk) -> None:
    study = StoryStudy(Story().created().goal().card().approved().trials(20).ended())
    study.measures_long = True
    desk = open_desk(study)
    for n, ending in enumerate(("stop_weights", "leave_study")):
        desk.ask(kind="show_weights", id=f"w{n}")
        study.measurings.get(timeout=10)
        desk.ask(kind=ending, id=f"e{n}")
        assert desk.outcome(f"e{n}").outcome == "done"
        assert desk.outcome(f"w{n}").outcome == "ignored"
    assert not any(isinstance(m, ColumnWeights) for m in desk.sent)


def test_a_trial_opens_in_full_and_an_unknown_one_is_refused(open_desk: OpenDesk) -> None:
    desk = open_desk(running())
    desk.ask(kind="show_trial", trial=6)
    desk.until(lambda: bool(desk.sent and isinstance(desk.sent[-1], TrialDetail)))
    detail = desk.sent[-1]
    assert isinstance(detail, TrialDetail)
    assert detail.row.result is not None
    assert detail.row.result.failure is not None
    desk.ask(kind="show_trial", id="r2", trial=99)
    assert desk.outcome("r2").outcome == "refused"


def test_a_trial_can_be_the_model_as_long_as_its_models_are_on_disk(open_desk: OpenDesk) -> None:
    study = running()
    desk = open_desk(study)

    def can_be_model(trial: int) -> bool:
        desk.sent.clear()
        desk.ask(kind="show_trial", trial=trial)
        desk.until(lambda: any(isinstance(m, TrialDetail) for m in desk.sent))
        return next(m.can_be_model for m in desk.sent if isinstance(m, TrialDetail))

    assert can_be_model(5)
    assert not can_be_model(6), "it failed"
    study.dropped.add(5)
    assert not can_be_model(5)


def test_what_was_sent_to_the_model_comes_in_full(open_desk: OpenDesk) -> None:
    study = StoryStudy(Story().created())
    at = datetime(2026, 1, 1, tzinfo=UTC)
    study.calls = tuple(SentCall(at=at, turn=str(n), to="a model", body=f'{{"n":{n}}}') for n in range(30))
    desk = open_desk(study)
    for n, newer in enumerate((0, 10, 25, 40)):
        desk.ask(kind="show_sent", id=f"r{n}", newer=newer)
        desk.until(lambda n=n: sum(isinstance(m, SentCalls) for m in desk.sent) == n + 1)
    told = [m for m in desk.sent if isinstance(m, SentCalls)]
    assert [(m.newer, m.total) for m in told] == [(0, 30), (10, 30), (25, 30), (30, 30)]
    assert [m.calls for m in told] == [study.calls[20:], study.calls[10:20], study.calls[:5], ()]


def test_the_panel_goes_from_the_lobby_to_a_study_and_back(open_desk: OpenDesk) -> None:
    desk = open_desk(None)
    desk.ask(kind="hello")
    desk.until(lambda: any(isinstance(m, Lobby) for m in desk.sent))
    desk.ask(kind="create_study", id="r2", variable="df", goal="predict b")
    assert desk.outcome("r2").outcome == "done"
    assert desk.ui.updates[-1].head is not None
    assert desk.ui.updates[-1].head.name == "df"
    desk.ask(kind="open_study", id="r3", name="churm")
    assert "churm" in desk.outcome("r3").message
    desk.ask(kind="leave_study", id="r4")
    desk.outcome("r4")
    assert desk.described[-1] == ""


def test_a_study_that_is_selected_while_the_lobby_is_made_ready_stays_on_the_screen() -> None:
    class Slow(Desk):
        def lobby(self) -> Lobby:
            self.bridge.select(Feed(running()))
            return super().lobby()

    desk = Slow(running())
    try:
        desk.ask(kind="hello")
        desk.until(lambda: bool(desk.ui.updates))
        desk.bridge.select(None)
        assert desk.ui.updates[-1].fresh
        assert not any(isinstance(m, Lobby) for m in desk.sent)
    finally:
        desk.bridge.close()


def test_a_closed_widget_lets_its_threads_go(open_desk: OpenDesk) -> None:
    desk = open_desk(running())
    desk.ask(kind="hello")
    desk.until(lambda: bool(desk.ui.updates))
    desk.bridge.close()
    deadline = time.monotonic() + 10
    while _threads() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert _threads() == []


def _threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith("cotune-")]


def test_a_click_on_a_study_that_is_gone_is_answered_in_words(open_desk: Callable[..., Desk]) -> None:
    study = StoryStudy(Story().created())
    desk = open_desk(study)
    desk.ask(kind="hello")
    desk.until(lambda: bool(desk.ui.updates))
    study.is_there = False
    desk.until(lambda: desk.ui.updates[-1].head is not None and desk.ui.updates[-1].head.host == "lost")
    desk.ask(kind="say", text="how is it going?")
    assert "deleted" in desk.outcome().message
    assert study.posted == []
    desk.ask(kind="leave_study", id="r2")
    assert desk.outcome("r2").outcome == "done"


def saying(desk: Desk) -> Saying:
    """What the UI shows of the agent's words by now."""
    return next((u.saying for u in reversed(desk.ui.updates) if u.saying is not None), Saying(text="nothing was sent"))


def test_what_the_agent_is_saying_is_shown_until_it_has_said_it(open_desk: OpenDesk) -> None:
    study = StoryStudy(Story().created().goal())
    study.says = Speech(turn="t1", text="I would")
    desk = open_desk(study)
    desk.ask(kind="hello")
    desk.until(lambda: saying(desk) == Saying(text="I would"))
    study.says = Speech(turn="t1", text="I would", notice="Waiting.")
    desk.until(lambda: saying(desk) == Saying(text="I would", notice="Waiting."))
    study.story.question()
    desk.until(lambda: saying(desk) == Saying())


def test_what_an_earlier_turn_left_behind_is_not_shown(open_desk: OpenDesk) -> None:
    study = StoryStudy(Story().created().goal())
    study.says = Speech(turn="t0", text="left by a host that was killed")
    desk = open_desk(study)
    desk.ask(kind="hello")
    desk.until(lambda: bool(desk.ui.updates))
    assert saying(desk) == Saying()


def test_a_click_lets_the_built_in_planner_answer(open_desk: OpenDesk) -> None:
    study = running()
    desk = open_desk(study)
    desk.ask(kind="retry_agent", built_in=True)
    desk.outcome()
    assert study.posted == [("r1", RetryTurn(built_in=True))]


class Overheard(Feed):
    """Keeps whom it was told to tell, so that a test can be late with it."""

    def subscribe(self, key: Hashable, listener: Listener) -> None:
        self.listener = listener
        super().subscribe(key, listener)


def test_late_news_of_the_study_before_is_not_shown_as_the_next_one_s(open_desk: OpenDesk) -> None:
    desk = open_desk(None)
    before = Overheard(running())
    desk.bridge.select(before)
    desk.ask(kind="hello")
    desk.until(lambda: desk.ui.total == 22)
    desk.ask(kind="open_study", name="churn", id="r2")
    desk.outcome("r2")
    desk.until(lambda: desk.ui.total == 0)
    shown = len(desk.ui.updates)
    before.listener(before.poll())
    assert (desk.ui.total, len(desk.ui.updates)) == (0, shown)


def test_a_click_stays_with_the_study_at_which_it_was_made(open_desk: OpenDesk) -> None:
    class Left(StoryStudy):
        """While the click is put into its mail, another study is selected."""

        def post_nowait(self, letter: Letter, id: str | None = None) -> str:
            if not self.posted:
                desk.bridge.select(Feed(other))
            return super().post_nowait(letter, id)

    study, other = Left(running().story), running()
    desk = open_desk(study)
    desk.ask(kind="propose", action={"kind": "stop_run"})
    assert desk.outcome().outcome == "done"
    assert [id for id, _ in study.posted] == ["r1"]
    assert other.posted == []


def test_what_happens_while_a_view_appears_is_not_missed(open_desk: OpenDesk) -> None:
    heard: list[int] = []

    class Busy(Feed):
        """Something happens, and whoever listens already is told, just before the view begins to listen."""

        def subscribe(self, key: Hashable, listener: Listener) -> None:
            study.story.trials(5, running=0)
            deadline = time.monotonic() + 10
            while heard[-1] != len(study.story.log) and time.monotonic() < deadline:
                time.sleep(0.01)
            super().subscribe(key, listener)

    study = running()
    feed = Busy(study)
    Feed.subscribe(feed, "another view", lambda snapshot: heard.append(snapshot.seq))
    desk = open_desk(None)
    desk.bridge.select(feed)
    while not heard:
        time.sleep(0.01)
    desk.ask(kind="hello")
    try:
        desk.until(lambda: desk.ui.total == 27)
    finally:
        feed.unsubscribe("another view")


def test_a_click_made_while_another_study_was_on_the_screen_acts_on_none(open_desk: OpenDesk) -> None:
    left, selected = running(), StoryStudy(Story("wine").created().goal().card())
    desk = open_desk(left)
    desk.ask(kind="hello")
    desk.until(lambda: bool(desk.ui.updates))
    shown = head_of(desk).id
    desk.bridge.select(Feed(selected))
    desk.ask(kind="propose", action={"kind": "stop_run"}, study=shown)
    assert desk.outcome().outcome == "refused"
    assert "another study" in desk.outcome().message
    desk.ask(kind="show_table", id="r2", study=shown)
    assert desk.outcome("r2") == Outcome(id="r2", outcome="ignored")
    desk.ask(kind="leave_study", id="r3", study=shown)
    assert desk.outcome("r3").outcome == "refused"
    assert (left.posted, selected.posted) == ([], [])
    desk.until(lambda: head_of(desk).name == "wine")
    desk.ask(kind="say", id="r4", text="go on", study=head_of(desk).id)
    assert desk.outcome("r4").outcome == "done"
    assert [id for id, _ in selected.posted] == ["r4"]


def head_of(desk: Desk) -> Head:
    """Of the study on the screen."""
    return next(u.head for u in reversed(desk.ui.updates) if u.head is not None)


def test_until_the_next_study_is_read_clicks_are_for_the_one_on_the_screen(open_desk: OpenDesk) -> None:
    desk = open_desk(running())
    before, meanwhile = desk.bridge.feed, []

    class Long(StoryStudy):
        def events(self, after: int = 0) -> Sequence[Event]:
            meanwhile.append(desk.bridge.feed)
            return super().events(after)

    after = Feed(Long(Story("wine").created()))
    bridge = Bridge(lambda _message, _buffer: None, desk, lambda feed: feed and feed.poll())
    bridge.select(before)
    desk.bridge = bridge
    bridge.select(after)
    assert meanwhile[0] is before
    assert bridge.feed is after


def test_a_study_of_the_same_name_is_another_one(tmp_path: Path) -> None:
    def study(folder: str, begin: datetime = BEGIN) -> StoryStudy:
        study = StoryStudy(Story(begin=begin).created())
        study.path = tmp_path / folder / study.name
        return study

    studies = study("a"), study("b"), study("a", BEGIN + timedelta(days=1)), study("a")
    ids = [Feed(study).poll().head.id for study in studies]
    assert ids[0] == ids[3]
    assert len(set(ids)) == 3
