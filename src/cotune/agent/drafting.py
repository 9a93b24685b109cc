"""What a turn has drafted so far: the tools write here, the turn's result is read from here."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import cast

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from cotune.agent.asking import check_answers, kind_of
from cotune.agent.faults import TurnFault
from cotune.agent.fields import (
    RangeFields,
    SearchFields,
    Stated,
    check_words,
    fields_at,
    ranges_in,
    spec_fields,
    stated_in,
)
from cotune.agent.origins import all_origins, said_origins, says
from cotune.agent.planner.asked import asks_for
from cotune.agent.reading import families_told, progress_told, space_told, trial_told
from cotune.agent.redaction import Seen, UnknownName
from cotune.agent.turn import Draft, TurnRequest
from cotune.data import complete_spec
from cotune.errors import SpecError, UserError, did_you_mean
from cotune.model import action as act
from cotune.model.action import Action
from cotune.model.plan import FieldOrigin, Question
from cotune.model.space import Configuration
from cotune.model.spec import SearchSpec
from cotune.model.view import RunView
from cotune.model.wording import in_words
from cotune.model.words import FAMILIES, Family

DRAFTED = "Drafted: "
MEND = "Not possible: "
ASKED = "Asked."
_MOST_MISTAKES = 2
_MOST_DRAFTS = 6
_ACTION: TypeAdapter[Action] = TypeAdapter(Action)

Place = tuple[int, int]
"""Of a tool call: its message in the conversation, and its number there."""

Check = Callable[[Action, RunView], None]
"""Raises UserError, with the closest valid names, for an action that doesn't fit the study in that view."""


def unchecked(_action: Action, _view: RunView) -> None:
    """Without a study there is nothing more to check than the table."""


class Drafting:
    """Collects the drafts and the question of one turn. A mistake goes back to the model as text, at most twice."""

    def __init__(self, request: TurnRequest, seen: Seen, check: Check = unchecked) -> None:
        self.request = request
        self.seen = seen
        self._check = check
        self._drafts: list[tuple[Place, Draft]] = []
        self._place: Place = (0, 0)
        self._lock = threading.RLock()
        self.question: Question | None = None
        self.stated: Stated = {}
        self._mistakes = 0

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """In the order in which the model called for them."""
        return tuple(draft for _, draft in sorted(self._drafts, key=lambda placed: placed[0]))

    @contextmanager
    def at(self, place: Place) -> Iterator[None]:
        """LangChain runs the calls of one message at the same time: here one after the other, each at its place."""
        with self._lock:
            self._place = place
            yield

    def search(self, fields: SearchFields) -> str:
        """Draft a search from the fields that the person stated."""
        return self._tried(lambda: self._search(self._stated_in(fields), fields))

    def control(self, kind: str, **arguments: object) -> str:
        """Draft one of the small actions, by its kind."""
        why = self.seen.restored(str(arguments.pop("why", "") or ""))
        family = arguments.get("family")
        if family is not None and family not in FAMILIES:
            return self.no_such_name("family", str(family), FAMILIES)
        hint, hints = arguments.get("steer_id"), [s.id for s in self.request.view.steers]
        if hint is not None and hint not in hints:
            return self._mistake(f"there is no hint '{hint}'; in force: {', '.join(hints) or 'none'}")
        given = {k: v for k, v in arguments.items() if v is not None}
        return self._tried(lambda: self._add(_ACTION.validate_python({"kind": kind, **given}), why))

    def steer(self, family: str, ranges: list[RangeFields], why: str) -> str:
        """Draft a hint on where to look, in ranges of the family's hyperparameters if there are any."""
        if family not in FAMILIES:
            return self.no_such_name("family", family, FAMILIES)
        why = self.seen.restored(why)
        own = [r.model_copy(update={"family": family}) for r in ranges]
        return self._tried(lambda: self._add(act.Steer(family=family, ranges=ranges_in(own), why=why), why))

    def try_next(self, family: str, params: dict[str, bool | int | float | str], why: str) -> str:
        """Draft one trial."""
        if family not in FAMILIES:
            return self.no_such_name("family", family, FAMILIES)
        configuration = Configuration(family=family, params=params)
        why = self.seen.restored(why)
        return self._tried(lambda: self._add(act.EnqueueTrial(configuration=configuration), why))

    def no_such_name(self, kind: str, name: str, valid: Collection[str]) -> str:
        """A correction for a made-up name."""
        return self._mistake(f"there is no {kind} '{name}'. {did_you_mean(name, valid)}")

    def wrong_arguments(self, error: ValidationError, schema: type[BaseModel]) -> str:
        """A correction for arguments that a tool doesn't take."""
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        if first["type"] == "extra_forbidden":
            taken = fields_at(schema, first["loc"]).model_fields
            return self.no_such_name("argument", str(first["loc"][-1]), taken)
        return self._mistake(_misfit(first))

    def ask(self, text: str, about: str, candidates: list[str], understood: SearchFields | None) -> str:
        """Put one question to the person; the turn ends with it."""
        if self.question is not None:
            return "There is a question already; end your turn."
        names = tuple(self.seen.real(c) for c in candidates)
        try:
            stated = self._stated_in(understood) if understood else {}
            kind = kind_of(about)
            check_answers(kind, () if self._is_ours(kind) else candidates, self.request.text, self.seen)
        except SpecError as error:
            return self._mistake(self._told(error))
        self.question = Question.model_validate({"text": self.seen.restored(text), "about": kind, "candidates": names})
        self.stated = stated
        return ASKED

    def look_at_trial(self, trial: int) -> str:
        """One trial as JSON, or the trials that exist."""
        row = self.request.view.trial(trial)
        if row is None:
            known = len(self.request.view.trials)
            there_are = f"the last is trial {known - 1}" if known else "no trial was started yet"
            return self._mistake(f"there is no trial {trial}; {there_are}")
        return json.dumps(trial_told(self.request.view, row))

    def compare_families(self, first: str, second: str) -> str:
        """Two families beside each other, as JSON."""
        for name in (first, second):
            if name not in FAMILIES:
                return self.no_such_name("family", name, FAMILIES)
        return json.dumps(families_told(self.request.view, cast(Family, first), cast(Family, second)))

    def look_at_progress(self) -> str:
        """How the search goes and what the figures call for, as JSON."""
        return json.dumps(progress_told(self.request.view, self.request.profile, self._hidden))

    def look_at_search(self) -> str:
        """What the search has learned of its space, as JSON."""
        return json.dumps(space_told(self.request.view))

    def _is_ours(self, kind: str) -> bool:
        """Of the free questions, those of the built-in planner: it makes no names up, and quotes what was said."""
        return kind == "other" and self.seen.stays_here

    def _hidden(self, text: str) -> str:
        return self.seen.hidden(self.seen.without_labels(text))

    def _stated_in(self, fields: SearchFields) -> Stated:
        """What is stated. A label that is neither shared nor said by the person is refused whether it exists or not."""
        stated, label = stated_in(fields, self.seen), fields.positive_class
        is_known = self.seen.stays_here or stated.get("positive_class") in self.seen.labels
        if label is not None and not (is_known or says(self.request, label, self.seen)):
            fix = "take it from the person's words, or leave it out"
            raise UnknownName(f"you know of no class '{label}'", where="positive_class", fix=fix)
        check_words(stated)
        return stated

    def _search(self, stated: Stated, fields: SearchFields) -> str:
        base = base_search(self.request.view)
        if "target" not in stated and base is None and self.request.view.target:
            stated = {"target": self.request.view.target, **stated}
        self.stated = stated
        spec = complete_spec(spec_fields(stated, base, ranges_in(fields.ranges or [])), self.request.profile)
        said = said_origins(fields, stated, self.request, self.seen)
        origins = all_origins(spec, said, base, self.request.view)
        self._drafts = [d for d in self._drafts if d[1].action.kind != "start_search"]
        return self._add(act.StartSearch(spec=spec), self.seen.restored(fields.why), stated, origins)

    def _add(
        self, action: Action, why: str, stated: Stated | None = None, origins: tuple[FieldOrigin, ...] = ()
    ) -> str:
        if len(self._drafts) >= _MOST_DRAFTS:
            raise TurnFault("The model drafted too many actions in one turn.")
        self._check(action, self.request.view)
        asked = asks_for(self.request.text, action, self.request.view, self.request.profile)
        draft = Draft(action=action, why=why, asked=asked, stated=stated or {}, origins=origins)
        self._drafts.append((self._place, draft))
        return DRAFTED + self.seen.hidden(in_words(action))

    def _tried(self, attempt: Callable[[], str]) -> str:
        try:
            return attempt()
        except ValidationError as error:
            return self._mistake(
                _misfit(error.errors(include_url=False, include_input=False, include_context=False)[0])
            )
        except UserError as error:
            return self._mistake(self._told(error))

    def _told(self, error: UserError) -> str:
        """What the model may know of an error; a name that it made up stays as it is, an alias would confirm it."""
        if isinstance(error, UnknownName) or not _names_columns(error):
            return str(error)
        if error.where == "positive_class" and not self.seen.stays_here:
            return self.seen.hidden(error.what)
        return self.seen.hidden(str(error) if self.seen.has_figures else error.without_figures)

    def _mistake(self, text: str) -> str:
        self._mistakes += 1
        if self._mistakes > _MOST_MISTAKES:
            raise TurnFault("The model's drafts didn't fit the table, even after corrections.")
        return MEND + text


def _names_columns(error: UserError) -> bool:
    """Whether it may: what fits no field of a search speaks of hyperparameters, hints and trials."""
    return error.where in SearchSpec.model_fields and error.where != "ranges"


def _misfit(problem: ErrorDetails) -> str:
    return f"{'.'.join(str(p) for p in problem['loc'])}: {problem['msg']}"


def base_search(view: RunView) -> SearchSpec | None:
    """The search that a change starts from: the one waiting on a card, else the one under way or last.

    Before the first search it is the one that was rejected last: what a person says then is about it.
    """
    for card in reversed(view.cards):
        if isinstance(card.proposal.action, act.StartSearch):
            return card.proposal.action.spec
    refused = [r.action.spec for r in view.rejections if isinstance(r.action, act.StartSearch)]
    return view.spec or (refused[-1] if refused else None)
