"""Offers from a file: looked at, taken over whole or not at all, and again when the source has changed."""

import csv
import io
import json
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Provider
from inclusion_app.directory.models import Offer, OfferImport, OfferSource, OfferVersion, OfferVersionPlace
from inclusion_app.directory.states import OfferState, VersionState
from inclusion_app.foundation.carrying import packed
from inclusion_app.foundation.database import Base, db
from tests.factories.directory import offer_version, published_offer, vocabulary
from tests.integration.catalogue.conftest import adviser, visitor
from tests.support.html import posting_forms
from tests.support.visitor import Visitor

__all__ = ["adviser"]
PAGE = "/team/directory/import"
HEADINGS = "id,title,provider,description,kind,levels,phases,ways of giving it,how to get it,waiting,contact e-mail"
CALM = "1,Calm classrooms,Acorn,What it is,Outreach,Targeted,Primary,In person,Write,none,a@acorn.example"
FEED: dict[str, Any] = {
    "id": "ac148810-d857-441c-9679-408f346de14b",
    "name": "Calm classrooms",
    "status": "active",
    "description": "<p>What <b>it</b> is<script>alert(1)</script></p>",
    "email": "a@acorn.example",
    "organization": {"id": "x", "name": "Acorn", "description": "d"},
    "attributes": [{"taxonomy_term": {"name": "Autism", "taxonomy": "Areas of need"}}],
    "service_at_locations": [
        {
            "location": {
                "name": "Hall",
                "latitude": 51.27,
                "longitude": 0.52,
                "addresses": [{"address_1": "1 High Street"}],
            }
        }
    ],
}
OTHERWISE = {"kind": "outreach", "levels": ["targeted"], "phases": ["primary"], "deliveries": ["online"],
             "cost_kind": "free", "how_to_get": "Write", "waiting": "ask"}  # fmt: skip


@pytest.fixture
def manager(app: Flask, database: SQLAlchemy) -> Visitor:
    vocabulary()
    return visitor(app, Role.TEAM_MANAGER)


def file_of(*lines: str, headings: str = HEADINGS) -> bytes:
    return "\r\n".join([headings, *lines, ""]).encode()


def feed_of(*services: dict[str, Any]) -> bytes:
    return json.dumps({"total_items": len(services), "contents": services}).encode()


def upload(visitor: Visitor, data: bytes, *, name: str = "offers.csv", source: str = "The Acorn list") -> TestResponse:
    [form] = [form for form in posting_forms(visitor.get(PAGE).text, PAGE) if form.action == PAGE]
    sent = form.fields | {"file": (BytesIO(data), name), "source": source}
    return visitor.post(PAGE, data=sent, content_type="multipart/form-data")


def send(visitor: Visitor, shown: TestResponse, *, to: str = "take", **changed: Any) -> TestResponse:
    [form] = [form for form in posting_forms(shown.text, PAGE) if form.action == f"{PAGE}/take"]
    return visitor.post(f"{PAGE}/{to}", data=form.fields | changed)


def rows() -> dict[str, int]:
    left_out = {"sign_in_session", "form_use", "draft", "audit_event"}
    tables = [table for table in Base.metadata.sorted_tables if table.name not in left_out]
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def only_version() -> OfferVersion:
    return db.session.scalars(select(OfferVersion).order_by(OfferVersion.id.desc())).first()  # type: ignore[return-value]


def test_a_table_is_looked_at_and_taken_over_once(manager: Visitor) -> None:
    before = rows()
    shown = upload(manager, file_of(CALM))
    assert shown.status_code == 200
    assert "Providers that would be new: Acorn" in shown.text
    assert rows() == before
    for _ in range(2):
        assert send(manager, shown, fate="submit").status_code == 303
    [offer] = db.session.scalars(select(Offer)).all()
    assert (offer.state, offer.slug) == (OfferState.SUBMITTED, "calm-classrooms")
    assert db.session.scalar(select(func.count()).select_from(OfferImport)) == 1
    assert "offers.csv" in manager.get(PAGE).text


def test_a_manager_publishes_at_once_and_an_adviser_does_not(app: Flask, manager: Visitor, adviser: Visitor) -> None:
    shown = upload(adviser, file_of(CALM))
    assert "publish at once" not in shown.text
    refused = send(adviser, shown, fate="publish")
    assert refused.status_code == 422
    assert "Only managers" in refused.text
    assert db.session.scalar(select(func.count()).select_from(Offer)) == 0
    assert send(manager, upload(manager, file_of(CALM)), fate="publish").status_code == 303
    assert [offer.state for offer in db.session.scalars(select(Offer))] == [OfferState.PUBLISHED]


def test_the_same_source_again_changes_what_it_has_changed_and_nothing_else(manager: Visitor) -> None:
    send(manager, upload(manager, file_of(CALM, CALM.replace("1,Calm", "2,Quiet"))), fate="publish")
    same = upload(manager, file_of(CALM), source="the ACORN list")
    assert "Everything in this file is here already" in same.text
    assert send(manager, same).status_code == 422
    shown = upload(manager, file_of(CALM.replace("none", "six weeks")))
    assert send(manager, shown, fate="submit").status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Offer)) == 2
    version = only_version()
    assert (version.waiting, version.number, version.state) == ("six weeks", 2, VersionState.SUBMITTED)
    another = upload(manager, file_of(CALM), source="Another list")
    assert send(manager, another, fate="submit").status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Offer)) == 3
    assert db.session.scalar(select(func.count()).select_from(Provider)) == 1


def test_what_was_changed_here_stays_while_the_source_says_the_same(manager: Visitor) -> None:
    send(manager, upload(manager, file_of(CALM)), fate="publish")
    version = only_version()
    version.waiting = "a week"
    db.session.commit()
    assert "Everything in this file is here already" in upload(manager, file_of(CALM)).text


def test_a_feed_is_read_with_what_it_does_not_say_filled_up_and_its_html_cleaned(manager: Visitor) -> None:
    shown = upload(manager, feed_of(FEED, FEED | {"id": "2", "status": "defunct"}), name="feed.json")
    assert "$.contents[0]" in shown.text
    again = send(manager, shown, to="look", **OTHERWISE)
    assert again.status_code == 200
    assert "Things that are wrong" in again.text
    assert send(manager, again, fate="publish").status_code == 303
    version = only_version()
    assert version.description == "<p>What <b>it</b> is</p>"
    [place] = db.session.scalars(select(OfferVersionPlace))
    assert (place.name, place.easting, place.northing) == ("Hall", 575_889, 155_332)
    tags = db.session.execute(db.text("SELECT code FROM offer_version_concept WHERE scheme = 'need'")).scalars().all()
    assert tags == ["autism"]
    assert db.session.scalar(select(OfferSource.source_id)) == FEED["id"]


def test_what_is_wrong_is_named_by_line_or_path_and_nothing_is_taken(manager: Visitor) -> None:
    before = rows()
    shown = upload(manager, file_of(CALM, CALM.replace("a@acorn.example", "nobody"), ",,,,,,,,,,x@y.example"))
    assert all(said in shown.text for said in ("Line 3", "contact e-mail", "Enter an e-mail address", "Line 4"))
    assert send(manager, shown).status_code == 422
    assert "Line 3" in upload(manager, file_of(CALM, CALM)).text
    feed = upload(manager, feed_of(FEED, FEED | {"id": "3", "email": "nobody"}), name="feed.json")
    assert "$.contents[1]" in feed.text
    assert rows() == before


def test_columns_can_be_given_another_meaning(manager: Visitor) -> None:
    odd = HEADINGS.replace("title", "Angebot")
    shown = upload(manager, file_of(CALM, headings=odd))
    assert "Choose the column for ‘Name of the offer’: it is needed." in shown.text
    again = send(manager, shown, to="look", **{"column-1": "title"})
    assert "Calm classrooms" in again.text
    twice = send(manager, shown, to="look", **{"column-1": "provider"})
    assert "Choose one column alone" in twice.text
    assert send(manager, again, fate="submit").status_code == 303


def test_what_is_taken_is_what_was_seen(manager: Visitor) -> None:
    shown = upload(manager, file_of(CALM))
    refused = send(manager, shown, waiting="ask", how_to_get="x", **{"column-9": ""})
    assert refused.status_code == 422
    assert "not what you have looked at" in refused.text
    assert db.session.scalar(select(func.count()).select_from(Offer)) == 0


def test_a_change_that_its_provider_is_writing_is_not_overwritten(manager: Visitor) -> None:
    send(manager, upload(manager, file_of(CALM)), fate="publish")
    offer = db.session.scalars(select(Offer)).one()
    offer_version(offer, number=2, state=VersionState.DRAFT, title="Being written")
    shown = upload(manager, file_of(CALM.replace("none", "long")))
    assert "Its provider is writing a change" in shown.text
    assert send(manager, shown).status_code == 422


def test_our_own_table_comes_back_as_it_was(manager: Visitor) -> None:
    published_offer(
        title="=Sums", tags={"need": ("autism",)}, description="<h3>How</h3><ul><li>one</li><li><em>two</em></li></ul>",
        cost_kind="traded", cost="-5 for 2", minimum_age=4, website="https://a.example", contact_phone="01622 123456",
    )  # fmt: skip
    data = manager.get("/directory.csv").data
    assert "Everything in this file is here already" in upload(manager, data).text
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    lines[1][lines[0].index("waiting")] = "a month"
    changed = io.StringIO()
    csv.writer(changed).writerows(lines)
    shown = upload(manager, changed.getvalue().encode())
    assert "Changed" in shown.text
    assert send(manager, shown, fate="publish").status_code == 303
    assert [o.title for o in db.session.scalars(select(OfferVersion).where(OfferVersion.number == 2))] == ["=Sums"]


HOSTILE = [
    b"", b"PK\x03\x04", b"\xff\xfe\x00", b"{", b"[" * 50_000, b'{"contents":' * 9_000, b"[1]", b"[NaN]", b"{}",
    b'{"id":' + b"9" * 6000 + b"}", b'{"contents":[{"id":"\\ud800","name":"a"}]}', b'[{"name":"\\u0000"}]',
    b'{"contents":[{"organization":[[1]],"contacts":{"phones":4},"attributes":[null,{"taxonomy_term":[]}]}]}',
    b"id,id\n1,2", b'id,title\n"1,2', b"id\n" + b"x" * 200_000, b"\n\n",
    b"id,title\n" + b"1,2\n" * 501,
]  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE, ids=lambda data: repr(data[:20]))
def test_hostile_files_are_refused_and_change_nothing(manager: Visitor, data: bytes) -> None:
    before = rows()
    assert upload(manager, data, name="any").status_code in {200, 422}
    assert rows() == before


@pytest.mark.parametrize("sent", ["", "%%%", packed(b"{"), packed(b"x" * 1_900_001)])
def test_a_confirmation_is_checked_from_the_first_byte(manager: Visitor, sent: str) -> None:
    shown, before = upload(manager, file_of(CALM)), rows()
    for to in ("take", "look"):
        refused = send(manager, shown, to=to, packed=sent)
        assert refused.status_code == 422
        assert "There is a problem" in refused.text
    assert rows() == before


def test_source_and_file_are_needed(manager: Visitor) -> None:
    refused = upload(manager, file_of(CALM), source=" - ")
    assert "Enter the name of the directory" in refused.text
    assert "Choose a CSV or JSON file" in upload(manager, b"").text


@given(put=st.binary(max_size=60), place=st.integers(0, 300), taken=st.integers(0, 8), is_feed=st.booleans())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_shown_or_refused(manager: Visitor, *, put: bytes, place: int, taken: int, is_feed: bool) -> None:
    sound = feed_of(FEED) if is_feed else file_of(CALM)
    before = rows()
    response = upload(manager, sound[:place] + put + sound[place + taken :], name="any.csv")
    assert response.status_code in {200, 422}
    assert rows() == before
