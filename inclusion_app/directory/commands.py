"""Commands of the directory."""

import click
from flask.cli import AppGroup

from inclusion_app.directory.search.services.indexing import refresh_index
from inclusion_app.foundation import clock

directory = AppGroup("directory", help="The directory of support.")


@directory.command("reindex")
def reindex() -> None:
    """Bring the index of the search to what the offers say; a second time changes nothing."""
    changed = refresh_index(clock.now())
    click.echo(f"{changed} offers were not as they are found by." if changed else "Nothing to do.")
