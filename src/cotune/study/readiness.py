"""Wait for a study's process before a search is timed, so that its start is no surprise to the budget."""

from __future__ import annotations

import uuid
from contextlib import suppress

from cotune.errors import HostUnavailable
from cotune.model.action import StartSearch
from cotune.model.mail import Ready
from cotune.model.spec import SearchSpec
from cotune.study.study import Study

_PATIENCE = 4


def wait_until_ready(study: Study, spec: SearchSpec) -> None:
    """Wait until the host is up and would judge the search at once, so that what is left of the budget is known.

    Raises:
        HostUnavailable: no answer, also not on a very busy machine.
    """
    letter, ready = uuid.uuid4().hex, Ready(action=StartSearch(spec=spec))
    for _ in range(_PATIENCE - 1):
        with suppress(HostUnavailable):
            study.post(ready, letter)
            return
    study.post(ready, letter)
