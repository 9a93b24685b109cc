"""How a study is to be hosted: what every host of it must know, and no event says."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from cotune.model.base import Noun


class StudySettings(Noun):
    """`model` is an `init_chat_model` string, None for the built-in planner.

    `model_object` is set when the person handed over a chat model object: it is never stored, so a host that was
    started without it can't answer. `cluster` is the address of a Dask scheduler.
    """

    model: str | None = None
    model_object: str | None = None
    workers: Annotated[int, Field(ge=1, le=1024)] | None = None
    cluster: str | None = None
