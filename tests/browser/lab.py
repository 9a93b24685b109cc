"""A private JupyterLab, driven in Chromium."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import BrowserContext, Page, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
ANNOUNCEMENTS = "@jupyterlab/apputils-extension:announcements"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
START_TIMEOUT_S = 60
THEMES = ("JupyterLab Light", "JupyterLab Dark")


@dataclass(frozen=True)
class Server:
    """A running Jupyter server; notebooks live in `root`."""

    url: str
    root: Path
    log: Path


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def jupyter(root: Path, app: Literal["lab", "notebook"] = "lab", **environment: str) -> Iterator[Server]:
    """Start a server with its own configuration, so that neither the user's nor another test's is seen."""
    private = Path(tempfile.mkdtemp(prefix="jupyter-"))
    port = free_port()
    log = private / "server.log"
    page_config = private / "config" / "labconfig" / "page_config.json"
    page_config.parent.mkdir(parents=True)
    page_config.write_text(json.dumps({"disabledExtensions": {ANNOUNCEMENTS: True}}))
    with log.open("w") as output:
        process = subprocess.Popen(
            [Path(sys.executable).parent / f"jupyter-{app}", *_arguments(port, root)],
            env=os.environ | _private_folders(private) | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}/api", process, log)
        yield Server(f"http://127.0.0.1:{port}", root, log)
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
        process.kill()
        shutil.rmtree(private, ignore_errors=True)


def _arguments(port: int, root: Path) -> list[str]:
    return [
        "--no-browser",
        "--allow-root",
        f"--ServerApp.port={port}",
        "--ServerApp.ip=127.0.0.1",
        "--IdentityProvider.token=",
        "--ServerApp.password=",
        f"--ServerApp.root_dir={root}",
        "--ServerApp.disable_check_xsrf=True",
        "--LabApp.expose_app_in_browser=True",
        "--JupyterNotebookApp.expose_app_in_browser=True",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]


def _private_folders(private: Path) -> dict[str, str]:
    return {
        "JUPYTER_CONFIG_DIR": f"{private}/config",
        "JUPYTER_DATA_DIR": f"{private}/data",
        "JUPYTER_RUNTIME_DIR": f"{private}/run",
        "JUPYTERLAB_SETTINGS_DIR": f"{private}/settings",
        "JUPYTERLAB_WORKSPACES_DIR": f"{private}/workspaces",
        "JUPYTER_PREFER_ENV_PATH": "1",
    }


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(url, timeout=1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"the Jupyter server did not start:\n{log.read_text()}")


def system_chromium() -> str | None:
    """A browser of the system; without one, playwright's own is used."""
    return next((path for name in CHROMIUMS if (path := shutil.which(name))), None)


@contextmanager
def browser(width: int = 1300, height: int = 900) -> Iterator[BrowserContext]:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=system_chromium(),
            headless=True,
            args=FLAGS,
            viewport={"width": width, "height": height},
        )
        yield context
        context.close()


def write_notebook(path: Path, *cells: str) -> None:
    sources = [
        {"cell_type": "code", "execution_count": None, "id": f"c{i}", "metadata": {}, "outputs": [], "source": source}
        for i, source in enumerate(cells)
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook = {"cells": sources, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook))


class Lab:
    """A JupyterLab page and the few things that a person does in it."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server

    def open(self, notebook: str, *cells: str) -> None:
        """Write a notebook of these cells and open it in a Lab without a remembered layout."""
        write_notebook(self.server.root / notebook, *cells)
        self.page.goto(f"{self.server.url}/lab/tree/{notebook}?reset")
        self.wait_for_kernel()

    def reload(self) -> None:
        self.page.reload()
        self._wait_for_app()

    def _wait_for_app(self) -> None:
        self.page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget?.context?.sessionContext")

    def wait_for_kernel(self) -> None:
        """Until the notebook's kernel is idle."""
        self._wait_for_app()
        self.page.wait_for_function(
            "() => window.jupyterapp.shell.currentWidget.context.sessionContext.session?.kernel?.status === 'idle'",
            timeout=60_000,
        )

    def command(self, command: str, **arguments: Any) -> None:
        run = "([id, args]) => window.jupyterapp.commands.execute(id, args).then(() => null)"
        self.page.evaluate(run, [command, arguments])

    def run_cell(self, index: int, *, wait: bool = True) -> None:
        """Run a cell of the notebook; without `wait` this returns while the cell is running."""
        self.page.evaluate(
            "i => { const nb = jupyterapp.shell.currentWidget.content; nb.activeCellIndex = i; nb.deselectAll() }",
            index,
        )
        run = "window.jupyterapp.commands.execute('notebook:run-cell').then(() => null)"
        self.page.evaluate(f"() => {run}" if wait else f"() => {{ {run} }}")

    def output(self, index: int) -> str:
        text = (
            "i => window.jupyterapp.shell.currentWidget.content.widgets[i].model.outputs.toJSON()"
            ".map(o => o.text ?? o.data?.['text/plain'] ?? o.evalue ?? '').join('')"
        )
        return str(self.page.evaluate(text, index))

    def quit_kernels(self) -> None:
        self.page.evaluate("() => window.jupyterapp?.serviceManager.sessions.shutdownAll()")

    def restart_kernel(self) -> None:
        self.page.evaluate(
            "() => window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.restart()"
            ".then(() => null)"
        )

    def set_theme(self, theme: str) -> None:
        self.command("apputils:change-theme", theme=theme)
        is_light = str(theme.endswith("Light")).lower()
        self.page.wait_for_selector(f"body[data-jp-theme-light='{is_light}']", state="attached")

    @property
    def panel(self) -> Any:
        """The sidebar's view of the active notebook."""
        return self.page.locator("#cotune-sidebar .cotune-view:not(.lm-mod-hidden)")
