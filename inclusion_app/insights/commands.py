"""``flask --app wsgi rollup``: are the summaries what the facts say, and making them all anew."""

import click
from flask.cli import AppGroup

from inclusion_app.foundation.database import db
from inclusion_app.foundation.summaries import differences, kept_summaries, make_all_anew

rollup = AppGroup("rollup", help="The summaries that results are read from.")


@rollup.command("check")
def check() -> None:
    """Compare every summary with the facts; exit code 1, and what differs, when one is not what they say."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})  # one moment for all of it
    wrong = differences()
    for line in wrong:
        click.echo(line)
    if wrong:
        raise click.ClickException(f"{len(wrong)} differences. Run: flask --app wsgi rollup rebuild")
    click.echo("No difference: every summary says what the facts say.")


@rollup.command("rebuild")
def rebuild() -> None:
    """Make every summary anew from the facts; a second time changes nothing."""
    for kind in kept_summaries():
        with click.progressbar(length=1, label=f"{kind:<10}") as bar:

            def show(done: int, total: int) -> None:
                bar.length = max(total, 1)  # told while this bar is shown
                bar.update((done if total else 1) - bar.pos)

            make_all_anew(kind, progress=show)
