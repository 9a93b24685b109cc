"""Keys of model providers in the system's keyring: an alternative to the environment, never to a file of ours."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from cotune.errors import NotAvailable, UserError, did_you_mean

if TYPE_CHECKING:
    from pydantic import SecretStr

log = logging.getLogger(__name__)

SERVICE = "cotune"
VARIABLES = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}
"""The providers that want a key, and where they look for it in the environment."""
_IN_PLAIN_FILES = ("keyrings.alt",)


def check_provider(provider: str) -> None:
    """Refuse a provider that no key is kept of.

    Raises:
        UserError: the message offers the closest names.
    """
    if provider not in VARIABLES:
        raise UserError(f"cotune keeps no key of '{provider}'", fix=did_you_mean(provider, VARIABLES))


def key_of(provider: str) -> SecretStr | None:
    """The key that the keyring holds for a provider; None when there is none, or the environment has one: that wins."""
    from pydantic import SecretStr

    variable = VARIABLES.get(provider)
    if variable is None or os.environ.get(variable) or find_spec("keyring") is None:
        return None
    try:
        key = _keyring().get_password(SERVICE, provider)
    except Exception as error:  # noqa: BLE001  a locked or broken keyring raises anything: then there is no key
        log.warning("the keyring can't be read (%s)", type(error).__name__)
        return None
    return SecretStr(key) if key else None


def keep_key(provider: str, key: str) -> str:
    """Put a provider's key into the keyring, in place of an earlier one; returns the keyring's name.

    Raises:
        UserError: an unknown provider, no key, or no keyring that keeps it safely.
        NotAvailable: the package isn't installed.
    """
    check_provider(provider)
    key = key.strip()
    if not key or any(c.isspace() for c in key):
        raise UserError("that is no key", where="key", fix="paste the key alone, without spaces")
    with _told():
        keyring = _keyring()
        keyring.set_password(SERVICE, provider, key)
        return str(keyring.get_keyring().name)


def drop_key(provider: str) -> None:
    """Take a provider's key out of the keyring.

    Raises:
        UserError: an unknown provider, or the keyring has no key of it.
        NotAvailable: the package isn't installed.
    """
    check_provider(provider)
    with _told():
        keyring = _keyring()
        if keyring.get_password(SERVICE, provider) is None:
            raise UserError(f"the keyring holds no key of '{provider}'")
        keyring.delete_password(SERVICE, provider)


def _keyring() -> Any:
    if find_spec("keyring") is None:
        raise NotAvailable(
            "the package for keyrings is not installed", fix="in a terminal: pip install 'cotune[keyring]'"
        )
    import keyring

    backends = getattr(keyring.get_keyring(), "backends", [keyring.get_keyring()])
    if any(type(b).__module__.startswith(_IN_PLAIN_FILES) for b in backends):
        raise UserError("this keyring keeps keys in plain files", fix="put the key into the environment instead")
    return keyring


@contextmanager
def _told() -> Iterator[None]:
    """A keyring's own errors as words; only their type, in case they quote what they were given."""
    try:
        yield
    except UserError:
        raise
    except Exception as error:  # noqa: BLE001  backends raise anything
        raise UserError(
            f"the system's keyring can't be used ({type(error).__name__})",
            fix="unlock it, or put the key into the environment instead",
        ) from None
