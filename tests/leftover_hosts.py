"""Study processes of studies in a folder."""

from pathlib import Path

import psutil


def hosts_below(folder: Path) -> list[psutil.Process]:
    """The study processes whose study folder lies somewhere in this folder."""
    return [process for process in psutil.process_iter(["cmdline"]) if _is_below(process.info["cmdline"] or [], folder)]


def end_hosts_below(folder: Path) -> None:
    """Kill those that tests leave behind there."""
    for process in hosts_below(folder):
        process.kill()


def _is_below(words: list[str], folder: Path) -> bool:
    return "cotune.host" in words and any(Path(word).is_relative_to(folder) for word in words if word.startswith("/"))
