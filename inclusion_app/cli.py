"""Commands; each calls a service."""

from typing import cast

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from inclusion_app.access.actor import SYSTEM
from inclusion_app.accounts.commands import people
from inclusion_app.demo_data.commands import demo
from inclusion_app.directory.commands import directory
from inclusion_app.foundation import clock
from inclusion_app.insights.commands import rollup
from inclusion_app.insights.equity.commands import import_send_file
from inclusion_app.invariants import findings
from inclusion_app.reviews.cycles.commands import framework
from inclusion_app.schools.commands import schools, terms
from inclusion_app.training.catalogue.files import read_catalogue
from inclusion_app.training.catalogue.services import Edited, load_catalogue
from inclusion_app.vocabulary.files import FileWrong
from inclusion_app.worker import delivery_of, scheduled, stopped_by_signals, work, work_once

catalogue = AppGroup("catalogue", help="The training catalogue.")


def add_to(app: Flask) -> None:
    """Every command of the service: ``flask --app wsgi …``."""
    app.cli.add_command(catalogue)
    app.cli.add_command(demo)
    app.cli.add_command(directory)
    app.cli.add_command(framework)
    app.cli.add_command(people)
    app.cli.add_command(rollup)
    schools.add_command(import_send_file)
    app.cli.add_command(schools)
    app.cli.add_command(terms)
    app.cli.add_command(check_invariants)
    app.cli.add_command(run_worker)


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


@click.command("invariants", help="Check this database, or a copy of one; names what is wrong.")
@with_appcontext
def check_invariants() -> None:
    """One line for each check; exit code 1 when one of them finds something."""
    broken = 0
    for finding in findings():
        click.echo(f"{'WRONG' if finding.wrong else 'ok':<6} {finding.name}")
        for sentence in finding.wrong:
            click.echo(f"       {sentence}")
        broken += bool(finding.wrong)
    if broken:
        raise click.ClickException(f"{broken} of the checks found something wrong.")


@click.command("worker", help="Deliver messages and tidy up, until stopped by a signal.")
@click.option("--once", is_flag=True, help="Deliver what is due now, tidy up, and end.")
@with_appcontext
def run_worker(*, once: bool) -> None:
    """Any number of workers may run at once."""
    delivery = delivery_of(current_app.extensions["settings"], clock.now)
    if once:
        click.echo(f"{work_once(delivery, clock.now)} messages taken up.")
        return
    app = cast("Flask", current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
    with stopped_by_signals() as stop, scheduled(app.app_context, clock.now):
        work(delivery, clock.now, stop=stop)
