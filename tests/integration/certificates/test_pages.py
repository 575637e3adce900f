"""The pages of certificates: anybody checks a code, few may download, the team's managers revoke."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.invariants import findings
from inclusion_app.schools.models import School
from inclusion_app.training.certificates.services.issuing import issue_certificates
from inclusion_app.training.certificates.services.revoking import NO_REASON, reinstate_certificate, revoke_certificate
from inclusion_app.training.models import Booking, Certificate
from inclusion_app.training.states import RunOutcome
from tests.factories.accounts import MembershipFactory, PersonFactory, somebody
from tests.factories.certificates import certificate_of, completed, outcome_of, past_run, school_place
from tests.factories.schools import SchoolFactory
from tests.factories.training import CourseFactory
from tests.support.visitor import Visitor

Statements = Callable[[], AbstractContextManager[list[str]]]
pytestmark = pytest.mark.usefixtures("database")


def holder(booking: Booking) -> Person:
    assert booking.person_id
    return db.session.get_one(Person, booking.person_id)


def ann(valid_until: date | None = None) -> tuple[Booking, Certificate]:
    school = SchoolFactory(name="Ash School")
    course = CourseFactory(title="Autism in class")
    person = MembershipFactory(school=school, person__name="Ann Example").person
    booking = completed(past_run(course=course), school=school, person=person, valid_until=valid_until)
    return booking, certificate_of(booking)


def manager() -> Person:
    return somebody(Role.TEAM_MANAGER)


def in_order() -> None:
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}


def test_anybody_with_the_code_sees_what_it_says(app: Flask) -> None:
    _, certificate = ann()
    visitor = app.test_client()
    page = visitor.get(f"/certificates/{certificate.code}")
    text = page.get_data(as_text=True)
    for said in ("This certificate is valid", "Ann Example", "Ash School", "Autism in class", "Without an end"):
        assert said in text
    assert "Download" not in text.replace("can download", "")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Referrer-Policy"] == "strict-origin"


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", ""), lambda code: code.replace("-", " ")])
def test_a_code_is_found_however_it_is_typed(app: Flask, change: Callable[[str], str]) -> None:
    _, certificate = ann()
    answer = app.test_client().get("/certificates/check", query_string={"code": change(certificate.code)})
    assert (answer.status_code, answer.location) == (303, f"/certificates/{certificate.code}")


def test_a_code_nobody_has_gets_a_plain_sentence(app: Flask) -> None:
    visitor = app.test_client()
    answer = visitor.get("/certificates/check", query_string={"code": "<b>ABCD"})
    assert answer.status_code == 200
    assert "There is no certificate with the code ‘&lt;b&gt;ABCD’" in answer.get_data(as_text=True)
    answer = visitor.get("/certificates/ABCD-EFGH-JKMN")
    assert answer.status_code == 404
    assert "There is no certificate with this code" in answer.get_data(as_text=True)


def test_a_school_revoked_or_run_out_is_said(client: Visitor) -> None:
    booking, certificate = ann(valid_until=clock.today() - timedelta(days=1))
    text = client.get(f"/certificates/{certificate.code}").get_data(as_text=True)
    assert "What it certifies was valid until" in text
    revoke_certificate(actor_for(manager().id, today=clock.today()), certificate.id, reason="A mix-up", now=clock.now())
    text = client.get(f"/certificates/{certificate.code}").get_data(as_text=True)
    assert "This certificate is not valid" in text
    assert "It was revoked on" in text
    assert "A mix-up" not in text
    client.sign_in(holder(booking))
    assert "A mix-up" in client.get(f"/certificates/{certificate.code}").get_data(as_text=True)


def test_one_whose_attendance_was_corrected_a_moment_ago_is_not_valid(client: Visitor) -> None:
    booking, certificate = ann()
    outcome_of(booking, RunOutcome.PART)
    text = client.get(f"/certificates/{certificate.code}").get_data(as_text=True)
    assert "This certificate is not valid" in text
    client.sign_in(holder(booking))
    assert client.get(f"/certificates/{certificate.code}.pdf").status_code == 403


def test_who_may_download_it(app: Flask) -> None:
    booking, certificate = ann()
    address = f"/certificates/{certificate.code}.pdf"
    assert app.test_client().get(address).status_code == 303
    here, elsewhere = db.session.get_one(School, booking.school_id), SchoolFactory()
    answers = {
        "holder": holder(booking),
        "head": somebody(Role.HEADTEACHER, school=here),
        "senco": somebody(Role.SENCO, school=here),
        "viewer": somebody(Role.TEAM_VIEWER),
        "colleague": somebody(Role.STAFF, school=here),
        "governor": somebody(Role.GOVERNOR, school=here),
        "other head": somebody(Role.HEADTEACHER, school=elsewhere),
    }
    found = {}
    for name, person in answers.items():
        visitor = app.test_client()
        assert isinstance(visitor, Visitor)
        visitor.sign_in(person)
        found[name] = visitor.get(address).status_code
    assert found == {"holder": 200, "head": 200, "senco": 200, "viewer": 200} | dict.fromkeys(
        ("colleague", "governor", "other head"), 404
    )


def test_the_file_is_the_certificate(client: Visitor) -> None:
    booking, certificate = ann()
    client.sign_in(holder(booking))
    answer = client.get(f"/certificates/{certificate.code}.pdf")
    assert answer.data.startswith(b"%PDF")
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="certificate-{certificate.code}.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.get(f"/certificates/{certificate.code}.pdf").data == answer.data


def test_who_came_on_a_place_of_the_school_may_have_its_certificate(client: Visitor) -> None:
    person = PersonFactory()
    certificate = certificate_of(school_place(past_run(), SchoolFactory(), people=[person.id]))
    client.sign_in(person)
    assert client.get(f"/certificates/{certificate.code}.pdf").status_code == 200


def test_a_manager_revokes_it_and_lets_it_stand_again(client: Visitor) -> None:
    _, certificate = ann()
    client.sign_in(manager())
    page = f"/team/certificates/{certificate.id}"
    refused = client.submit(f"{page}/revoke", on=page, reason="  ")
    assert refused.status_code == 422
    assert NO_REASON in refused.get_data(as_text=True)
    assert client.submit(f"{page}/revoke", on=page, reason="Issued twice").status_code == 303
    now = db.session.get_one(Certificate, certificate.id, populate_existing=True)
    assert (now.revoked_reason, now.revoked_by_id is None) == ("Issued twice", False)
    assert client.get(f"/certificates/{certificate.code}.pdf").status_code == 403
    in_order()
    assert issue_certificates(clock.now()) == 0
    assert client.submit(f"{page}/reinstate", on=page).status_code == 303
    assert client.get(f"/certificates/{certificate.code}.pdf").status_code == 200
    in_order()
    kinds = db.session.scalars(select(OutboxMessage.kind).order_by(OutboxMessage.id)).all()
    assert kinds == ["certificate_issued", "certificate_revoked", "certificate_reinstated"]


def test_one_that_is_not_earned_cannot_be_reinstated() -> None:
    booking, certificate = ann()
    actor = actor_for(manager().id, today=clock.today())
    revoke_certificate(actor, certificate.id, reason="Wrong", now=clock.now())
    with pytest.raises(RuleBroken, match="already"):
        revoke_certificate(actor, certificate.id, reason="Wrong", now=clock.now())
    outcome_of(booking, RunOutcome.NOT)
    with pytest.raises(RuleBroken, match="does not count as completed"):
        reinstate_certificate(actor, certificate.id)
    outcome_of(booking)
    reinstate_certificate(actor, certificate.id)
    with pytest.raises(RuleBroken, match="not revoked"):
        reinstate_certificate(actor, certificate.id)


def test_the_invariants_see_a_certificate_nobody_has_earned() -> None:
    booking, _ = ann()
    in_order()
    outcome_of(booking, RunOutcome.PART)
    assert [f.name for f in findings() if f.wrong] == ["certificates: what stands belongs to a completed booking"]
    issue_certificates(clock.now())
    in_order()


@pytest.mark.parametrize("words", ["exampl ann", "Ash", "autism", "code", "lower code"])
def test_the_team_finds_it_by_words_and_code(client: Visitor, words: str) -> None:
    _, certificate = ann()
    certificate_of(completed(past_run(), person__name="Ben Other"))
    client.sign_in(manager())
    typed = {"code": certificate.code, "lower code": certificate.code.lower()}.get(words, words)
    text = client.get("/team/certificates", query_string={"words": typed}).get_data(as_text=True)
    assert certificate.code in text
    assert "Ben Other" not in text


def test_only_managers_of_the_team_revoke(app: Flask) -> None:
    booking, certificate = ann()
    here = db.session.get_one(School, booking.school_id)
    for person in (holder(booking), somebody(Role.HEADTEACHER, school=here), somebody(Role.TEAM_ADVISER)):
        visitor = app.test_client()
        assert isinstance(visitor, Visitor)
        visitor.sign_in(person)
        assert visitor.get(f"/team/certificates/{certificate.id}").status_code == 403


def test_a_long_list_takes_no_more_statements(client: Visitor, statements: Statements) -> None:
    run = past_run()
    client.sign_in(manager())
    counts = []
    for _ in range(2):
        for _ in range(3):
            completed(run)
        issue_certificates(clock.now())
        with statements() as sent:
            client.get("/team/certificates")
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 15


def test_each_act_leaves_one_row_on_the_trail() -> None:
    _, certificate = ann()
    actor = actor_for(manager().id, today=clock.today())
    revoke_certificate(actor, certificate.id, reason="Wrong", now=clock.now())
    reinstate_certificate(actor, certificate.id)
    acts = db.session.scalars(
        select(AuditEvent.act).where(AuditEvent.act.contains("certificate")).order_by(AuditEvent.id)
    )
    assert list(acts) == ["issue_certificates", "revoke_certificate", "reinstate_certificate"]
