"""A study as the UI shows it, and what changed from one look to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from cotune.model.baseline import default_xgboost, guess
from cotune.model.event import StudyCreated
from cotune.model.so_far import SoFar
from cotune.model.speech import Speech
from cotune.model.trial import TrialRow, changed_rows
from cotune.model.view import ChatLine, RunView, TurnState
from cotune.study.present_model import present_model
from cotune.ui.messages import (
    Gate,
    Head,
    HostState,
    Progress,
    Result,
    Saying,
    Search,
    TableNotes,
    Talk,
    TrialBlock,
    Update,
)
from cotune.ui.place import Place
from cotune.ui.trial_columns import pack

DECISIONS_SHOWN = 30
T = TypeVar("T")


@dataclass(frozen=True)
class Snapshot:
    """Everything the UI knows of a study after `seq` events."""

    seq: int
    head: Head
    turn: TurnState
    saying: Saying
    gate: Gate
    search: Search
    progress: Progress
    result: Result
    table: TableNotes
    chat: tuple[ChatLine, ...]
    trials: tuple[TrialRow, ...]

    @classmethod
    def of(
        cls,
        view: RunView,
        created: StudyCreated | None,
        as_of_ms: int,
        host: HostState,
        speech: Speech | None = None,
        place: Place = Place(),
        *,
        so_far: SoFar | None = None,
    ) -> Snapshot:
        """The parts of `view` in the wire's words; `speech` counts while its turn is under way.

        `so_far` has looked at earlier views of the study.
        """
        so_far = so_far or SoFar()
        so_far.look(view)
        model = present_model(view, so_far.undominated)
        speaks = speech is not None and view.agent.busy and speech.turn == view.agent.turn
        return cls(
            seq=view.seq,
            head=Head(
                id=place.id,
                name=view.name,
                code=place.code,
                cli_name=place.cli_name,
                target=view.spec.target if view.spec else view.target,
                planner=view.planner,
                autonomy=view.autonomy,
                n_rows=created.n_rows if created else 0,
                n_columns=created.n_columns if created else 0,
                host=host,
            ),
            turn=view.agent,
            saying=Saying(text=speech.text, notice=speech.notice) if speech and speaks else Saying(),
            gate=Gate(
                cards=view.cards,
                decided=tuple(h for h in view.history if h.decision is not None)[-DECISIONS_SHOWN:],
                grants=view.grants,
            ),
            search=Search(
                spec=view.spec,
                insight=view.insight,
                banned=view.banned,
                steers=view.steers,
                queued=view.queued,
            ),
            progress=Progress(
                run=view.run,
                as_of_ms=as_of_ms,
                incumbent=view.best(),
                guess=guess(view),
                default_xgboost=default_xgboost(view),
                helped=so_far.helped,
            ),
            result=Result(
                model=model,
                so_far=model is not None and view.model is None,
                opened=view.opened,
                optimism=view.optimism(),
                front=tuple(row.ask.trial for row in so_far.front),
                chosen=view.chosen,
                choosing=view.choosing,
                unsealing=view.unsealing,
            ),
            table=TableNotes(target=view.target_now(), warnings=view.data_warnings()),
            chat=view.chat,
            trials=view.trials,
        )


@dataclass(frozen=True)
class Parcel:
    """An update with its trial columns."""

    update: Update
    buffer: bytes


def parcel(before: Snapshot | None, after: Snapshot, number: int, now_ms: int) -> Parcel | None:
    """What to send to a UI that shows `before` (None: nothing yet); None when nothing changed."""
    if before is not None and before == after:
        return None
    rows = changed_rows(before.trials if before else (), after.trials)
    said = len(before.chat) if before else 0
    talked = before is None or len(after.chat) > said or before.turn != after.turn
    update = Update(
        number=number,
        fresh=before is None,
        seq=after.seq,
        now_ms=now_ms,
        head=_new(before and before.head, after.head),
        talk=Talk(turn=after.turn, offset=said, lines=after.chat[said:]) if talked else None,
        saying=_new(before and before.saying, after.saying),
        gate=_new(before and before.gate, after.gate),
        search=_new(before and before.search, after.search),
        progress=_new(before and before.progress, after.progress),
        result=_new(before and before.result, after.result),
        table=_new(before and before.table, after.table),
        trials=TrialBlock(rows=len(rows), total=len(after.trials)) if rows or before is None else None,
    )
    return Parcel(update, pack(rows))


def _new(before: T | None, after: T) -> T | None:
    return None if before == after else after
