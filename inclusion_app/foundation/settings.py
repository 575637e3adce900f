"""What this installation has been set to, for those below the settings themselves."""

from flask import current_app


def number(name: str) -> int:
    """A setting that is a whole number, by its name in Settings. Raises AttributeError for one there is not."""
    return int(getattr(current_app.extensions["settings"], name))


def text(name: str) -> str:
    """A setting that is text."""
    return str(getattr(current_app.extensions["settings"], name))
