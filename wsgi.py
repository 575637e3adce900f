"""The service for a WSGI server, and for ``flask --app wsgi``."""

from inclusion_app import create_app
from inclusion_app.wiring import warm_up

app = create_app()
warm_up(app)
