"""Evidence files: hostile ones leave nothing behind, and who may have one is decided by the review, not by the link."""

import io
from hashlib import sha256
from itertools import product

import pytest
from sqlalchemy import delete, func, insert, select, update
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.invariants import findings
from inclusion_app.reviews.models import Assignment, EvidenceContent, EvidenceFile, Participation, Review
from inclusion_app.reviews.states import AssignmentState, Part, ReviewState
from tests.factories.accounts import somebody
from tests.factories.files import GOOD, HOSTILE, HTML, PDF, SVG, bomb, claiming, huge_picture, picture
from tests.factories.reviews import assigned, review_at
from tests.factories.schools import SchoolFactory
from tests.integration.reviews.conftest import SignIn
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")
SHELLS = {"a page": HTML, "a drawing": SVG, "a program": b"MZ\x90\x00", "a NUL": b"text\x00text"}
ENDS = ("pdf", "docx", "odt", "png", "jpg")
MORE_HOSTILE = {f"{what} called {end}": (f"x.{end}", data) for (what, data), end in product(SHELLS.items(), ENDS)} | {
    "what claims to be a bomb": ("x.docx", claiming(2_000_000_000)),
    "a picture of 60,000 by 60,000": ("x.png", huge_picture()),
    "a path that ends like a page": ("../../etc/x.html", HTML),
    "no name at all": ("....", PDF),
}
ALL_HOSTILE = HOSTILE | MORE_HOSTILE


def head_of(review: Review) -> Person:
    named = select(Participation.accepted_by_id).where(Participation.id == review.participation_id)
    return db.session.scalars(select(Person).where(Person.id.in_(named))).one()


def send(visitor: Visitor, review: Review, name: str, data: bytes) -> TestResponse:
    path = f"/reviews/{review.id}/files"
    token, key = (
        visitor.get(path).text.split(f'name="{name}" value="')[-1].split('"')[0] for name in ("csrf_token", "form_key")
    )
    fields = {
        "csrf_token": token,
        "form_key": key,
        "title": "Map",
        "area": "leading",
        "file": FileStorage(io.BytesIO(data), name),
    }
    boundary, body = encode_multipart(fields)
    return visitor.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def numbers() -> tuple[int, int]:
    db.session.expire_all()
    return tuple(db.session.scalar(select(func.count()).select_from(t)) for t in (EvidenceFile, EvidenceContent))  # type: ignore[return-value]


def added(review: Review, sign_in: SignIn, name: str = "map.pdf", data: bytes = PDF) -> EvidenceFile:
    assert send(sign_in(head_of(review)), review, name, data).status_code == 303
    return db.session.scalars(select(EvidenceFile).order_by(EvidenceFile.id.desc())).first()  # type: ignore[return-value]


def fetch(visitor: Visitor, review: Review, file: EvidenceFile, page: str = "") -> TestResponse:
    """As somebody who has the form, or who has made one with a token of their own."""
    shown = visitor.get(page or f"/reviews/{review.id}")
    tokens = shown.text.split('name="csrf_token" value="')
    if len(tokens) < 2:
        tokens = visitor.get("/account").text.split('name="csrf_token" value="')
    return visitor.post(f"/reviews/{review.id}/files/{file.id}", data={"csrf_token": tokens[-1].split('"')[0]})


def test_there_are_sixty_hostile_files_and_more() -> None:
    assert len(ALL_HOSTILE) + 1 >= 60  # and the bomb


def test_no_hostile_file_is_kept(sign_in: SignIn) -> None:
    review = review_at(ReviewState.SELF_REVIEW_OPEN)
    visitor = sign_in(head_of(review))
    taken = []
    for what, (name, data) in {**ALL_HOSTILE, "a bomb": ("x.docx", bomb())}.items():
        answer = send(visitor, review, name, data)
        if answer.status_code != 422 or "There is a problem" not in answer.text or 'value="Map"' not in answer.text:
            taken.append(what)

    assert (taken, numbers()) == ([], (0, 0))


@pytest.mark.parametrize("name", GOOD)
def test_a_file_comes_back_as_an_attachment_under_a_made_up_name_that_nothing_can_run_in(
    sign_in: SignIn, name: str
) -> None:
    review = review_at(ReviewState.SELF_REVIEW_OPEN)
    file = added(review, sign_in, f"../../Sam's {name}", GOOD[name])

    answer = fetch(sign_in(head_of(review)), review, file)

    assert answer.status_code == 200
    disposition = answer.headers["Content-Disposition"]
    assert disposition == f'attachment; filename="evidence-{file.id}.{name.rpartition(".")[2].replace("jpeg", "jpg")}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert (sha256(answer.data).hexdigest(), len(answer.data)) == (file.sha256, file.size_bytes)
    acts = db.session.scalars(select(AuditEvent.act).order_by(AuditEvent.id)).all()
    assert acts.count("download_evidence_file") == 1


def test_where_a_picture_was_taken_stays_behind(sign_in: SignIn) -> None:
    review = review_at(ReviewState.SELF_REVIEW_OPEN)
    file = added(review, sign_in, "map.jpg", picture("JPEG", with_place=True))
    assert b"Secret Lane" not in fetch(sign_in(head_of(review)), review, file).data


def test_those_who_may_have_it_at_this_moment_have_it_and_nobody_else(sign_in: SignIn, client: Visitor) -> None:
    review = review_at(ReviewState.SELF_REVIEW_OPEN)
    file = added(review, sign_in)
    reviewer, asked = assigned(review, part=Part.LEAD), assigned(review, state=AssignmentState.PROPOSED)
    people = {
        "head": head_of(review),
        "reviewer": reviewer,
        "asked": asked,
        "released": assigned(review, state=AssignmentState.RELEASED),
        "other head": somebody(Role.HEADTEACHER, school=SchoolFactory()),
        "office": somebody(Role.TEAM_MANAGER),
    }

    def answers() -> dict[str, int]:
        return {who: fetch(sign_in(person), review, file).status_code for who, person in people.items()}

    def at(stage: ReviewState) -> None:
        db.session.execute(update(Review).values(state=stage))
        db.session.commit()

    refused = {"asked": 403, "released": 404, "other head": 404, "office": 403}
    assert answers() == {"head": 200, "reviewer": 403, **refused}
    at(ReviewState.SELF_REVIEW_SUBMITTED)
    assert answers() == {"head": 200, "reviewer": 200, **refused}
    at(ReviewState.CLOSED)
    assert answers()["reviewer"] == 403
    at(ReviewState.VISITED)
    db.session.execute(update(Assignment).values(state=AssignmentState.RELEASED))
    db.session.commit()
    assert answers()["reviewer"] == 404
    assert client.get(f"/reviews/{review.id}/files").status_code == 303
    assert client.post(f"/reviews/{review.id}/files/{file.id}").status_code in {303, 400, 401}


def test_a_file_goes_until_the_self_review_is_submitted_and_then_stays(sign_in: SignIn) -> None:
    review = review_at(ReviewState.SELF_REVIEW_OPEN)
    first, second = added(review, sign_in), added(review, sign_in)
    visitor, path = sign_in(head_of(review)), f"/reviews/{review.id}/files"
    assert visitor.submit(f"{path}/{first.id}/remove").status_code == 303
    assert numbers() == (1, 1)
    page = visitor.get(f"{path}/{second.id}/remove").text
    db.session.execute(update(Review).values(state=ReviewState.SELF_REVIEW_SUBMITTED))
    db.session.commit()
    token, key = (page.split(f'name="{name}" value="')[-1].split('"')[0] for name in ("csrf_token", "form_key"))
    late = visitor.post(f"{path}/{second.id}/remove", data={"csrf_token": token, "form_key": key})
    assert (late.status_code, numbers()) == (422, (1, 1))


def test_its_area_changes_until_the_self_review_is_submitted(sign_in: SignIn) -> None:
    review = review_at(ReviewState.SELF_REVIEW_OPEN)
    file = added(review, sign_in)
    visitor, path = sign_in(head_of(review)), f"/reviews/{review.id}/files/{file.id}/area"

    def area() -> str:
        return db.session.get_one(EvidenceFile, file.id, populate_existing=True).area

    unknown = visitor.submit(path, area="cookery")
    assert (unknown.status_code, "Choose an area of the framework" in unknown.text, area()) == (422, True, "leading")
    assert visitor.submit(path, area="").status_code == 303
    assert area() == ""
    [event] = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "change_area_of_file"))
    assert event.detail == {"review": review.id, "before": "leading", "area": ""}
    db.session.execute(update(Review).values(state=ReviewState.SELF_REVIEW_SUBMITTED))
    db.session.commit()
    assert visitor.submit(path, area="teaching").status_code == 422
    assert area() == ""


def test_a_review_has_room_for_forty_files(sign_in: SignIn) -> None:
    review = review_at(ReviewState.SELF_REVIEW_OPEN)
    with transaction() as session:
        row = {"review_id": review.id, "title": "T", "file_name": "a.pdf", "content_type": "application/pdf"}
        row |= {"size_bytes": 1, "sha256": "x", "added_at": review.created_at, "added_by_id": head_of(review).id}
        session.execute(insert(EvidenceFile), [row] * 40)
    refused = send(sign_in(head_of(review)), review, "a.pdf", PDF)
    assert refused.status_code == 422
    assert "There are 40 files already" in refused.text


def test_the_checks_find_a_file_that_is_not_what_was_added(sign_in: SignIn) -> None:
    added(review_at(ReviewState.SELF_REVIEW_OPEN), sign_in)

    def wrong() -> str:
        return " ".join(sentence for finding in findings() for sentence in finding.wrong)

    assert "evidence" not in wrong()
    with transaction() as session:
        session.execute(update(EvidenceContent).values(data=PDF[::-1]))
    assert "is not what was added" in wrong()
    with transaction() as session:
        session.execute(delete(EvidenceContent))
    assert "evidence file" in wrong()
