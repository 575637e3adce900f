"""Twenty thousand characters are there byte for byte after each way of losing them, with scripts and without."""

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from inclusion_app.accounts.models import SignInSession
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.reviews.models import FormText, Review, ReviewForm
from inclusion_app.reviews.states import FormKind, ReviewState
from inclusion_app.reviews.writing.routes import areas
from tests.factories.reviews import form_of, review_at
from tests.integration.foundation.acting import textareas
from tests.integration.foundation.conftest import carry, session_of
from tests.integration.reviews.conftest import SignIn
from tests.integration.reviews.writing import coordinator_of, head_of
from tests.support.html import Form, parse, posting_forms
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")
PARAGRAPH = "Zoë’s naïve café: e\u0301, 👩🏽\u200d🏫 </textarea> & <b>“quotes”</b>\r\n\t\r\n  नमस्ते – end. "
LONG = (PARAGRAPH * 400)[:19_999] + "."
SHOWN = LONG.replace("\r\n", "\n")  # a page writes one line break; a browser sends both again
SCRIPTED = {"HX-Request": "true"}


@pytest.fixture
def review() -> Review:
    return review_at(ReviewState.SELF_REVIEW_OPEN)


@pytest.fixture
def senco(review: Review, sign_in: SignIn) -> Visitor:
    return sign_in(coordinator_of(review))


def at(review: Review) -> str:
    return f"/reviews/{review.id}/self-review/leading"


def filled(visitor: Visitor, review: Review, **fields: Any) -> dict[str, Any]:
    """The page's form with the long text in it."""
    return shown_form(visitor.get(at(review)), at(review)).fields | {"answer-1a": LONG} | fields


def shown_form(response: TestResponse, path: str) -> Form:
    [form] = [form for form in posting_forms(response.get_data(as_text=True), path) if form.action == path]
    return form


def resend(visitor: Visitor, response: TestResponse, review: Review) -> TestResponse:
    """Press the button of the page that shows what was typed, as a browser sends it."""
    fields = shown_form(response, at(review)).fields
    return visitor.post(
        at(review), data={name: [v.replace("\n", "\r\n") for v in values] for name, values in fields.items()}
    )


def kept() -> list[str]:
    return list(db.session.scalars(select(FormText.text).where(FormText.field == "1a")))


def test_the_text_is_as_long_and_as_awkward_as_it_must_be() -> None:
    assert len(LONG) == 20_000
    assert all(part in LONG for part in ("</textarea>", "\r\n", "e\u0301", "👩🏽\u200d🏫"))


@pytest.mark.parametrize("headers", [{}, SCRIPTED], ids=["plain", "scripted"])
def test_nothing_lost_it_is_kept_byte_for_byte(senco: Visitor, review: Review, headers: dict[str, str]) -> None:
    response = senco.post(at(review), data=filled(senco, review, sequence="1"), headers=headers)

    assert response.status_code == (200 if headers else 303)
    assert kept() == [LONG]
    assert SHOWN in textareas(senco.get(at(review)))


@pytest.mark.parametrize("headers", [{}, SCRIPTED], ids=["plain", "scripted"])
@pytest.mark.parametrize("loss", ["ended", "over"])
def test_a_session_that_is_over_or_ended_by_a_new_password(
    loss: str, senco: Visitor, review: Review, headers: dict[str, str]
) -> None:
    fields = filled(senco, review)
    with transaction() as session:
        moment = "ended_at" if loss == "ended" else "ends_at"  # a new password ends all sessions
        session.execute(update(SignInSession).values(**{moment: clock.now()}))

    refused = senco.post(at(review), data=fields, headers=headers)
    location = refused.headers.get("HX-Redirect") or refused.location
    address = location.partition("next=")[2].replace("%2F", "/")
    carry(senco, session_of(head_of(review).id))
    somebody_else = senco.get(address)
    carry(senco, session_of(coordinator_of(review).id))
    again = senco.get(address)

    assert refused.status_code == (401 if headers else 303)
    assert address.startswith("/kept/")
    assert (somebody_else.status_code, LONG[:30] in somebody_else.text) == (404, False)
    assert SHOWN in textareas(again)
    assert resend(senco, again, review).status_code == 303
    assert kept() == [LONG]


def test_a_token_that_has_run_out(senco: Visitor, review: Review) -> None:
    refused = senco.post(at(review), data=filled(senco, review, csrf_token="expired"))
    sent = resend(senco, refused, review)

    assert (refused.status_code, sent.status_code) == (400, 303)
    assert SHOWN in textareas(refused)
    assert kept() == [LONG]


def test_signed_out_on_another_tab(senco: Visitor, review: Review) -> None:
    fields = filled(senco, review)
    with senco.session_transaction(base_url="http://localhost") as cookie:
        cookie.clear()

    without_token = senco.post(at(review), data=fields)
    scripted = senco.post(at(review), data=fields, headers=SCRIPTED)
    signed_out = resend(senco, without_token, review)
    carry(senco, session_of(coordinator_of(review).id))
    sent = resend(senco, signed_out, review)

    assert (without_token.status_code, scripted.status_code, signed_out.status_code) == (400, 400, 401)
    assert (SHOWN in textareas(without_token), SHOWN in textareas(signed_out)) == (True, True)
    assert sent.status_code == 303
    assert kept() == [LONG]


@pytest.mark.parametrize("headers", [{}, SCRIPTED], ids=["plain", "scripted"])
def test_a_request_that_is_too_large(senco: Visitor, review: Review, headers: dict[str, str]) -> None:
    response = senco.post(at(review), data=filled(senco, review) | {"answer-1b": "x" * 2_100_000}, headers=headers)

    assert response.status_code == 413
    assert SHOWN in textareas(response)
    assert kept() == []


def test_a_text_that_is_longer_than_can_be_kept_comes_back_and_the_other_is_saved(
    senco: Visitor, review: Review
) -> None:
    far_too_long = "😀" * 50_001
    response = senco.post(at(review), data=filled(senco, review) | {"answer-1b": far_too_long})

    assert response.status_code == 422
    assert far_too_long in textareas(response)
    assert "longer than can be kept" in response.text
    assert kept() == [LONG]


@pytest.mark.parametrize("headers", [{}, SCRIPTED], ids=["plain", "scripted"])
def test_a_form_that_was_submitted_meanwhile(senco: Visitor, review: Review, headers: dict[str, str]) -> None:
    fields = filled(senco, review)
    form = form_of(review, FormKind.SELF_REVIEW)
    form.submitted_at, form.snapshot = clock.now(), {}
    db.session.commit()

    response = senco.post(at(review), data=fields, headers=headers)

    assert response.status_code == 422
    assert "has been submitted" in response.get_data(as_text=True)
    if not headers:
        assert SHOWN in textareas(response)
    assert kept() == []


@pytest.mark.parametrize("headers", [{}, SCRIPTED], ids=["plain", "scripted"])
def test_a_database_that_does_not_answer(
    senco: Visitor, review: Review, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("away", {}, Exception("away"))

    fields = filled(senco, review)
    with monkeypatch.context() as patched:
        patched.setattr(areas, "save_area", away)
        response = senco.post(at(review), data=fields, headers=headers)
    sent = senco.post(at(review), data=fields, headers=headers)

    assert response.status_code == 503
    assert SHOWN in textareas(response)
    assert sent.status_code == (200 if headers else 303)
    assert kept() == [LONG]


def test_a_conflict_shows_both_texts_and_each_button_does_what_it_says(
    senco: Visitor, review: Review, sign_in: SignIn
) -> None:
    head = sign_in(head_of(review))
    mine, theirs = filled(senco, review, **{"answer-1b": "Mine too"}), filled(head, review)
    assert head.post(at(review), data=theirs | {"answer-1a": "By the head"}).status_code == 303

    conflict = senco.post(at(review), data=mine)
    fields = shown_form(conflict, at(review)).fields
    shown = ["".join(element.itertext()) for element in parse(conflict.text).iter("pre")]
    joined = senco.post(at(review), data=fields | {"answer-1a": "Mine", "settle": "join:1a"})

    assert (conflict.status_code, joined.status_code) == (409, 303)
    assert shown[0] == "By the head"
    assert SHOWN in textareas(conflict)
    assert kept() == ["By the head\n\nMine"]
    assert db.session.scalars(select(FormText.text).where(FormText.field == "1b")).all() == ["Mine too"]
    stale = shown_form(conflict, at(review)).fields | {"answer-1a": "Mine alone", "settle": "take:1a"}
    assert senco.post(at(review), data=stale).status_code == 303
    assert kept() == ["By the head\n\nMine"]


def test_what_nobody_has_touched_is_in_nobodys_way(senco: Visitor, review: Review, sign_in: SignIn) -> None:
    head = sign_in(head_of(review))
    opened = shown_form(senco.get(at(review)), at(review)).fields
    head.submit(at(review), **{"answer-1a": "By the head"})

    response = senco.post(at(review), data=opened | {"answer-1b": "By the senco"})

    assert response.status_code == 303
    assert {t.field: t.text for t in db.session.scalars(select(FormText))} == {
        "1a": "By the head",
        "1b": "By the senco",
    }


def test_a_scripted_conflict_carries_both_and_the_version_to_go_on_with(
    senco: Visitor, review: Review, sign_in: SignIn
) -> None:
    mine = filled(senco, review)
    sign_in(head_of(review)).submit(at(review), **{"answer-1a": "By the head"})

    refused = senco.post(at(review), data=mine | {"sequence": "1"}, headers=SCRIPTED)
    said = refused.get_json()["texts"]["1a"]
    settled = senco.post(at(review), data=mine | {"version-1a": said["version"], "sequence": "2"}, headers=SCRIPTED)

    assert (refused.status_code, said["verdict"], said["theirs"]) == (409, "conflict", "By the head")
    assert (settled.status_code, kept()) == (200, [LONG])


def test_pages_of_forms_are_kept_by_no_cache_and_offer_no_text_to_the_browsers_memory(
    senco: Visitor, review: Review
) -> None:
    page = senco.get(at(review))

    assert page.headers["Cache-Control"] == "no-store"
    [form] = [f for f in parse(page.text).iter("form") if f.get("data-writing")]
    assert form.get("autocomplete") == "off"
    assert db.session.scalars(select(ReviewForm.id)).all() == [], "reading begins no form"
