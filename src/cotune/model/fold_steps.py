"""The steps that all folds take: a copy of the view with something new in it."""

from __future__ import annotations

from cotune.model.view import ChatLine, RunView


def changed(view: RunView, **changes: object) -> RunView:
    """The view with these fields; nothing is validated, for a log may be long and its events are valid."""
    return view.model_copy(update=changes)


def changed_run(view: RunView, **changes: object) -> RunView:
    return changed(view, run=view.run.model_copy(update=changes))


def changed_agent(view: RunView, **changes: object) -> RunView:
    return changed(view, agent=view.agent.model_copy(update=changes))


def said(view: RunView, line: ChatLine) -> RunView:
    return changed(view, chat=(*view.chat, line))
