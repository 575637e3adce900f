"""Commands of reviews."""

import click
from flask.cli import AppGroup

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation import clock
from inclusion_app.reviews.cycles.frameworks.files import read_frameworks
from inclusion_app.reviews.cycles.frameworks.services.loading import load_frameworks
from inclusion_app.vocabulary.files import FileWrong

framework = AppGroup("framework", help="The framework of peer reviews, and what schools agree to.")


@framework.command("load")
def load() -> None:
    """Load the framework and the agreements that ship with the service; a second time changes nothing."""
    try:
        for done in load_frameworks(SYSTEM, read_frameworks(), now=clock.now()):
            click.echo(done.sentence)
    except FileWrong as problem:
        raise click.ClickException(f"{problem} Nothing was changed.") from problem
