"""From a figure to its facts: every measure has a way that opens, and the number on a school's page is its list's."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.insights.board.ways import way_to
from inclusion_app.insights.measures import MEASURES, Measure
from inclusion_app.insights.queries import all_measures
from inclusion_app.reviews.states import ReviewState
from inclusion_app.schools.models import School
from inclusion_app.training.models import Attendance, Booking
from inclusion_app.training.states import Mark
from tests.factories.accounts import somebody
from tests.factories.bookings import BookingFactory
from tests.factories.reviews import review_at
from tests.factories.training import RunFactory
from tests.integration.insights.facts import everything_has_happened
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")


def test_every_measure_leads_to_its_facts(client: Visitor) -> None:
    everything_has_happened()
    client.sign_in(somebody(Role.TEAM_MANAGER))
    school = db.session.scalars(select(School).order_by(School.id)).first()
    assert school is not None

    ways = {measure.code: way_to(measure)(school.urn) for measure in all_measures().values()}

    assert set(MEASURES) < set(ways)
    assert all(ways.values())
    opened = {address: client.get(address).status_code for each in ways.values() for _, address in each}
    assert set(opened.values()) == {200}, opened


READERS = (Role.HEADTEACHER, Role.TEAM_VIEWER, Role.TEAM_ADVISER, Role.TEAM_MANAGER)


@pytest.mark.parametrize("role", READERS)
def test_every_link_on_a_schools_page_opens_for_whoever_reads_it(client: Visitor, role: Role) -> None:
    everything_has_happened()
    before, school = db.session.scalars(select(School).order_by(School.id).limit(2)).all()
    earlier = review_at(ReviewState.FINAL, school=before)
    client.sign_in(somebody(role, school=school) if role == Role.HEADTEACHER else somebody(role))

    here = f"/schools/{school.urn}/results"
    pages = [client.get(path).get_data(as_text=True) for path in (here, f"{here}/timeline")]
    shown = " ".join(page.split("<main")[1].split("</main")[0] for page in pages)
    links = set(re.findall(r'href="(/(?:schools|reviews)/[^"#]+)"', shown))

    assert (f"/reviews/{earlier.id}" in links) == (role != Role.HEADTEACHER)
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_a_measure_that_names_no_facts_is_refused() -> None:
    reach = MEASURES["reach"]
    unknown = Measure("wellbeing", "Wellbeing", reach.sentence, reach.numerator, reach.denominator, "Today", ())
    with pytest.raises(KeyError, match="wellbeing"):
        way_to(unknown)


def test_who_did_not_come_is_a_list_as_long_as_the_number(client: Visitor) -> None:
    everything_has_happened()
    absent = Attendance.mark == Mark.ABSENT
    missed = select(Booking.id, School.urn).join(School, School.id == Booking.school_id)
    booking_id, urn = db.session.execute(
        missed.join(Attendance, Attendance.booking_id == Booking.id).where(absent)
    ).one()
    school = db.session.scalars(select(School).where(School.urn == urn)).one()
    BookingFactory(run=RunFactory(day=clock.today() - timedelta(days=9)), school=school)
    client.sign_in(somebody(Role.TEAM_MANAGER))

    page = client.get(f"/schools/{urn}/results").get_data(as_text=True)
    shown = client.get(f"/schools/{urn}/bookings?state=missed").get_data(as_text=True)

    assert f'href="/schools/{urn}/bookings?state=missed"' in page
    assert re.findall(r"/bookings/(\d+)\"", shown) == [str(booking_id)]
