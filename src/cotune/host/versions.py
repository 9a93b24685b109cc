"""The versions that are noted when a study is created and when a host starts."""

from __future__ import annotations


def versions() -> dict[str, str]:
    """Version of cotune, of Python, and of each library that shapes a search; what is not installed is left out."""
    from cotune import __version__
    from cotune.engine.versions import versions as fitting_versions

    return {"cotune": __version__, **fitting_versions()}
