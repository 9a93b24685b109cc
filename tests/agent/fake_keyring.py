"""A keyring in a file that a test names, so that a study's process finds it too."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class FileKeyring(KeyringBackend):
    """Named by PYTHON_KEYRING_BACKEND; the file by FAKE_KEYRING."""

    priority = 1  # type: ignore[assignment]

    @property
    def _file(self) -> Path:
        return Path(os.environ["FAKE_KEYRING"])

    def _held(self) -> dict[str, str]:
        return json.loads(self._file.read_text()) if self._file.exists() else {}

    def get_password(self, service: str, username: str) -> str | None:
        return self._held().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._file.write_text(json.dumps(self._held() | {f"{service}/{username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        held = self._held()
        if held.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError
        self._file.write_text(json.dumps(held))


class LockedKeyring(FileKeyring):
    """Quotes what it was given, as a careless one might."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError(f"locked: {service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"locked: can't take {password}")
