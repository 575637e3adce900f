"""Secrets that travel: made at random, kept only as hashes."""

import hashlib
import secrets


def new_secret() -> str:
    """A secret nobody can guess: 256 bits, safe in an address."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """What the database keeps of a secret. It is random and long, so a plain hash cannot be turned back."""
    return hashlib.sha256(secret.encode()).hexdigest()
