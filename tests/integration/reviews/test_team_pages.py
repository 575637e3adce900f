"""The pages of a team: who sees what, and what a form does."""

import pytest
from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Assignment
from inclusion_app.reviews.states import AssignmentState, Part, ReviewState
from tests.factories.accounts import somebody
from tests.factories.reviews import accredited, assigned, review_at
from tests.integration.reviews.conftest import SignIn
from tests.support.html import posting_forms

pytestmark = pytest.mark.usefixtures("database")
CANARY = "canary-of-an-objection"


def test_the_declaration_opens_the_papers_and_the_office_alone_reads_what_is_declared(sign_in: SignIn) -> None:
    review = review_at(ReviewState.TEAM_PROPOSED)
    assigned(review, part=Part.LEAD)
    asked = assigned(review, state=AssignmentState.PROPOSED)
    head = db.session.get_one(Person, review.participation.accepted_by_id)
    client = sign_in(asked)
    path = f"/reviews/{review.id}/team/declaration"
    form = next(f for f in posting_forms(client.get(path).text, path) if "answer" in f.names)
    fields = {name: values[0] for name, values in form.fields.items() if values and name in ("csrf_token", "form_key")}

    refused = client.post(path, data=fields | {"answer": "conflict", "said": ""})
    assert refused.status_code == 422
    assert "Say what it is" in refused.text
    done = client.post(path, data=fields | {"answer": "conflict", "kinds": "family", "said": CANARY})
    assert done.status_code == 303
    assert client.get(f"/reviews/{review.id}/team").status_code == 404

    assert CANARY in sign_in(somebody(Role.TEAM_ADVISER)).get(f"/reviews/{review.id}/team").text
    assert CANARY not in sign_in(head).get(f"/reviews/{review.id}/team").text
    assert CANARY not in sign_in(asked).get("/").text


@pytest.mark.parametrize("choice", ["add", "champion", "moderator"])
def test_the_office_alone_chooses(sign_in: SignIn, choice: str) -> None:
    review = review_at(ReviewState.TEAM_PROPOSED)
    lead = assigned(review, part=Part.LEAD)
    accredited(may_champion=True)
    path = f"/reviews/{review.id}/team/{choice}"

    assert sign_in(somebody(Role.TEAM_ADVISER)).get(path).status_code == 200
    assert sign_in(lead).get(path).status_code == 403
    assert sign_in(somebody(Role.TEAM_VIEWER)).get(path).status_code == 403


def test_a_choice_that_a_rule_blocks_is_named_and_can_be_set_aside(sign_in: SignIn) -> None:
    review = review_at(ReviewState.TEAM_PROPOSED)
    assigned(review, part=Part.LEAD)
    own = accredited(home_school=review.school)
    client, path = sign_in(somebody(Role.TEAM_ADVISER)), f"/reviews/{review.id}/team/add"
    form = next(f for f in posting_forms(client.get(path).text, path) if "person" in f.names)
    fields = {name: values[0] for name, values in form.fields.items() if values and name in ("csrf_token", "form_key")}

    refused = client.post(path, data=fields | {"person": str(own.id), "part": "reviewer"})
    assert refused.status_code == 422
    assert "Works at" in refused.text
    assert 'value="H1"' in refused.text
    said = {"person": str(own.id), "part": "reviewer", "accepted": ["H1", "S3", "S6"], "reason": "Left in the summer."}
    assert client.post(path, data=fields | said).status_code == 303
    row = db.session.scalars(select(Assignment).where(Assignment.person_id == own.id)).one()
    assert row.overrides == ["H1", "S3"]


def test_the_page_of_a_team_takes_as_many_statements_for_any_number_of_people(
    sign_in: SignIn, statements: object
) -> None:
    review = review_at(ReviewState.TEAM_PROPOSED)
    assigned(review, part=Part.LEAD)
    client = sign_in(somebody(Role.TEAM_ADVISER))
    with statements() as two:  # type: ignore[operator]  # the fixture gives a context
        assert client.get(f"/reviews/{review.id}/team").status_code == 200
    for _ in range(4):
        assigned(review)
    with statements() as six:  # type: ignore[operator]
        client.get(f"/reviews/{review.id}/team")

    assert len(six) <= len(two) + 1, six
    print(len(six))


def test_what_was_set_aside_is_said_in_words(sign_in: SignIn) -> None:
    review = review_at(ReviewState.TEAM_CONFIRMED)
    lead = assigned(review, part=Part.LEAD)
    mine = db.session.scalars(select(Assignment).where(Assignment.person_id == lead.id)).one()
    mine.overrides, mine.override_reason = ["S2", "S7"], "The school asked for them."
    db.session.commit()

    page = sign_in(somebody(Role.TEAM_ADVISER)).get(f"/reviews/{review.id}/team").text
    said = "Set aside: has reviewed the school before, a long way away. The school asked for them."
    assert said in " ".join(page.split())
