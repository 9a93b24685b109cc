"""`make demo`: JupyterLab on the first example, its table loaded, the cotune panel open.

Everything it writes goes into `.demo/`: your own JupyterLab settings, workspaces and studies stay untouched.
Further words on the command line go to JupyterLab, for example `make demo ARGS=--ip=0.0.0.0`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
import webbrowser
from contextlib import suppress
from pathlib import Path

from jupyter_client import BlockingKernelClient

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / ".demo"
NOTEBOOK = "examples/01_first_goal.ipynb"
START_WITHIN_S = 60
_NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def main() -> int:
    """Serve until the server ends or Ctrl-C."""
    _lay_out()
    environment = _environment()
    command = [sys.executable, "-m", "jupyterlab", *_options(), *sys.argv[1:]]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    with suppress(KeyboardInterrupt):
        try:
            running = _wait_for(server, Path(environment["JUPYTER_RUNTIME_DIR"]))
            _load_table(running, Path(environment["JUPYTER_RUNTIME_DIR"]))
            _tell(running)
            return server.wait()
        finally:
            server.terminate()
    return server.wait()


def _lay_out() -> None:
    """The panel opens with JupyterLab, and no news dialog covers it."""
    _write("settings/cotune/plugin.jupyterlab-settings", {"open": "start"})
    news = "@jupyterlab/apputils-extension:announcements"
    _write("config/labconfig/page_config.json", {"disabledExtensions": {news: True}})


def _write(name: str, value: object) -> None:
    file = DEMO / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value))


def _environment() -> dict[str, str]:
    folders = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": f"runtime/{os.getpid()}",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
        "COTUNE_HOME": "studies",
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return (
        os.environ
        | {"JUPYTER_PREFER_ENV_PATH": "1", "PATH": path}
        | {name: str(DEMO / folder) for name, folder in folders.items()}
    )


def _options() -> list[str]:
    options = [f"--ServerApp.root_dir={ROOT}", f"--LabApp.default_url=/lab/tree/{NOTEBOOK}"]
    options += [
        "--no-browser",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    return options


def _has_display() -> bool:
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _wait_for(server: subprocess.Popen[bytes], runtime: Path) -> dict[str, str]:
    """What the server wrote about itself, once it answers."""
    for _ in range(START_WITHIN_S * 10):
        if server.poll() is not None:
            raise SystemExit(server.returncode)
        for file in runtime.glob("jpserver-*.json"):
            with suppress(OSError, ValueError):  # it is still being written, or doesn't answer yet
                running: dict[str, str] = json.loads(file.read_text())
                _request(running, "api/status")
                return running
        time.sleep(0.1)
    raise SystemExit(f"JupyterLab did not answer within {START_WITHIN_S} s")


def _load_table(running: dict[str, str], runtime: Path) -> None:
    """Start the notebook's kernel and run its first code cells, so that the panel opens on a table."""
    session = _request(
        running,
        "api/sessions",
        {"path": NOTEBOOK, "name": NOTEBOOK, "type": "notebook", "kernel": {"name": "python3"}},
    )
    client = BlockingKernelClient(connection_file=str(runtime / f"kernel-{session['kernel']['id']}.json"))
    client.load_connection_file()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=START_WITHIN_S)
        for code in _first_cells():
            client.execute_interactive(code, timeout=START_WITHIN_S, output_hook=lambda _: None)
    finally:
        client.stop_channels()


def _first_cells() -> list[str]:
    """The code cells of the example that load its table and create its study."""
    cells = json.loads((ROOT / NOTEBOOK).read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if "setup" in cell["metadata"].get("tags", [])]


def _request(running: dict[str, str], path: str, body: object = None) -> dict[str, dict[str, str]]:
    request = urllib.request.Request(
        running["url"].replace("localhost", "127.0.0.1") + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"token {running['token']}", "Content-Type": "application/json"},
    )
    with _NO_PROXY.open(request, timeout=START_WITHIN_S) as answer:
        found: dict[str, dict[str, str]] = json.load(answer)
    return found


def _tell(running: dict[str, str]) -> None:
    address = f"{running['url']}lab/tree/{NOTEBOOK}?token={running['token']}"
    print(f"\ncotune demo: {address}\n(Ctrl-C ends it)\n", flush=True)
    if _has_display():
        webbrowser.open(address)


if __name__ == "__main__":
    sys.exit(main())
