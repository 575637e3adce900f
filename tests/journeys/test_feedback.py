"""Somebody gives feedback by the link in the mail: without signing in, on a phone, and without scripts."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text

from inclusion_app.accounts.secrets import hashed
from tests.journeys.conftest import County, Visit
from tests.journeys.people import see
from tests.support.browser import DESK, PHONE

LINKS = """
UPDATE booking_link SET token_hash = :hash
WHERE id = (SELECT max(id) FROM booking_link WHERE purpose = 'feedback-later' AND used_at IS NULL)
"""
"""Nobody but its reader has a link's secret: the latest that asks for the last point gets one that is known here."""


@pytest.fixture(params=["desk", "phone without scripts"])
def form(county: County, visit: Visit, request: pytest.FixtureRequest) -> Page:
    """The questions of the last point, as the link shows them."""
    token = f"token-of-the-journey-at-the-{request.param.split()[0]}"
    engine = create_engine(county.server.environment["INCLUSION_DATABASE_URL"])
    with engine.begin() as connection:
        connection.execute(text(LINKS), {"hash": hashed(token)})
    engine.dispose()
    at_desk = request.param == "desk"
    return visit(f"/feedback/{token}", screen=DESK if at_desk else PHONE, javascript=at_desk)


def test_feedback_is_given_by_the_link(form: Page) -> None:
    link = form.url
    see(form, "What has come of it?")
    form.get_by_label("What do you do differently now").fill("We plan together.")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("heading", name="There is a problem")).to_be_visible()
    see(form, "What has come of it?")
    expect(form.get_by_label("What do you do differently now")).to_have_value("We plan together.")

    for scale in form.get_by_role("radio", name="4", exact=True).all():
        scale.check()
    form.get_by_label("Name of your line manager").fill("Kim Vale")
    form.get_by_role("button", name="Send").click()
    see(form, "Thank you")
    form.goto(link)
    expect(form.get_by_role("heading", level=1)).to_contain_text("This link no longer works")
