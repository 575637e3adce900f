"""``python -m benchmarks.rollup``: what results cost to read with ten times the bookings, and what a booking pays for
keeping them, on PostgreSQL. ``--schools 24000 --bookings 500000`` is all of England, and takes a while."""

import argparse
import time
from collections.abc import Callable
from statistics import median, quantiles

from sqlalchemy import text

from benchmarks.stores import Place, postgresql
from inclusion_app import create_app
from inclusion_app.config import Settings
from inclusion_app.foundation import clock, summaries
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.summaries import kept_summaries, make_all_anew
from inclusion_app.insights.filters import Filters
from inclusion_app.insights.queries import all_measures, by_group, figure, funnel, heat, not_yet_reached, trend
from tests.factories.providers import ProviderFactory
from tests.factories.reviews import CycleFactory
from tests.factories.schools import GroupingFactory
from tests.factories.training import CourseFactory, RunFactory
from tests.factories.vocabulary import ConceptFactory
from tests.integration.bookings.conftest import Office, new_office
from tests.support.server import settings_for
from tests.support.statements import counted_statements

DISTRICTS, YEARS, TERMS, PER_RUN = 12, 5, 6, 20
QUIET = "SET LOCAL session_replication_role = replica"  # no triggers, no foreign keys: rows of a benchmark
SCHOOLS = """
INSERT INTO school (urn, name, la_code, la_name, establishment_number, ukprn, type_code, type_name, type_group, status,
  close_reason, phase, gender, religious_character, admissions, nursery, sixth_form, pupils, resourced_provision,
  special_classes, sen_types, street, locality, address3, town, postcode, ward, urban_rural, lsoa, uprn, telephone,
  website, digest, search_text, sen_with_statement, sen_without_statement)
SELECT 500000 + g, 'School ' || g, '886', '', '', '', '', '', '', 'open', '', 'primary', '', '', '', '', '', 200, '',
  '', '[]', '', '', '', '', '', '', '', '', '', '', '', '', '', g % 20, g % 40 FROM
  generate_series(1, CAST(:schools AS int)) g
"""
PLACES = """
INSERT INTO school_grouping (school_id, grouping_id, kind)
SELECT s.id, (SELECT min(id) FROM grouping) + s.id % :districts, 'district' FROM school s WHERE urn > 500000
"""
RUNS = """
WITH numbers AS (SELECT generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS g)
INSERT INTO run (id, course_id, provider_id, state, delivery, capacity, taken, minimum, next_in_queue, opens_at,
  book_by, cancel_by, starts_at, ends_at, register_closed_at, joining_release_days, front_of_queue,
  joining_instructions, access_facts, cancelled_reason, created_at, calendar_sequence, version)
SELECT g, (SELECT min(id) FROM course) + g % 3, (SELECT min(id) FROM provider), 'closed', 'online', 24, 20, 0,
  1, d - interval '1 day', d, d, d, d, d, 7, 0, '', '', '', d, 0, 1
FROM (SELECT g, now() - (g * 7919 % :days) * interval '1 day' AS d FROM numbers) dated
"""
SESSIONS = """
INSERT INTO session (run_id, day, start, "end", starts_at, ends_at, venue, postcode, joining_link)
SELECT id, CAST(ends_at AS date), '09:00', '12:00', opens_at, ends_at, '', '', ''
FROM run WHERE id BETWEEN :first AND :last
"""
BOOKINGS = """
WITH numbers AS (SELECT generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS g)
INSERT INTO booking (id, run_id, holder, school_id, state, overridden, placed_at, ended_late, uid, sequence, version,
  came_by)
SELECT 1000000 + g, 1000 + g / :per_run, 'person:' || g,
  (SELECT min(id) FROM school WHERE urn > 500000) + g * 7907 % :schools,
  'confirmed', '[]', now(), false, g::text, 0, 1, 'basket' FROM numbers
"""
OUTCOMES = """
WITH numbers AS (SELECT generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS g)
INSERT INTO run_outcome (booking_id, outcome, decided_on, detail)
SELECT 1000000 + g, CASE g % 10 WHEN 0 THEN 'not' WHEN 1 THEN 'part' ELSE 'completed' END, now(), '{}'
FROM numbers
"""
PARTS = """
INSERT INTO participation (cycle_id, school_id, state, invited_at, wishes, reason, reminders, version)
SELECT :cycle, id, 'invited', now(), '', '', 0, 1 FROM school WHERE urn > 500000 AND id % 5 < 4
"""
REVIEWS = """
INSERT INTO review (cycle_id, participation_id, school_id, state, side, side_reason, lines_of_enquiry, briefing,
  created_at, uid, sequence, version)
SELECT cycle_id, id, school_id, CASE id % 3 WHEN 0 THEN 'planned' WHEN 1 THEN 'final' ELSE 'visited' END, '', '',
  '', '', now(), 'review-' || id, 0, 1 FROM participation WHERE cycle_id = :cycle
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rollup", description=__doc__)
    parser.add_argument("--schools", type=int, default=600)
    parser.add_argument("--bookings", type=int, default=12_500, help="at first; then ten times as many")
    parser.add_argument("--cycles", type=int, default=3)
    parser.add_argument("--repeats", type=int, default=20)
    wanted = parser.parse_args()
    with postgresql() as place:
        measure(place, wanted)


def measure(place: Place, wanted: argparse.Namespace) -> None:
    app = create_app(Settings.from_environment(settings_for(place.store.url, place.folder / "app")))
    with app.app_context():
        office = new_office()
        print(f"a booking: {_share_of_a_booking(office)}")
        _ground(wanted.schools, wanted.cycles)
        _bookings(wanted.schools, 1, wanted.bookings)
        first = _dashboard(wanted.repeats, f"{wanted.schools} schools, {wanted.bookings} bookings")
        _bookings(wanted.schools, wanted.bookings + 1, 10 * wanted.bookings)
        then = _dashboard(wanted.repeats, f"{wanted.schools} schools, {10 * wanted.bookings} bookings")
        print(f"95 % with ten times the bookings to 95 % before: {then / first:.2f}")
        db.session.remove()
        db.engine.dispose()


def _ground(schools: int, cycles: int) -> None:
    provider = ProviderFactory()
    for code in ("first", "second", "third"):
        CourseFactory(strand=ConceptFactory(scheme="strand", code=code), provider=provider)
    GroupingFactory.create_batch(DISTRICTS)
    _terms()
    made = [CycleFactory().id for _ in range(cycles)]
    with transaction() as session:
        session.execute(text(QUIET))
        session.execute(text(SCHOOLS), {"schools": schools})
        session.execute(text(PLACES), {"districts": DISTRICTS})
        for cycle in made:
            session.execute(text(PARTS), {"cycle": cycle})
            session.execute(text(REVIEWS), {"cycle": cycle})


def _terms() -> None:
    today = clock.today()
    with transaction() as session:
        for number in range(YEARS * TERMS):
            row = {"y": today.year - number // TERMS, "n": TERMS - number % TERMS, "from": 61 * (number + 1) - 30}
            session.execute(
                text(
                    "INSERT INTO term (school_year, number, starts, ends, provisional) VALUES "
                    "(:y, :n, current_date - CAST(:from AS int), current_date - CAST(:from AS int) + 45, false)"
                ),
                row,
            )


def _bookings(schools: int, first: int, last: int) -> None:
    """Numbers ``first`` to ``last``, twenty on a run, and all summaries anew."""
    runs = {"first": 1000 + first // PER_RUN + (first > 1), "last": 1000 + last // PER_RUN, "days": YEARS * 365}
    numbers = {"first": first, "last": last}
    with transaction() as session:
        session.execute(text(QUIET))
        session.execute(text(RUNS), runs)
        session.execute(text(SESSIONS), runs)
        session.execute(text(BOOKINGS), numbers | {"schools": schools, "per_run": PER_RUN})
        session.execute(text(OUTCOMES), numbers)
    _analyse()
    began = time.monotonic()
    for kind in kept_summaries():
        make_all_anew(kind, progress=lambda _done, _all: None)
    print(f"all summaries anew: {time.monotonic() - began:.0f} s", flush=True)
    _analyse()


def _analyse() -> None:
    """What PostgreSQL does by itself in the minutes after so many rows have come."""
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))


def _dashboard(repeats: int, name: str) -> float:
    """Everything that the county's page reads; gives the seconds within which 95 % of them were read."""
    measures, today, chosen = all_measures(), clock.today(), Filters()
    acts: dict[str, Callable[[], object]] = {
        "reach": lambda: figure(measures["reach"], chosen, today=today),
        "funnel": lambda: funnel(chosen, today=today),
        "by district": lambda: by_group(measures["review-completion"], "district", chosen, today=today),
        "heat map": lambda: heat("district", chosen, today=today),
        "trend": lambda: trend(measures["reach"], chosen, today=today),
        "not yet reached": lambda: not_yet_reached(chosen, today=today),
    }
    times: list[float] = []
    each: dict[str, list[float]] = {what: [] for what in acts}
    for _ in range(repeats + 1):
        for what, act in acts.items():
            each[what].append(_seconds(act))
        times.append(sum(taken[-1] for taken in each.values()))
    with counted_statements() as sent:
        for act in acts.values():
            act()
    within = quantiles(times[1:], n=20)[-1]
    print(f"{name}: 50 % within {1000 * median(times[1:]):.0f} ms, 95 % {1000 * within:.0f} ms, {len(sent)} statements")
    print("  " + ", ".join(f"{what} {1000 * median(taken[1:]):.0f} ms" for what, taken in each.items()))
    return within


def _seconds(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    db.session.rollback()
    return time.monotonic() - began


def _share_of_a_booking(office: Office, number: int = 60) -> str:
    """Confirmations with marks and without, turn by turn, so that whatever else the machine does falls on both."""
    run, taken = RunFactory(capacity=4 * number), {True: list[float](), False: list[float]()}
    watched = set(summaries.watched_tables())
    for turn in range(2 * number):
        kept = turn % 2 == 0
        _watch(watched if kept else set())
        office.put(run, office.staff(f"Person {turn}"))
        taken[kept].append(_seconds(office.confirm))
    _watch(watched)
    with_, without = median(taken[True]), median(taken[False])
    share = (with_ - without) / without
    return f"{1000 * with_:.1f} ms with summaries, {1000 * without:.1f} ms without: {100 * share:.0f} % more"


def _watch(tables: set[str]) -> None:
    """Triggers of bookings on or off, and whether a commit looks for marks."""
    summaries._WATCHED.clear()  # noqa: SLF001  # a booking without summaries is there to be measured alone
    summaries._WATCHED.update(tables)  # noqa: SLF001
    with transaction() as session:
        session.execute(text(f"ALTER TABLE booking {'ENABLE' if tables else 'DISABLE'} TRIGGER USER"))


if __name__ == "__main__":
    main()
