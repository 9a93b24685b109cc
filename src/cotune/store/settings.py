"""How a study is to be hosted: what every host of it must know, and no event says."""

from __future__ import annotations

from cotune.model.base import Noun


class StudySettings(Noun):
    """`model` is an `init_chat_model` string, None for the built-in planner.

    `model_object` is set when the person handed over a chat model object: it is never stored, so a host that was
    started without it can't answer. `cluster` is the address of a Dask scheduler.
    """

    model: str | None = None
    model_object: str | None = None
    workers: int | None = None
    cluster: str | None = None
