"""The head can see who has read the draft and the report: the record that the agreement promises."""

import pytest

from inclusion_app.access.roles import Role
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.states import ReviewState
from inclusion_app.schools.models import School
from tests.factories.accounts import somebody
from tests.factories.reporting import Told, release, reported
from tests.integration.reviews.conftest import SignIn
from tests.support.statements import counted_statements

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def told() -> Told:
    """A report that is final."""
    return reported(ReviewState.FINAL)


def test_each_reading_of_draft_and_report_stands_there_once_with_name_and_form(told: Told, sign_in: SignIn) -> None:
    here = f"/reviews/{told.review_id}/report"
    head, lead = sign_in(told.head), sign_in(told.lead)
    assert "Nobody has read it yet" in head.get(f"{here}/readers").text

    assert lead.get(f"{here}/draft").status_code == 200
    assert lead.get(here).status_code == 200
    assert lead.get(f"{here}/report.pdf").status_code == 200
    assert head.get(here).status_code == 200
    text = head.get(f"{here}/readers").text

    assert text.count(told.lead.name) == 3
    assert text.count("Final report (version 2)") == 3
    assert text.count("Draft (version 1)") == 1
    assert text.count("As a PDF") == 1
    assert head.get(f"{here}/readers").text.count("On its page") == 3  # looking at the record is no reading


def test_nobody_but_the_head_sees_the_record_and_another_review_is_not_in_it(told: Told, sign_in: SignIn) -> None:
    other = reported()
    release(other)
    sign_in(other.head).get(f"/reviews/{other.review_id}/report/draft")
    here = f"/reviews/{told.review_id}/report/readers"

    school = db.session.get_one(School, db.session.get_one(Review, told.review_id).school_id)
    assert "Nobody has read it yet" in sign_in(told.head).get(here).text
    for who in (told.lead, told.reviewer, somebody(Role.TEAM_MANAGER), somebody(Role.GOVERNOR, school=school)):
        assert sign_in(who).get(here).status_code == 403
    assert sign_in(other.head).get(here).status_code == 404


def test_a_long_record_comes_in_pages_and_takes_no_more_statements(told: Told, sign_in: SignIn) -> None:
    here, head = f"/reviews/{told.review_id}/report", sign_in(told.head)
    counts, pages = [], []
    for readings in (3, 30):
        for _ in range(readings):
            head.get(here)
        with counted_statements() as sent:
            pages.append(head.get(f"{here}/readers").text)
        counts.append(len(sent))

    assert ["?page=2" in page for page in pages] == [False, True]
    assert [page.count("On its page") for page in pages] == [3, 25]
    assert counts[0] == counts[1] <= 15


def test_a_final_report_takes_the_drafts_place_among_what_there_is(told: Told, sign_in: SignIn) -> None:
    with_the_school = reported()
    release(with_the_school)
    hubs = [sign_in(one.head).get(f"/reviews/{one.review_id}").text for one in (with_the_school, told)]

    assert [">Draft report</a>" in text for text in hubs] == [True, False]
    assert [">Report</a>" in text for text in hubs] == [False, True]
    assert sign_in(told.head).get(f"/reviews/{told.review_id}/report/draft").status_code == 200
