"""``python -m benchmarks``: measure, and print a table; ``--write`` keeps it as docs/benchmarks.md."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import mail
from benchmarks.speed import Speed, Speeds, measure
from benchmarks.statements import MOST_FOR_A_BOOKING, MOST_FOR_A_PAGE, Booked, Counted, count
from benchmarks.stores import postgresql, sqlite

DOCUMENT = Path(__file__).parent.parent / "docs" / "benchmarks.md"
BY_HAND = "\n## The search of the directory\n"
"""From here on the document is not written by this program."""
OPENING = """# How quick it is

Written by `python -m benchmarks --write`. 600 schools, 25 courses with six runs each; two server processes of four
threads, eight clients on the same machine ({cores} cores); both databases wait for the disc. Each figure is the
median of three repeats of 200 requests. Compare the ratios: times are those of one machine on one day.

- *Minimal page*: the least that Flask can do with the same database, a page of fifty rows, served the same way.
- *Bare transaction*: what a confirmation writes, the very same statements, sent again one after the other by the
  database's own driver alone.
- *Bare library*: the same messages given to the same mail server (one that takes everything, on the same machine)
  with no outbox behind them. A worker hands over {messages} messages; the aim is 200 a second.
"""


def _within(speed: Speed) -> str:
    return f"{1000 * speed.half_within:.0f} ms, {1000 * speed.most_within:.0f} ms"


ROWS: dict[str, Callable[[Speeds], str]] = {
    "Confirmations per second": lambda found: f"{found.confirming.per_second:.0f}",
    "… to the minimal page's requests": lambda found: f"{found.confirming.per_second / found.minimal.per_second:.2f}",
    "… to bare transactions": lambda found: f"{found.confirming.per_second / found.bare_per_second:.2f}",
    "Confirmation, 50 % and 95 % within": lambda found: _within(found.confirming),
    "Catalogue page, 50 % and 95 % within": lambda found: _within(found.catalogue),
    "… its 95 % to the minimal page's": lambda found: f"{found.catalogue.most_within / found.minimal.most_within:.1f}",
    "Minimal page, 50 % and 95 % within": lambda found: _within(found.minimal),
    "Minimal pages per second": lambda found: f"{found.minimal.per_second:.0f}",
    "Bare transactions per second": lambda found: f"{found.bare_per_second:.0f}",
}


MAIL_ROWS: dict[str, Callable[[mail.Mailed], str]] = {
    "Messages that one worker hands over per second": lambda found: f"{found.worker:.0f}",
    "… that two hand over": lambda found: f"{found.two:.0f}",
    "One worker to the bare library": lambda found: f"{found.worker / found.bare:.2f}",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the tables as docs/benchmarks.md")
    wanted = parser.parse_args()
    speeds: dict[str, Speeds] = {}
    mailed: dict[str, mail.Mailed] = {}
    with mail.mail_server() as url:
        with sqlite() as place:
            speeds[place.name], mailed[place.name] = measure(place), mail.measure(place, url)
            bookings, pages = count(place)
        with postgresql() as place:
            speeds[place.name], mailed[place.name] = measure(place), mail.measure(place, url)
    opening = OPENING.format(cores=os.cpu_count(), messages=mail.MESSAGES)
    tables = [*_speed_table(speeds, mailed), *_statement_tables(bookings, pages)]
    text = "\n".join([opening, *tables])
    print(text)
    if wanted.write:
        _, heading, by_hand = DOCUMENT.read_text().partition(BY_HAND)
        DOCUMENT.write_text(text + "\n" + heading + by_hand)
    sys.exit(any(booked.in_transaction > MOST_FOR_A_BOOKING for booked in bookings))


def _speed_table(speeds: dict[str, Speeds], mailed: dict[str, mail.Mailed]) -> Iterator[str]:
    yield f"| | {' | '.join(speeds)} |"
    yield "|---|" + "---:|" * len(speeds)
    for name, cell in ROWS.items():
        yield f"| {name} | {' | '.join(cell(found) for found in speeds.values())} |"
    for name, told in MAIL_ROWS.items():
        yield f"| {name} | {' | '.join(told(found) for found in mailed.values())} |"
    yield ""


def _statement_tables(bookings: list[Booked], pages: list[Counted]) -> Iterator[str]:
    yield f"SQL statements. Aim: {MOST_FOR_A_BOOKING} to confirm a booking of any number, {MOST_FOR_A_PAGE} for a page."
    yield "A request asks besides who sends it and, where the address names a school, which school that is.\n"
    yield "| Confirm a booking of | In its transaction | In the whole request |\n|---|---:|---:|"
    yield from (f"| {booked.whom} | {booked.in_transaction} | {booked.in_request} |" for booked in bookings)
    yield "\n| Page | Statements |\n|---|---:|"
    yield from (f"| {name} | {number} |" for name, number in pages)


if __name__ == "__main__":
    main()
