"""Passwords: hashed by argon2, checked in the same time whether or not there is such an account."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

hasher = PasswordHasher()
"""As strong as the library advises. Tests put a quick one in its place."""


def hash_password(password: str) -> str:
    """What the database keeps of a password."""
    return hasher.hash(password)


def password_fits(password_hash: str | None, password: str) -> bool:
    """Does the password belong to the hash? Without a hash the same work is done, and the answer is no."""
    try:
        hasher.verify(password_hash or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def needs_new_hash(password_hash: str) -> bool:
    """The hash was made with weaker settings than today's."""
    return hasher.check_needs_rehash(password_hash)


@lru_cache
def _nobodys_hash() -> str:
    return hasher.hash("nobody has this password")
