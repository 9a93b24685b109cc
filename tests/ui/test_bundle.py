"""The bundle that is sent with each widget: small, self-contained, built for release."""

from __future__ import annotations

import pytest

from cotune.ui.widget import STATIC

MOST_BYTES = 200_000


def test_the_bundle_is_small_and_needs_nothing_else() -> None:
    bundle = STATIC / "widget.js"
    if not bundle.exists():
        pytest.skip("needs `jlpm build`")
    text = bundle.read_text()
    assert len(text) < MOST_BYTES
    assert "sourceMappingURL" not in text
    assert 'from"./' not in text
    assert "http://" not in text.replace("http://www.w3.org/", "")
