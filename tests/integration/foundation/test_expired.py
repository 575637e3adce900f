"""A session or a token that has run out costs nobody what they typed, and shows it to nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from inclusion_app.accounts.models import Person, SignInSession
from inclusion_app.accounts.services.sessions import IDLE_AT_MOST
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.database import transaction
from tests.integration.foundation.acting import NOTE, acts, note, textareas
from tests.integration.foundation.conftest import SignIn, carry, make_person, session_of
from tests.integration.foundation.probes import DRAFT
from tests.integration.foundation.test_drafts import ADDRESS, LONG, kept, save
from tests.support.html import posting_forms
from tests.support.visitor import Visitor

SHOWN = LONG.replace("\r\n", "\n")  # a page writes one line break; a browser sends both again


def end_sessions(**ended: Any) -> None:
    with transaction() as session:
        session.execute(update(SignInSession).values(**(ended or {"ended_at": clock.now()})))


def resend(visitor: Visitor, response: TestResponse, page: str) -> TestResponse:
    """Press the button of the page that shows what was typed."""
    [form] = [f for f in posting_forms(response.get_data(as_text=True), page) if f.action == NOTE]
    return visitor.post(form.action, data=form.fields)


def make_idle(visitor: Visitor) -> None:
    with visitor.session_transaction(base_url="http://localhost") as cookie:
        cookie["seen"] = (clock.now() - IDLE_AT_MOST - timedelta(minutes=1)).isoformat()


@pytest.mark.parametrize("loss", ["ended", "over", "idle"])
def test_what_was_sent_after_the_session_is_shown_again_after_signing_in(
    loss: str, person: Person, ann: Visitor
) -> None:
    fields = note(ann, title="Title", note=LONG)
    if loss == "idle":
        make_idle(ann)
    else:
        end_sessions(**({"ends_at": clock.now()} if loss == "over" else {}))

    refused = ann.post(NOTE, data=fields)

    assert refused.status_code == 303
    assert refused.location.startswith("/sign-in?next=%2Fkept%2F")
    assert acts() == 0
    carry(ann, session_of(person.id))
    again = ann.get(refused.location.partition("next=")[2].replace("%2F", "/"))
    assert textareas(again) == ["Title", SHOWN]
    assert resend(ann, again, NOTE).status_code == 303
    assert acts() == 1


def test_what_was_kept_is_shown_to_its_writer_alone(person: Person, ann: Visitor, sign_in: SignIn) -> None:
    key = "resend-" + "x" * 12
    drafts.save(person.id, key, {"note": ["for Ann alone"]}, now=clock.now(), path=NOTE)
    ben = sign_in(make_person("Ben Birch"))

    assert "for Ann alone" in ann.get(f"/kept/{key}").text
    assert ben.get(f"/kept/{key}").status_code == ann.get("/kept/resend-none").status_code == 404
    save(person, "a draft, not a form to send again")
    assert ann.get(f"/kept/{DRAFT}").status_code == 404


def test_another_person_at_the_same_browser_does_not_see_it(ann: Visitor) -> None:
    fields = note(ann, title="Title", note="for Ann alone")
    end_sessions()
    location = ann.post(NOTE, data=fields).location
    carry(ann, session_of(make_person("Ben Birch").id))

    response = ann.get(location.partition("next=")[2].replace("%2F", "/"))

    assert response.status_code == 404
    assert "for Ann alone" not in response.text
    assert "for Ann alone" not in ann.get(NOTE).text


def test_signed_out_on_another_tab_the_text_waits_on_the_page(person: Person, ann: Visitor) -> None:
    fields = note(ann, title="Title", note=LONG)
    with ann.session_transaction(base_url="http://localhost") as cookie:
        cookie.clear()

    without_token = ann.post(NOTE, data=fields)
    signed_out = resend(ann, without_token, NOTE)
    carry(ann, session_of(person.id))
    sent = resend(ann, signed_out, NOTE)

    assert (without_token.status_code, signed_out.status_code, sent.status_code) == (400, 401, 303)
    assert textareas(without_token) == textareas(signed_out) == ["Title", SHOWN]
    assert "Sign in on another tab" in signed_out.text
    assert acts() == 1


def test_an_autosave_after_the_session_is_kept_and_leads_back_to_its_form(person: Person, ann: Visitor) -> None:
    fields = note(ann, title="Title", note=LONG) | {"sequence": "3"}
    end_sessions()

    response = ann.post(
        ADDRESS, data=fields, headers={"HX-Request": "true", "HX-Current-URL": f"http://localhost{NOTE}"}
    )

    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/sign-in?next=%2Fprobes%2Fnote"
    assert response.data == b""
    assert kept(person) == LONG


def test_an_expired_token_keeps_the_text_byte_for_byte_and_offers_to_send_again(ann: Visitor) -> None:
    fields = note(ann, title="Title", note=LONG, csrf_token="expired", version="4")

    refused = ann.post(NOTE, data=fields)

    assert refused.status_code == 400
    assert textareas(refused) == ["Title", SHOWN]
    assert acts() == 0
    assert resend(ann, refused, NOTE).status_code == 303
    assert "version 4" in ann.get("/probes/done").text
    assert acts() == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
@pytest.mark.parametrize("token", ["a valid one", "none"])
def test_another_sites_form_is_refused_and_not_offered_to_send_again(
    ann: Visitor, headers: dict[str, str], token: str
) -> None:
    fields = note(ann, title="Title", note="text")
    if token == "none":
        del fields["csrf_token"]

    refused = ann.post(NOTE, data=fields, headers=headers)

    assert refused.status_code == 400
    assert not [f for f in posting_forms(refused.text, NOTE) if f.action == NOTE]
    assert acts() == 0


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}], ids=str)
def test_our_own_pages_are_believed(ann: Visitor, headers: dict[str, str]) -> None:
    assert ann.post(NOTE, data=note(ann, title="Title"), headers=headers).status_code == 303


@pytest.mark.parametrize("way", ["missing", "empty", "of another session", "in the address only", "htmx without"])
def test_a_form_without_a_good_token_does_nothing(way: str, ann: Visitor, sign_in: SignIn) -> None:
    fields, address, headers = note(ann, title="Title"), NOTE, {}
    if way == "of another session":
        fields = note(sign_in(make_person("Ben Birch")), title="Title")
    elif way == "empty":
        fields["csrf_token"] = ""
    else:
        token = fields.pop("csrf_token")
        address = f"{NOTE}?csrf_token={token}" if way == "in the address only" else NOTE
        headers = {"HX-Request": "true"} if way == "htmx without" else {}

    assert ann.post(address, data=fields, headers=headers).status_code == 400
    assert acts() == 0
