"""How many statements a page or an act sends to the database, that of finding out who asks included."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from benchmarks.county import Filled, filled_county
from benchmarks.stores import Place
from benchmarks.visits import visit
from inclusion_app.access.roles import Role
from inclusion_app.foundation.database import db, transaction
from inclusion_app.schools.models import School
from inclusion_app.training.models import Basket, BasketLine, Course, Run, Session
from tests.factories.accounts import MembershipFactory, somebody
from tests.races.county import Booker
from tests.support.crowd import SignedIn, signed_in
from tests.support.statements import counted_statements

Counted = tuple[str, int]
MOST_FOR_A_PAGE = 15
MOST_FOR_A_BOOKING = 12


@dataclass(frozen=True)
class Booked:
    """Statements of one confirmation: of its transaction, and of the whole request."""

    whom: str
    in_transaction: int
    in_request: int


def count(place: Place) -> tuple[list[Booked], list[Counted]]:
    """For bookings of one person, three and ten; and for every main page, with a booking or two to show."""
    with filled_county(place, "statements") as filled:
        bookings = [_booking(filled, number) for number in (1, 3, 10)]
        pages = [(path, _sent(filled, who, path)) for path, who in _pages(filled)]
    return bookings, pages


def _booking(filled: Filled, people: int) -> Booked:
    booker = filled.county.bookers[people]
    _add_people(filled, booker, people - 1)
    with counted_statements() as sent:
        visit(filled.county, booker.browser, f"{booker.basket}/confirm", posting={"form_key": "once"})
    before = next(number for number, statement in enumerate(sent) if "form_use" in statement)
    return Booked("1 person" if people == 1 else f"{people} people", len(sent) - before, len(sent))


def _add_people(filled: Filled, booker: Booker, number: int) -> None:
    school = db.session.get_one(School, booker.school_id)
    people = [MembershipFactory(school=school).person_id for _ in range(number)]
    run_id = filled.run_of(booker)
    with transaction() as session:
        basket = session.scalars(select(Basket).where(Basket.owner_id == booker.person_id)).one()
        session.add_all(BasketLine(basket_id=basket.id, run_id=run_id, person_id=person_id) for person_id in people)


def _sent(filled: Filled, who: SignedIn | None, path: str) -> int:
    with counted_statements() as sent:
        visit(filled.county, who, path)
    return len(sent)


def _pages(filled: Filled) -> Iterator[tuple[str, SignedIn | None]]:
    county, booker = filled.county, filled.county.bookers[10]
    run = db.session.get_one(Run, filled.run_of(booker))
    slug = db.session.get_one(Course, run.course_id).slug
    basket = db.session.scalars(select(Basket).where(Basket.owner_id == booker.person_id)).one()
    school = f"/schools/{booker.urn}"
    for path in ("/", "/catalogue", f"/catalogue/{slug}", f"/catalogue/{slug}/runs/{run.id}", "/sign-in"):
        yield path, None
    for path in (
        "/",
        "/catalogue",
        "/account",
        "/my-bookings",
        f"{school}/bookings",
        f"{school}/staff",
        f"{school}/basket/{basket.id}/confirmed",
        f"{school}/basket/runs/{run.id}",
    ):
        yield path, booker.browser
    waiting = county.bookers[20]
    yield f"/schools/{waiting.urn}/basket", waiting.browser
    for path in ("/team/schools", f"/team/schools/{booker.urn}", "/team/courses", f"/team/courses/{run.course_id}"):
        yield path, county.adviser
    for path in (f"/team/runs/{run.id}", f"/team/runs/{run.id}/edit", f"/team/runs/{run.id}/bookings", "/team/people"):
        yield path, county.adviser
    head = somebody(Role.HEADTEACHER, school=db.session.get_one(School, booker.school_id))
    yield f"{school}/accounts", signed_in(county.app, head.id)
    session_id = db.session.scalars(select(Session.id).where(Session.run_id == run.id)).first()
    for path in (f"/runs/{run.id}/register", f"/runs/{run.id}/register/{session_id}"):
        yield path, county.adviser
    yield "/provider/runs", filled.provider_member
