"""Commands; each calls a service."""

import click
from flask import Flask
from flask.cli import AppGroup

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation import clock
from inclusion_app.schools.commands import schools, terms
from inclusion_app.training.catalogue.files import read_catalogue
from inclusion_app.training.catalogue.services import Edited, load_catalogue
from inclusion_app.vocabulary.files import FileWrong

catalogue = AppGroup("catalogue", help="The training catalogue.")


def add_to(app: Flask) -> None:
    """Every command of the service: ``flask --app wsgi …``."""
    app.cli.add_command(catalogue)
    app.cli.add_command(schools)
    app.cli.add_command(terms)


@catalogue.command("load")
@click.option("--overwrite", is_flag=True, help="Also overwrite courses that were edited in the browser.")
def load_catalogue_files(*, overwrite: bool) -> None:
    """Load vocabulary, providers and courses; a second time changes nothing."""
    edited = Edited.OVERWRITE if overwrite else Edited.KEEP
    try:
        for done in load_catalogue(SYSTEM, read_catalogue(), now=clock.now(), edited=edited):
            click.echo(done.sentence)
    except FileWrong as problem:
        raise click.ClickException(f"{problem} Nothing was changed.") from problem
