"""Signatures of the service itself, for what travels in addresses: made from its own secret and for one purpose."""

import hmac
from hashlib import sha256

from flask import current_app


def signature(purpose: str, text: str) -> str:
    """What only this service can make of the text, 64 hexadecimal digits; another purpose makes another."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"{purpose}\0{text}".encode(), sha256).hexdigest()


def is_signed(purpose: str, text: str, *, by: str) -> bool:
    """The signature is ours; the comparison takes as long for any that is wrong."""
    return hmac.compare_digest(signature(purpose, text).encode(), by.encode())
