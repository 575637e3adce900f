"""Commands for the register, groupings and terms."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation import clock
from inclusion_app.schools.calendar_files import read_calendar
from inclusion_app.schools.register.memberships import read_grouping_rows
from inclusion_app.schools.register.problems import FileRefused
from inclusion_app.schools.register.sources import source_of
from inclusion_app.schools.services import (
    ImportOrder,
    ImportReport,
    import_register,
    load_terms,
    place_schools_in_grouping,
)
from inclusion_app.schools.services.imports import Progress as Told
from inclusion_app.schools.states import FROM_REGISTER, GroupingKind
from inclusion_app.vocabulary.files import FileWrong

schools = AppGroup("schools", help="The schools of the national register, and their groups.")
terms = AppGroup("terms", help="Terms and bank holidays.")

OWN_KINDS = [kind.value for kind in GroupingKind if kind not in FROM_REGISTER]
A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN_ABSENT = 10


@schools.command("import")
@click.argument("file", type=A_FILE)
@click.option("--links", type=A_FILE, help="The register's links file: history goes on to successors.")
@click.option("--all-england", is_flag=True, help="Every authority's schools, not only INCLUSION_LA_CODE's.")
@click.option("--allow-shrink", is_flag=True, help="Take a file that lacks many of the schools that are here.")
def import_register_file(file: Path, links: Path | None, *, all_england: bool, allow_shrink: bool) -> None:
    """Import the register's all-data FILE (CSV as downloaded, or zipped); a second time changes nothing."""
    la_code = "" if all_england else str(current_app.config["LA_CODE"]).zfill(3)
    order = ImportOrder(path=file, la_code=la_code, links_path=links, may_shrink=allow_shrink)
    with _refusals_told(), _bar() as progress:
        report = import_register(SYSTEM, order, now=clock.now(), progress=progress)
    for line in said(report):
        click.echo(line)


@schools.command("group")
@click.argument("kind", type=click.Choice(OWN_KINDS))
@click.argument("file", type=A_FILE)
def group_schools(kind: str, file: Path) -> None:
    """Put schools into groups of a KIND, from a CSV FILE with the columns URN, code, name, since."""
    with _refusals_told():
        rows = read_grouping_rows(source_of(file), progress=lambda _done, _all: None)
        done = place_schools_in_grouping(
            SYSTEM, GroupingKind(kind), rows=rows, file_name=file.name, today=clock.today()
        )
    click.echo(done.sentence)


@terms.command("load")
def load_terms_files() -> None:
    """Load terms and bank holidays; a second time changes nothing."""
    try:
        for done in load_terms(SYSTEM, read_calendar()):
            click.echo(done.sentence)
    except FileWrong as problem:
        raise click.ClickException(f"{problem} Nothing was changed.") from problem


def said(report: ImportReport) -> Iterator[str]:
    """What an import did, for the person who ran it."""
    yield (
        f"{report.new:,} new, {report.changed:,} changed (of them {report.closed:,} closed, "
        f"{report.reopened:,} reopened), {report.unchanged:,} unchanged."
    )
    yield (
        f"{report.rows:,} rows read; left out: {report.elsewhere:,} of other authorities, "
        f"{report.left_out:,} of types that are no schools."
    )
    if report.links or report.renamed_groups:
        yield (
            f"{report.links:,} links and {report.renamed_groups:,} names of districts, trusts and federations "
            "are new or changed."
        )
    if report.absent:
        some = ", ".join(map(str, report.absent[:SHOWN_ABSENT]))
        more = " …" if len(report.absent) > SHOWN_ABSENT else ""
        yield f"{len(report.absent):,} schools here are not in the file and stay as they are: {some}{more}"
    if report.unknown_columns:
        yield f"Columns nobody knows, not read: {', '.join(report.unknown_columns)}."
    if report.absent_columns:
        yield f"Columns this file does not have: {', '.join(report.absent_columns)}."
    if report.unknown_types:
        yield f"Types nobody knows, imported as they are: {', '.join(report.unknown_types)}."
    if not report.did_something:
        yield "Nothing was changed: the schools are as in the file."


@contextmanager
def _refusals_told() -> Iterator[None]:
    try:
        yield
    except FileRefused as refused:
        raise click.ClickException("\n".join([*refused.sentences, "Nothing was changed."])) from refused


@contextmanager
def _bar() -> Iterator[Told]:
    """A bar for each thing that is being done, on the terminal's error stream."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=Console(stderr=True)) as bars:

        def progress(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield progress
