"""The anywidget model. One bundle, two uses: inline under a cell, and as the one panel of a kernel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from cotune.store.home import directory_of
from cotune.ui.bridge import Bridge, Reception
from cotune.ui.feed import Feed, StudyDoor
from cotune.ui.messages import Message
from cotune.ui.wording import headline

STATIC = Path(__file__).parent / "static"
PANEL_ID = "cotune-panel-v1"


class StudyWidget(anywidget.AnyWidget):
    """A live view of a study. It holds no state of its own: everything comes from the study's log.

    `headline` is one line for a status bar; `bootstrap` is the code that brings this view back in a new kernel.
    """

    _esm = STATIC / "widget.js"
    _css = STATIC / "widget.css"
    headline = traitlets.Unicode("").tag(sync=True)
    bootstrap = traitlets.Unicode("").tag(sync=True)

    def __init__(self, reception: Reception, feed: Feed | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._keep_route_of_clicks()
        self.bridge = Bridge(self._send_message, reception, self._describe)
        self.bridge.select(feed)
        self.on_msg(lambda _widget, content, _buffers: self.bridge.receive(content))

    def close(self) -> None:
        self.bridge.close()
        super().close()

    def _keep_route_of_clicks(self) -> None:
        """ipykernel 7.4 sends a comm's incoming messages to the shell that last published on it, so that a click
        would wait for the running cell; the front end's own choice (a subshell) is the right one."""
        if hasattr(self.comm, "_reply_subshell_for"):
            self.comm._reply_subshell_for = lambda _data, default: default

    def _send_message(self, message: Message, buffer: bytes | None) -> None:
        self.send(message.model_dump(mode="json"), buffers=None if buffer is None else [buffer])

    def _describe(self, feed: Feed | None) -> None:
        self.headline = headline(feed.poll()) if feed else ""
        self.bootstrap = bootstrap(feed.study) if feed else ""


def bootstrap(study: StudyDoor) -> str:
    """Code that shows this study in the panel of a new kernel."""
    where = directory_of(study.path)
    return f"import cotune.ui; cotune.ui.panel({study.name!r}{'' if where is None else f', {where!r}'})"
