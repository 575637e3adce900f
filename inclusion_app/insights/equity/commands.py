"""``flask --app wsgi schools send-file``: the national file from the command line."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.insights.equity.reading import read_send
from inclusion_app.insights.equity.services import import_send


@click.command("send-file")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--year", type=click.IntRange(2000, 2100), help="The year in which the school year ends, if not in FILE.")
@with_appcontext
def import_send_file(file: Path, year: int | None) -> None:
    """Take over the national FILE on special educational needs (CSV, school level); a second time changes nothing."""
    data = file.read_bytes()
    try:
        plan = import_send(SYSTEM, read_send(data, year=year), name=file.name, data=data)
    except RuleBroken as refusal:
        said = [*(sentence for _, sentence in refusal.problems), "Nothing was changed."]
        raise click.ClickException("\n".join(said)) from refusal
    click.echo(plan.sentence)
