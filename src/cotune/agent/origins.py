"""Where each field of a drafted search comes from: the person's words, what they imply, an earlier draft, a default."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cotune.agent.fields import SearchFields, Stated
from cotune.agent.redaction import Seen
from cotune.agent.turn import TurnRequest
from cotune.model.action import StartSearch
from cotune.model.plan import FieldOrigin
from cotune.model.spec import SearchSpec
from cotune.model.view import RunView
from cotune.model.words import METRICS

_LONGEST = 200
Origins = Mapping[str, FieldOrigin]


def says(request: TurnRequest, label: str, seen: Seen) -> bool:
    """Whether these are words of the person, now or before, as the agent reads them."""
    said = seen.hidden(_own_words(request))
    return re.search(rf"(?<!\w){re.escape(label)}(?!\w)", said, re.IGNORECASE) is not None


def _own_words(request: TurnRequest) -> str:
    return "\n".join([*(line.text for line in request.view.chat if line.who == "you"), request.text])


def said_origins(fields: SearchFields, stated: Stated, request: TurnRequest, seen: Seen) -> Origins:
    """Of the fields that are set now. Words count only when the person said them, then or before."""
    own = _own_words(request)
    said = f"{own}\n{seen.hidden(own)}".lower()
    names = {("families" if name.startswith("families_") else name): name for name in stated}
    if fields.ranges:
        names["ranges"] = "ranges"
    if "metric" not in names and set(fields.objectives or ()) & set(METRICS):
        names["metric"] = "objectives"
    origins = {}
    for field, name in names.items():
        quote = fields.words.get(name, fields.words.get(field, ""))
        if quote and quote.lower() in said:
            source = "implied" if name in fields.implied else "stated"
            words = seen.restored(quote)[:_LONGEST]
        else:
            source, words = "implied", ""
        origins[field] = FieldOrigin.model_validate({"field": field, "source": source, "words": words})
    return origins


def all_origins(spec: SearchSpec, said: Origins, base: SearchSpec | None, view: RunView) -> tuple[FieldOrigin, ...]:
    """Of all fields; those kept from the search before have the origin that they had there, if it is known."""
    kept = base if base is not None and base.target == spec.target else None
    earlier = _drafted_with(kept, view) if kept is not None else {}
    origins = []
    for field in SearchSpec.model_fields:
        if field in said:
            origins.append(said[field])
        elif kept is None or getattr(kept, field) != getattr(spec, field):
            origins.append(FieldOrigin(field=field, source="default"))
        elif field in earlier:
            origins.append(earlier[field])
    return tuple(origins)


def _drafted_with(spec: SearchSpec, view: RunView) -> Origins:
    """What the newest proposal of that search says; a field that a person edited has no origin in it."""
    for settled in reversed(view.history):
        drafted = settled.proposal.action
        answered = settled.decision.edited if settled.decision is not None and settled.decision.edited else drafted
        if isinstance(drafted, StartSearch) and isinstance(answered, StartSearch) and answered.spec == spec:
            origins = settled.proposal.origins
            return {o.field: o for o in origins if getattr(drafted.spec, o.field) == getattr(spec, o.field)}
    return {}
