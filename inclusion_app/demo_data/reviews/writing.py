"""Self-reviews and review forms of the demonstration county, written as their people would write them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.states import Confidence, EvidenceKind, FormKind
from inclusion_app.reviews.writing.queries import contents_of, form_of, questions_for, snapshot_of, team_forms
from inclusion_app.reviews.writing.rules.questions import Area
from inclusion_app.reviews.writing.rules.saving import Typed
from inclusion_app.reviews.writing.rules.snapshots import digest_of_snapshot
from inclusion_app.reviews.writing.services import (
    Judgement,
    Piece,
    Place,
    add_evidence,
    save_area,
    save_judgement,
    submit_form,
)

ANSWERS = (
    (
        "Since September every new member of staff spends a morning with the SENCO. In the last survey nine in ten"
        " could say what they change in a lesson, and for whom."
    ),
    (
        "We moved two teaching assistants from withdrawal groups into lessons. Reading ages of these pupils have"
        " kept pace, and their attendance has risen."
    ),
    "Honestly, this is uneven: the younger year groups do it as a matter of course, the older ones when somebody asks.",
    "Governors asked about part-time timetables in the spring. There were five; there is one now, with an end date.",
)
SAID = {
    "working": "Adults speak of pupils by what they can do next. In six of seven lessons the first task could be begun"
    " by everybody without waiting for help.",
    "better": "What works in one corridor is not yet known in the next. A shared way of noting what was tried would"
    " spare families from telling their story again.",
    "questions": "Who would notice if a pupil stopped coming to clubs? What would have to be true for the quiet room to"
    " be needed less?",
}
SEEN = (
    (EvidenceKind.LEARNING_WALK, 7, "lessons across all year groups", "Visual timetables were in use in every room."),
    (EvidenceKind.PUPILS, 6, "pupils with an education, health and care plan", "All could name an adult they trust."),
    (EvidenceKind.DOCUMENT, None, "", "The provision map shows what was stopped, and why."),
)
RATINGS = ("3", "2", "3", "2", "4", "2", "3", "3")
PASSPORT = "One-page profiles that pupils write themselves"


def write_self_review(review_id: int, *, now: datetime) -> None:
    """The coordinator fills in the self-review of a review whose self-review is open."""
    review = _review(review_id)
    _fill_in(_actor(review.participation.coordinator_id, now), review, FormKind.SELF_REVIEW, now=now)


def sign_self_review(review_id: int, *, now: datetime) -> None:
    """The same, and the head signs it off."""
    write_self_review(review_id, now=now)
    _submit(_actor(_review(review_id).participation.accepted_by_id, now), review_id, FormKind.SELF_REVIEW, now=now)


def begin_review_form(review_id: int, *, now: datetime) -> None:
    """The first of the team who has none writes in a review form and leaves it open."""
    waiting = [form for form in team_forms(review_id) if form.form_id is None]
    if waiting:
        _fill_in(_actor(waiting[0].person_id, now), _review(review_id), FormKind.REVIEW, now=now, areas=2)


def submit_review_forms(review_id: int, *, now: datetime) -> None:
    """Everybody on the team who has not begun writes a form and submits it, which takes the review on."""
    for form in team_forms(review_id):
        if form.form_id is None:
            actor = _actor(form.person_id, now)
            _fill_in(actor, _review(review_id), FormKind.REVIEW, now=now)
            _submit(actor, review_id, FormKind.REVIEW, now=now)


def _fill_in(actor: Actor, review: Review, kind: FormKind, *, now: datetime, areas: int | None = None) -> None:
    for area in questions_for(review).areas[:areas]:
        place = Place(review.id, kind, area.code)
        save_area(actor, place, _texts(area, kind), now=now)
        for what, people, with_whom, seen in SEEN[: 2 + area.number % 2]:
            add_evidence(actor, place, Piece(what, seen, people, with_whom, "the deputy head"), now=now)
        save_judgement(actor, place, _judgement(review, area, kind), version=0, now=now)


def _texts(area: Area, kind: FormKind) -> list[Typed]:
    if kind == FormKind.SELF_REVIEW:
        names = area.fields(kind)
        return [Typed(name, ANSWERS[(area.number + at) % len(ANSWERS)]) for at, name in enumerate(names)]
    return [Typed(name, text) for name, text in SAID.items()]


def _judgement(review: Review, area: Area, kind: FormKind) -> Judgement:
    rating = RATINGS[area.number % len(RATINGS)] if review.cycle.uses_ratings else ""
    confidence = Confidence.SAW if kind == FormKind.REVIEW else ""
    return Judgement(rating, confidence, PASSPORT if rating == "4" else "")


def _submit(actor: Actor, review_id: int, kind: FormKind, *, now: datetime) -> None:
    review = _review(review_id)
    contents = contents_of(form_of(review_id, kind, author_id=actor.person_id))
    seen = digest_of_snapshot(snapshot_of(review, questions_for(review), contents, kind))
    submit_form(actor, review_id, kind, seen=seen, now=now)


def _review(review_id: int) -> Review:
    whole = (joinedload(Review.cycle), joinedload(Review.school), joinedload(Review.participation))
    query = select(Review).where(Review.id == review_id).options(*whole)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _actor(person_id: int | None, now: datetime) -> Actor:
    if person_id is None:
        raise LookupError("The review has nobody to write its self-review.")
    return actor_for(person_id, today=london(now).date())
