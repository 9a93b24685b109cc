"""Study processes that tests leave behind."""

from pathlib import Path

import psutil


def end_hosts_below(folder: Path) -> None:
    """Kill the study processes whose study folder lies somewhere in this folder."""
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if "cotune.host" in words and any(Path(word).is_relative_to(folder) for word in words if word.startswith("/")):
            process.kill()
