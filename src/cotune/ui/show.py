"""The widgets of this kernel: the one panel, and one inline widget for each study."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cotune.ui.fallback import html, text
from cotune.ui.feed import Feed, StudyDoor

if TYPE_CHECKING:
    from cotune.ui.lobby import NotebookReception
    from cotune.ui.widget import StudyWidget

_feeds: dict[Path, Feed] = {}
_inline: dict[Path, StudyWidget] = {}
_panel: StudyWidget | None = None
_last: StudyDoor | None = None
"""Outside a kernel, where there is no panel: what the magics opened last."""


def panel(study: StudyDoor | str | None = None, directory: str | None = None) -> StudyWidget:
    """The kernel's panel, which the sidebar shows; it selects `study` (a study or its name) if one is given."""
    global _panel  # noqa: PLW0603 - a kernel has one panel, with a comm id fixed by the protocol with the sidebar
    from cotune.ui.widget import PANEL_ID, StudyWidget

    feed = feed_of(_opened(study, directory)) if study is not None else None
    if _panel is None or _panel.comm is None:
        _panel = StudyWidget(_reception(), feed, model_id=PANEL_ID)
    elif feed is not None:
        _panel.bridge.select(feed)
    return _panel


def inline(study: StudyDoor) -> StudyWidget:
    """The widget that shows this study under a cell; the same one each time, however many views it has."""
    from cotune.ui.widget import StudyWidget

    widget, feed = _inline.get(study.path), feed_of(study)
    if widget is None or widget.comm is None:
        widget = _inline[study.path] = StudyWidget(_reception(), feed)
    elif widget.bridge.feed is not feed:
        widget.bridge.select(feed)
    return widget


def mimebundle(study: StudyDoor) -> tuple[dict[str, Any], dict[str, Any]]:
    """The rich repr of a study with its metadata: the live widget where a kernel runs, static HTML and text everywhere.

    Colab shows no widget without the metadata (manzt/anywidget#63).
    """
    view = feed_of(study).poll()
    static = {"text/plain": text(view), "text/html": html(view)}
    live, metadata = (inline(study)._repr_mimebundle_() if in_kernel() else None) or ({}, {})
    return live | static, metadata


def announce(study: StudyDoor) -> None:
    """Let the sidebar show a study that was just created or opened in a notebook; nothing outside of one."""
    if in_kernel():
        panel(study)


def remember(study: StudyDoor | None) -> None:
    """Outside a kernel: select this study, or none, for the magics. In a kernel the panel selects."""
    global _last  # noqa: PLW0603 - a shell has one selected study, as a kernel has one panel
    _last = None if in_kernel() else study


def selected() -> StudyDoor | None:
    """The study that the panel shows; outside a kernel the last one that the magics opened, while it is there."""
    if _last is not None and _last.exists():
        return _last
    feed = _panel.bridge.feed if _panel is not None else None
    return feed.study if feed else None


def feed_of(study: StudyDoor) -> Feed:
    """One feed for each study, shared by its widgets; the newest handle is the one that is used."""
    feed = _feeds.get(study.path)
    if feed is None or feed.study is not study:
        feed = _feeds[study.path] = Feed(study)
    return feed


def in_kernel() -> bool:
    """Whether this process is a Jupyter kernel, so that widgets can be shown."""
    import sys

    kernelbase = sys.modules.get("ipykernel.kernelbase")
    return kernelbase is not None and kernelbase.Kernel.initialized()


def _opened(study: StudyDoor | str, directory: str | None) -> StudyDoor:
    if not isinstance(study, str):
        return study
    import cotune

    return cotune.open(study, directory=directory)


def _reception() -> NotebookReception:
    from IPython.core.getipython import get_ipython

    from cotune.ui.lobby import NotebookReception

    shell = get_ipython()
    return NotebookReception(shell.user_ns if shell is not None else {}, feed_of)
