"""`cotune doctor`: what is installed here, and what would go wrong."""

from __future__ import annotations

import typer

from cotune.cli.naming import JsonFlag
from cotune.cli.outcome import OUR_FAULT, print_json, tell

SIGNS = {"ok": "ok  ", "note": "note", "problem": "BAD "}


def doctor(as_json: JsonFlag = False) -> None:
    """Check the installation, the machine and the studies. Exits 1 when something would go wrong."""
    from cotune.cli.diagnosis import diagnose

    findings = diagnose()
    healthy = all(finding.level != "problem" for finding in findings)
    if as_json:
        print_json({"healthy": healthy, "findings": [finding.model_dump(mode="json") for finding in findings]})
    else:
        for finding in findings:
            tell(f"{SIGNS[finding.level]} {finding.about:16} {finding.text}")
            if finding.fix:
                tell(f"     {'':16} -> {finding.fix}")
    if not healthy:
        raise typer.Exit(OUR_FAULT)
