"""A school's staff list, and who of it has access."""

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.foundation.database import db
from inclusion_app.foundation.outbox import OutboxMessage
from tests.factories.accounts import MembershipFactory, PersonFactory, somebody
from tests.factories.schools import SchoolFactory
from tests.support.visitor import Visitor


def people() -> int:
    return db.session.scalar(select(func.count()).select_from(Person)) or 0


def test_a_pasted_list_goes_on_whole(database: SQLAlchemy, client: Visitor) -> None:
    school = SchoolFactory()
    page = f"/schools/{school.urn}/staff"
    client.sign_in(somebody(Role.BOOKER, school=school))
    done = client.submit(f"{page}/paste", on=page, people="Sam Reed, sam@school.example\nLee Hart, lee@school.example")
    assert done.status_code == 303
    shown = client.get(page).text
    assert "Sam Reed" in shown
    assert "lee@school.example" in shown


def test_one_bad_line_changes_nothing_and_keeps_the_text(database: SQLAlchemy, client: Visitor) -> None:
    school = SchoolFactory()
    page = f"/schools/{school.urn}/staff"
    client.sign_in(somebody(Role.BOOKER, school=school))
    before = people()
    refused = client.submit(f"{page}/paste", on=page, people="Sam Reed, sam@school.example\nno address here")
    assert refused.status_code == 422
    assert "Line 2" in refused.text
    assert "no address here" in refused.text
    assert people() == before


def test_an_address_known_under_another_name_is_refused_without_telling_it(
    database: SQLAlchemy, client: Visitor
) -> None:
    school, stranger = SchoolFactory(), PersonFactory(name="Hidden Stranger", email="known@school.example")
    page = f"/schools/{school.urn}/staff"
    client.sign_in(somebody(Role.BOOKER, school=school))
    refused = client.submit(page, name="Somebody Else", email=stranger.email)
    assert refused.status_code == 422
    assert "registered under another name" in refused.text
    assert "Hidden Stranger" not in refused.text


def test_somebody_known_under_the_same_name_joins_the_list(database: SQLAlchemy, client: Visitor) -> None:
    school, known = SchoolFactory(), PersonFactory(name="Sam Reed", email="sam@school.example")
    known_id = known.id
    client.sign_in(somebody(Role.BOOKER, school=school))
    before = people()
    client.submit(f"/schools/{school.urn}/staff", name="sam  reed", email="SAM@school.example")
    assert people() == before
    held = select(Membership.school_id).where(Membership.person_id == known_id)
    assert db.session.scalars(held).all() == [school.id]


def test_a_headteacher_gives_access_and_an_invitation_goes_out(database: SQLAlchemy, client: Visitor) -> None:
    school = SchoolFactory()
    page = f"/schools/{school.urn}/accounts"
    client.sign_in(somebody(Role.HEADTEACHER, school=school))
    done = client.submit(page, name="Nia Booker", email="nia@school.example", role="booker")
    assert done.status_code == 303
    roles = db.session.scalars(
        select(Membership.role).join(Membership.person).where(Person.email == "nia@school.example")
    ).all()
    assert sorted(roles) == ["booker", "staff"]
    kinds = db.session.scalars(select(OutboxMessage.kind)).all()
    assert kinds == ["account_invitation"]


def test_a_school_keeps_a_headteacher(database: SQLAlchemy, client: Visitor) -> None:
    school = SchoolFactory()
    head = somebody(Role.HEADTEACHER, school=school)
    held = db.session.scalars(select(Membership).where(Membership.person_id == head.id)).one()
    page = f"/schools/{school.urn}/accounts"
    client.sign_in(head)
    refused = client.submit(f"{page}/{held.id}/remove", on=page)
    assert refused.status_code == 422
    assert "needs somebody as headteacher" in refused.text


@pytest.mark.parametrize("role", [Role.BOOKER, Role.SENCO, Role.STAFF, Role.GOVERNOR])
def test_only_the_headteacher_gives_access(database: SQLAlchemy, client: Visitor, role: Role) -> None:
    school = SchoolFactory()
    client.sign_in(somebody(role, school=school))
    assert client.get(f"/schools/{school.urn}/accounts").status_code == 403


def test_another_schools_list_does_not_exist(database: SQLAlchemy, client: Visitor) -> None:
    own, other = SchoolFactory(), SchoolFactory()
    client.sign_in(somebody(Role.HEADTEACHER, school=own))
    assert client.get(f"/schools/{other.urn}/staff").status_code == 404
    assert client.get("/schools/999999/staff").status_code == 404


def test_a_membership_of_another_school_cannot_be_taken_away(database: SQLAlchemy, client: Visitor) -> None:
    own, foreign = SchoolFactory(), MembershipFactory()
    foreign_id, page = foreign.id, f"/schools/{own.urn}/accounts"
    client.sign_in(somebody(Role.HEADTEACHER, school=own))
    client.get(page)
    held = db.session.scalars(select(Membership).where(Membership.school_id == own.id)).one()
    answer = client.submit(f"{page}/{held.id}/remove", on=page)
    assert answer.status_code == 422
    shown = client.get(page).text
    assert f"/accounts/{foreign_id}/remove" not in shown


def test_a_list_takes_as_many_statements_for_many_as_for_few(
    database: SQLAlchemy, client: Visitor, statements: object
) -> None:
    school = SchoolFactory()
    client.sign_in(somebody(Role.BOOKER, school=school))
    counts = []
    for number in (2, 30):
        MembershipFactory.create_batch(number, school=school)
        with statements() as sent:  # type: ignore[operator]  # a context manager
            client.get(f"/schools/{school.urn}/staff")
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 15
