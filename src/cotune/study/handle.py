"""A person's end of a study: read its log, send its host letters."""

from __future__ import annotations

import threading
import uuid
from datetime import datetime
from pathlib import Path

from pydantic_core import PydanticSerializationError

from cotune.agent.model_names import check_model_name, object_name
from cotune.host.handover import packed
from cotune.host.link import REPLY_TIMEOUT_S, HostLink
from cotune.model.action import SetAgentModel
from cotune.model.event import Event
from cotune.model.fold import Fold
from cotune.model.gate import Decision, Proposal
from cotune.model.mail import Decide, Letter, Mail, Propose, QuitHost, Reply
from cotune.model.sharing import SentCall
from cotune.model.speech import Speech
from cotune.model.text import mended
from cotune.model.view import RunView
from cotune.model.words import Door
from cotune.store import SentLog, StudyFolder, StudySettings, StudyStore
from cotune.store.home import shell_name


class Handle:
    """What is shared by everything that looks at a study from outside of its host. Safe to use from several threads."""

    def __init__(self, folder: StudyFolder, *, door: Door = "python", model: object | None = None) -> None:
        self._folder = folder
        self._door: Door = door
        self._store = StudyStore(folder.database)
        self._link = HostLink(folder, self._store, self._chosen_object)
        self._objects: dict[str, object] = {} if model is None else {object_name(model): model}
        self._proposed: object | None = None
        self._fold = Fold()
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The study's name: that of its folder."""
        return self._folder.name

    @property
    def shell_name(self) -> str:
        """What it is called in a shell; its folder's path where its name alone doesn't find it."""
        return shell_name(self._folder.path)

    @property
    def path(self) -> Path:
        """The study's folder."""
        return self._folder.path

    @property
    def settings(self) -> StudySettings:
        """How many trials run at once, fixed when the study was made, and where its next host has them run."""
        return self._store.settings

    @property
    def view(self) -> RunView:
        """The study as it stands now: a frozen value with goals, cards, spec, run, trials, model."""
        with self._lock:
            for event in self._store.events(after=self._fold.view().seq):
                self._fold.apply(event)
            return self._fold.view()

    def events(self, after: int = 0) -> list[Event]:
        """The log from the event after `after` on."""
        return self._store.events(after)

    def speech(self) -> Speech | None:
        """What the agent is saying at this moment; what it has said is in the log."""
        return self._store.speech()

    def sent(self) -> tuple[SentCall, ...]:
        """What was sent to the agent's language model, oldest first: the exact JSON of each call, kept here only.

        About 8 MB are kept. The built-in planner sends nothing.
        """
        return SentLog(self._folder.sent).calls()

    def post(self, letter: Letter, id: str | None = None) -> Reply:
        """Send a letter and wait for the host's answer; a host is started when none is alive.

        Raises:
            HostUnavailable: no answer in time.
        """
        reply = self._link.ask(self._mail(letter, id))
        if isinstance(letter, Decide):
            self._hand_over_chosen()
        return reply

    def post_nowait(self, letter: Letter, id: str | None = None) -> str:
        """Put a letter into the host's mailbox and return its id; wakes no host."""
        mail = self._mail(letter, id)
        self._store.post(mail)
        return mail.id

    def reply(self, mail: str) -> Reply | None:
        """The host's answer to an earlier letter; None while it has not answered."""
        return self._store.reply(mail)

    def has_unread(self) -> bool:
        """Whether letters still wait for the host."""
        return bool(self._store.unread())

    def ensure_host(self) -> bool:
        """Start a host unless one is alive; returns at once, whether one was started."""
        return self._link.ensure()

    def host_alive(self) -> bool:
        """Whether a host serves this study, or is on its way."""
        return self._link.alive()

    def host_gone(self) -> bool:
        """Whether no host serves this study; takes up to a second where the last one didn't sign off."""
        return self._link.is_gone()

    def exists(self) -> bool:
        """Whether the study is still where it was opened: not deleted, and not replaced by another of its name."""
        return self._store.is_there()

    def quit_host(self) -> None:
        """Let the host leave; a run under way waits until the next host starts.

        Raises:
            HostUnavailable: it is still there after some seconds.
        """
        if self._link.alive():
            self._link.send_off(self._mail(QuitHost(), None), REPLY_TIMEOUT_S)

    def changed_at(self) -> datetime:
        """When the last event was written."""
        return self._store.events(after=self._store.last_seq() - 1)[0].at

    def size_mb(self) -> float:
        """What the study takes on disk, in MB."""
        return self._folder.size_bytes() / 1e6

    def delete(self) -> None:
        """End the host and remove the study's folder with all it holds. It can't be undone."""
        self.quit_host()
        self.close()
        self._folder.delete()

    def close(self) -> None:
        """Let go of the files; the host goes on."""
        self._store.close()

    def _keep_object(self, model: object) -> None:
        """Hold a chat model object for the hosts that are started once it is the one that was chosen.

        Raises:
            UserError: it can't be handed to another process.
        """
        packed(model)
        self._objects[object_name(model)] = self._proposed = model

    def _chosen_object(self) -> object | None:
        """The object that answers by the log, if it is held here: what nobody has approved is given to no host."""
        view = self.view
        return self._objects.get(view.planner) if view.planner_is_object else None

    def _hand_over_chosen(self) -> None:
        """Let the host leave once the proposed object was chosen, so that the next one gets it; not from a search."""
        if self._proposed is None or self._chosen_object() is not self._proposed:
            return
        if self.view.run.phase in ("none", "ended"):
            self._proposed = None
            self.quit_host()

    def _mail(self, letter: Letter, id: str | None) -> Mail:
        _check_model(letter)
        return Mail(id=id or uuid.uuid4().hex, door=self._door, letter=_writable(letter))


def _check_model(letter: Letter) -> None:
    """Before it is written anywhere: people paste keys into the place of a model's name."""
    match letter:
        case Propose(proposal=Proposal(action=SetAgentModel(model=str(name), is_object=False))):
            check_model_name(name)
        case Decide(decision=Decision(edited=SetAgentModel(model=str(name), is_object=False))):
            check_model_name(name)


def _writable(letter: Letter) -> Letter:
    try:
        letter.model_dump_json()
    except PydanticSerializationError:
        return letter.having(**mended(letter.model_dump()))
    return letter
