"""Offers in the browser: their provider writes, the team decides, everybody reads."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.directory.queries.offers import open_version, published_version
from inclusion_app.directory.states import OfferState, VersionState
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.drafts import Draft
from inclusion_app.foundation.outbox import DigestLine, OutboxMessage
from tests.factories.directory import offer_version, published_offer, vocabulary
from tests.support.html import posting_forms
from tests.support.statements import counted_statements
from tests.support.visitor import Visitor

SAID: dict[str, Any] = {
    "title": "Autism outreach",
    "summary": "Somebody comes.",
    "description": "What we **do**:\r\n\r\n- look\r\n- talk",
    "kind": "outreach",
    "levels": ["targeted"],
    "phases": ["primary"],
    "deliveries": ["in-person"],
    "county_wide": "y",
    "how_to_get": "Write to us.",
    "cost_kind": "free",
    "waiting": "no waiting",
    "contact_phone": "(01632) 960-001",
    "contact_email": "Schools@Provider.Example",
    "website": "provider.example",
    "places-0-postcode": "zz11ab",
    "links-0-url": "provider.example/more",
}


def only_offer() -> Offer:
    return db.session.scalars(select(Offer)).one()


def test_an_offer_goes_from_its_provider_to_everybody(member: Visitor, adviser: Visitor, client: Visitor) -> None:
    vocabulary()
    assert member.submit("/provider/offers/new", **SAID).status_code == 303
    offer = only_offer()
    own, team = f"/provider/offers/{offer.id}", f"/team/offers/{offer.id}"
    assert client.get(f"/directory/{offer.slug}").status_code == 404
    assert member.submit(f"{own}/submit", on=own).status_code == 303
    assert "Autism outreach" in adviser.get("/team/offers").text
    assert adviser.submit(f"{team}/approve", on=team).status_code == 303

    shown = client.get(f"/directory/{offer.slug}").text
    assert "<strong>do</strong>" in shown
    for said in ("01632 960001", "schools@provider.example", "https://provider.example/more", "ZZ1 1AB"):
        assert said in shown
    assert " by the inclusion team, next check" in shown
    assert "Autism outreach" in client.get("/directory").text


def test_a_mistake_stands_beside_its_field_and_what_was_typed_is_kept(member: Visitor) -> None:
    vocabulary()
    wrong = SAID | {"contact_phone": "ring us", "places-0-postcode": "nowhere", "links-0-url": "javascript:alert(1)"}
    answer = member.submit("/provider/offers/new", **wrong)

    assert answer.status_code == 422
    assert db.session.scalars(select(Offer)).all() == []
    for kept in ("ring us", "nowhere", "javascript:alert(1)", "- talk"):
        assert kept in answer.text
    for field in ("contact_phone", "places-0-postcode", "links-0-url"):
        assert f'id="{field}-error"' in answer.text


def test_two_writers_see_both_texts_and_nothing_is_lost(member: Visitor, adviser: Visitor, provider_id: int) -> None:
    offer = published_offer(provider_id=provider_id)
    page = f"/provider/offers/{offer.id}/edit"
    opened = member.get(page)
    assert adviser.submit(f"/team/offers/{offer.id}/edit", summary="The team's words.").status_code == 303
    form = _form_on(opened.text, page)
    answer = member.post(page, data=form | {"summary": ["The provider's words."]})

    assert answer.status_code == 409
    assert "The team&#39;s words." in answer.text
    assert "The provider&#39;s words." in answer.text
    waiting = open_version(offer.id)
    assert waiting is not None
    assert waiting.summary == "The team's words."


def _form_on(html: str, page: str) -> dict[str, list[str]]:
    return next(form.fields for form in posting_forms(html, page) if "summary" in form.names)


def test_a_change_is_returned_with_reasons_and_submitted_again(
    member: Visitor, adviser: Visitor, provider_id: int
) -> None:
    offer = published_offer(provider_id=provider_id, title="Before")
    own, team = f"/provider/offers/{offer.id}", f"/team/offers/{offer.id}"
    member.submit(f"{own}/edit", title="After")
    member.submit(f"{own}/submit", on=own)
    refused = adviser.submit(f"{team}/return", on=team, reason=" ")
    assert refused.status_code == 422
    assert adviser.submit(f"{team}/return", on=team, reason="Say what it costs.").status_code == 303

    assert "Say what it costs." in member.get(own).text
    told = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "directory_returned")).one()
    assert "Say what it costs." in told.text
    assert member.submit(f"{own}/submit", on=own).status_code == 303
    digest = db.session.scalars(select(DigestLine.text)).all()
    assert [line for line in digest if "asks you to approve" in line]


def test_the_approver_sees_what_would_change(member: Visitor, adviser: Visitor, provider_id: int) -> None:
    offer = published_offer(provider_id=provider_id, title="Before noon")
    offer_version(offer, number=2, state=VersionState.SUBMITTED, title="After noon", waiting="a year")

    page = adviser.get(f"/team/offers/{offer.id}").text

    assert "[removed: </span>Before<span" in page
    assert "[added: </span>After<span" in page
    assert "Waiting now" in page


def test_a_text_that_changed_while_it_was_read_is_shown_again(
    member: Visitor, adviser: Visitor, provider_id: int
) -> None:
    offer = published_offer(provider_id=provider_id)
    offer_version(offer, number=2, state=VersionState.SUBMITTED, title="A")
    page = f"/team/offers/{offer.id}"
    opened = adviser.get(page).text
    member.submit(f"/provider/offers/{offer.id}/edit", title="B")
    answer = adviser.post(f"{page}/approve", data=_approval(opened, page))
    assert answer.status_code == 422
    assert "has been changed since you opened it" in answer.text
    assert adviser.post(f"{page}/approve", data=_approval(answer.text, page)).status_code == 303


def _approval(html: str, page: str) -> dict[str, list[str]]:
    return next(form.fields for form in posting_forms(html, page) if form.action.endswith("/approve"))


def test_one_click_says_still_true(member: Visitor, provider_id: int) -> None:
    offer = published_offer(provider_id=provider_id, checked_on=clock.today() - timedelta(days=200))
    page = f"/provider/offers/{offer.id}/still-true"

    assert member.submit(page).status_code == 303
    assert db.session.get_one(Offer, offer.id).checked_on == clock.today()
    assert "was still true" in member.get(f"/provider/offers/{offer.id}").text
    assert " by its provider, next check" in member.get(f"/directory/{offer.slug}").text


def test_a_fact_put_right_waits_and_a_wrong_one_is_said_so(member: Visitor, provider_id: int) -> None:
    offer = published_offer(provider_id=provider_id)
    page = f"/provider/offers/{offer.id}/still-true"
    assert member.submit(page, contact_phone="ring us").status_code == 422
    assert member.submit(page, waiting="about a year").status_code == 303

    waiting, shown = open_version(offer.id), published_version(offer)
    assert waiting is not None
    assert shown is not None
    assert (waiting.waiting, shown.waiting) == ("about a year", "about three weeks")


def test_a_change_can_be_thrown_away(member: Visitor, provider_id: int) -> None:
    offer = published_offer(provider_id=provider_id)
    offer_version(offer, number=2, state=VersionState.DRAFT)
    own = f"/provider/offers/{offer.id}"
    assert member.submit(f"{own}/discard").status_code == 303

    assert db.session.scalars(select(OfferVersion.number)).all() == [1]
    assert member.submit(f"{own}/discard").status_code == 422


def test_an_offer_is_archived_and_brought_back(member: Visitor, adviser: Visitor, provider_id: int) -> None:
    offer = published_offer(provider_id=provider_id)
    team = f"/team/offers/{offer.id}"
    assert adviser.submit(f"{team}/archive").status_code == 303
    assert "archived" in member.get(f"/provider/offers/{offer.id}").text
    told = db.session.scalars(select(OutboxMessage.kind)).all()
    assert told == ["directory_archived"]
    assert adviser.submit(f"{team}/restore", on=team).status_code == 303

    assert db.session.get_one(Offer, offer.id).state == OfferState.PUBLISHED


def test_an_old_address_leads_to_the_new_one(
    client: Visitor, member: Visitor, adviser: Visitor, provider_id: int
) -> None:
    offer = published_offer(provider_id=provider_id, title="Old name", slug="old-name")
    team = f"/team/offers/{offer.id}"
    adviser.submit(f"{team}/edit", title="New name")
    adviser.submit(f"{team}/approve", on=team)
    answer = client.get("/directory/old-name")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/directory/new-name")


def test_what_is_hidden_is_in_no_list_and_says_so_on_its_page(client: Visitor) -> None:
    offer = published_offer(title="Forgotten", checked_on=clock.today() - timedelta(days=400))

    assert "Forgotten" not in client.get("/directory").text
    assert "Nobody has checked this offer" in client.get(f"/directory/{offer.slug}").text


@pytest.mark.parametrize(
    ("days", "show", "seen"),
    [(30, "published", True), (30, "due", False), (200, "due", True), (400, "hidden", True), (400, "published", False)],
)
def test_the_team_sees_what_is_overdue(adviser: Visitor, days: int, show: str, seen: bool) -> None:
    published_offer(title="Outreach Nine", checked_on=clock.today() - timedelta(days=days))

    assert ("Outreach Nine" in adviser.get(f"/team/offers?show={show}").text) == seen
    assert ("Outreach Nine" in adviser.get(f"/team/offers?show={show}&words=NINE").text) == seen
    assert "Outreach Nine" not in adviser.get(f"/team/offers?show={show}&words=ten").text


def test_every_version_can_be_read_again(adviser: Visitor) -> None:
    offer = published_offer(title="As it was")

    assert "As it was" in adviser.get(f"/team/offers/{offer.id}/versions/1").text
    assert adviser.get(f"/team/offers/{offer.id}/versions/2").status_code == 404


def test_what_was_typed_is_kept_until_it_is_sent(member: Visitor, provider_id: int) -> None:
    offer = published_offer(provider_id=provider_id)
    page, key = f"/provider/offers/{offer.id}/edit", f"own-offer-{offer.id}"
    form = _form_on(member.get(page).text, page) | {"summary": ["Half a thought"], "sequence": ["1"]}
    member.post(f"/drafts/{key}", data=form)

    assert "Half a thought" in member.get(page).text
    assert member.post(page, data=form).status_code == 303
    assert [draft.fields for draft in db.session.scalars(select(Draft))] == [{}]


def test_a_foreign_provider_can_be_named_by_nobody(member: Visitor, adviser: Visitor) -> None:
    vocabulary()
    foreign = published_offer().provider_id
    answer = member.submit("/provider/offers/new", **SAID, provider=str(foreign))
    assert answer.status_code == 303
    made = db.session.scalars(select(Offer).order_by(Offer.id.desc())).first()
    assert made is not None
    assert made.provider_id != foreign

    assert adviser.submit("/team/offers/new", **SAID, provider="999999").status_code == 422
    assert adviser.submit("/team/offers/new", **SAID).status_code == 422
    assert adviser.submit("/team/offers/new", **SAID, provider=str(foreign)).status_code == 303


def test_more_links_than_there_may_be_are_refused_and_kept(member: Visitor) -> None:
    vocabulary()
    many = {f"links-{number}-url": f"https://a{number}.example" for number in range(11)}
    answer = member.submit("/provider/offers/new", **SAID | many)

    assert answer.status_code == 422
    assert "There can be 10 links at the most" in answer.text
    assert "https://a10.example" in answer.text


def test_no_page_of_an_offer_takes_more_than_fifteen_statements(
    member: Visitor, adviser: Visitor, provider_id: int
) -> None:
    offer = published_offer(provider_id=provider_id)
    offer_version(offer, number=2, state=VersionState.SUBMITTED, title="A change")
    own, team = f"/provider/offers/{offer.id}", f"/team/offers/{offer.id}"
    taken = {}
    for who, path in (
        *((member, path) for path in ("/provider/offers", own, f"{own}/edit", f"{own}/still-true", f"{own}/archive")),
        *((adviser, path) for path in ("/team/offers", team, f"{team}/edit", f"{team}/versions/2", "/team/offers/new")),
        *((adviser, path) for path in ("/directory", f"/directory/{offer.slug}")),
    ):
        with counted_statements() as sent:
            assert who.get(path).status_code == 200
        taken[path] = len(sent)

    assert {path: number for path, number in taken.items() if number > 15} == {}
