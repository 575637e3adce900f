"""Commands; each calls a service."""

from flask import Flask


def add_to(app: Flask) -> None:
    """Every command of the service: ``flask --app wsgi …``."""
