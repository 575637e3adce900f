"""Commands of the demonstration.

What makes the county is imported when it is made: servers, which have these commands too, never need it.
"""

from collections.abc import Callable
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import Progress

from inclusion_app.demo_data.accounts import FILE, read_accounts, write_accounts
from inclusion_app.demo_data.told import Told
from inclusion_app.foundation import clock

demo = AppGroup("demo", help="A fictitious county to try the service with.")


class Bars(Told):
    """A progress bar for each part."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def begin(self, what: str, total: int) -> Callable[[], None]:
        task = self._progress.add_task(what, total=total)
        return lambda: self._progress.advance(task)


@demo.command("load")
@click.option("--small", is_flag=True, help="Twelve schools instead of six hundred.")
@click.option("--seed", default=1, show_default=True, help="The same number makes the same county.")
@click.option("--accounts", type=click.Path(dir_okay=False, path_type=Path), help="Write who can sign in to this file.")
@click.option("--if-empty", is_flag=True, help="Do nothing when there are people already.")
def load(*, small: bool, seed: int, accounts: Path | None, if_empty: bool) -> None:
    """Load a whole fictitious county into an empty database."""
    from inclusion_app.demo_data.county import SMALL, WHOLE, Refused, is_empty, load_county

    if if_empty and not is_empty():
        click.echo("There are people already: nothing was loaded.")
        return
    with Progress(console=Console(stderr=True)) as progress:
        try:
            found = load_county(
                SMALL if small else WHOLE,
                seed=seed,
                la_code=str(current_app.config["LA_CODE"]).zfill(3),
                now=clock.now(),
                told=Bars(progress),
            )
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from refusal
    for path in filter(None, (accounts, _kept())):
        write_accounts(found, path)
    click.echo(f"The county is loaded. {len(found)} people can sign in: flask --app wsgi demo accounts")


@demo.command("accounts")
def show_accounts() -> None:
    """Say who can sign in to the demonstration."""
    found = read_accounts(_kept())
    if not found:
        click.echo("No demonstration has been loaded here.")
        return
    click.echo(f"\nEverybody's password: {found[0].password}\n")
    for account in found:
        click.echo(f"  {account.role:<16} {account.email:<46} {account.school or ''}")


def _kept() -> Path:
    return Path(current_app.config["DATA_DIR"]) / FILE
