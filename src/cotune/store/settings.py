"""How a study is to be hosted: what every host of it must know, and no event says."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from cotune.model.base import Noun


class StudySettings(Noun):
    """`cluster` is the address of a Dask scheduler."""

    workers: Annotated[int, Field(ge=1, le=1024)] | None = None
    cluster: str | None = None

    @property
    def place(self) -> str:
        """Where trials run, in words."""
        return "this machine" if self.cluster is None else f"the cluster at {self.cluster}"
