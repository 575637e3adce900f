"""Addresses: within the service, and the full ones that mails carry."""

from urllib.parse import urlsplit

from flask import current_app


def path_here(wanted: str | None, *, otherwise: str = "/") -> str:
    """``wanted`` if it is a path of this service, else ``otherwise``: nobody is led to another site.

    Browsers read a backslash as a slash and drop tabs and line breaks, so anything unusual is refused.
    """
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return otherwise
    if "\\" in wanted or any(ord(c) <= 32 or ord(c) == 127 for c in wanted):
        return otherwise
    parts = urlsplit(wanted)
    return otherwise if parts.scheme or parts.netloc or parts.path.lower().startswith(("/%2f", "/%5c")) else wanted


def full_address(path: str) -> str:
    """The address of a page as mails carry it: built from the setting, never from the request's Host header."""
    return f"{current_app.config['BASE_URL']}{path}"
