"""The service for a WSGI server, and for ``flask --app wsgi``."""

from inclusion_app import create_app

app = create_app()
