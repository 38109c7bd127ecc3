"""The library that encrypts (`pyrage`), loaded when first needed. No other module knows it."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

HEAD = b"age-encryption.org/v1"
SECRET = "AGE-SECRET-KEY-"  # noqa: S105 - what a private key begins with
_PUBLIC = "age1"


class BadKeyError(Exception):
    """What should be a key is none, or does not open what it should."""


def new() -> tuple[str, str]:
    """A new pair: the private key, and the public one that files are locked for."""
    made = _age().x25519.Identity.generate()
    return str(made), str(made.to_public())


def public(secret: str) -> str:
    """The public key of a private one. Raises BadKeyError."""
    return str(_identity(secret).to_public())


def is_public(text: str) -> bool:
    """Whether files can be locked for this key."""
    try:
        _age().x25519.Recipient.from_str(text)
    except _age().RecipientError:
        return False
    return text.startswith(_PUBLIC)


def lock(plain: bytes, publics: Sequence[str]) -> bytes:
    """Encrypted for all of these public keys. Never the same twice."""
    recipients = [_age().x25519.Recipient.from_str(each) for each in publics]
    return bytes(_age().encrypt(plain, recipients))


def unlock(locked: bytes, secrets: Sequence[str]) -> bytes:
    """What was encrypted for one of these private keys. Raises BadKeyError where it is damaged, or
    was not encrypted for any of them.
    """
    try:
        return bytes(_age().decrypt(locked, [_identity(each) for each in secrets]))
    except _age().DecryptError as error:
        raise BadKeyError(str(error)) from error


def wrap(secret: bytes, phrase: str) -> bytes:
    """A key file that only opens with a passphrase."""
    return bytes(_age().passphrase.encrypt(secret, phrase))


def unwrap(wrapped: bytes, phrase: str) -> bytes:
    """The key file that `wrap` was given. Raises BadKeyError where the passphrase is wrong."""
    try:
        return bytes(_age().passphrase.decrypt(wrapped, phrase))
    except _age().DecryptError as error:
        raise BadKeyError(str(error)) from error


def _identity(secret: str) -> Any:
    try:
        return _age().x25519.Identity.from_str(secret)
    except _age().IdentityError as error:
        raise BadKeyError(str(error)) from error


def _age() -> Any:
    return import_module("pyrage")
