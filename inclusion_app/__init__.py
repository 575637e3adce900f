"""Inclusion App: a county's approach to inclusive education as a web service."""

from pathlib import Path

from flask import Flask

from inclusion_app import wiring
from inclusion_app.config import Settings

HERE = Path(__file__).parent


def create_app(settings: Settings | None = None) -> Flask:
    """The service, ready to be served, with the settings given or those of the environment.

    Raises SettingsWrong when a setting cannot be used, RuntimeError when a route declares nobody who may use it.
    """
    settings = settings or Settings.from_environment()
    app = Flask(__name__, template_folder=str(HERE.parent / "templates"))
    wiring.configure(app, settings)
    wiring.connect_extensions(app)
    wiring.connect_features(app)
    wiring.connect_templates(app)
    wiring.connect_commands(app)
    wiring.protect(app)
    return app
