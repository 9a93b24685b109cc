from __future__ import annotations

from pathlib import Path

from cotune.engine.scrub import log_trouble


def test_nobody_else_can_read_the_log_of_tracebacks(tmp_path: Path) -> None:
    log = tmp_path / "trouble.log"
    log_trouble(log, "trial-1", ValueError("salary of Miller"))
    assert "Miller" in log.read_text()
    assert log.stat().st_mode & 0o077 == 0
