"""Reviews whose team has written its forms, and whose report has come so far, through the services."""

from dataclasses import dataclass
from typing import Any

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import AreaJudgement, Evidence, FormText, Review, ReviewForm
from inclusion_app.reviews.queries import standings_on
from inclusion_app.reviews.reporting.rules.content import OVERALL, SUMMARY
from inclusion_app.reviews.reporting.services.finishing import finalise_report
from inclusion_app.reviews.reporting.services.points import send_no_points
from inclusion_app.reviews.reporting.services.releasing import release_draft
from inclusion_app.reviews.reporting.services.writing import TypedArea, add_theme, save_area
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import Confidence, EvidenceKind, FormKind, Part, ReviewState
from inclusion_app.reviews.writing.rules.snapshots import digest_of_snapshot
from tests.factories.reviews import AREAS, assigned, form_of, review_at


@dataclass
class Told:
    """A review with its people, as actors."""

    review_id: int
    lead: Person
    reviewer: Person
    head: Person

    def actor(self, who: Person) -> Actor:
        """Somebody as the services see them today."""
        return actor_for(who.id, today=clock.today())

    def standings(self, who: Person) -> frozenset[Standing]:
        """What they are to the review."""
        review = db.session.get_one(Review, self.review_id, populate_existing=True)
        db.session.refresh(review, ["participation"])
        return standings_on(self.actor(who), review)


def reported(stage: ReviewState = ReviewState.FORMS_IN, **given: Any) -> Told:
    """A review at that stage (forms in or later) with two review forms in and, beyond it, everything that led there."""
    review = review_at(min(stage, ReviewState.FORMS_IN, key=lambda it: it.number), **given)
    lead, reviewer = assigned(review, part=Part.LEAD), assigned(review)
    head = db.session.get_one(Person, review.participation.accepted_by_id)
    told = Told(review.id, lead, reviewer, head)
    for who, rating in ((lead, "2"), (reviewer, "3")):
        handed_in(review, who, rating=rating)
    if stage.has_reached(ReviewState.FORMS_IN):
        write_report(told)
    if stage.has_reached(ReviewState.DRAFT_WITH_HOST):
        release(told)
    if stage.has_reached(ReviewState.POINTS_ANSWERED):
        send_no_points(told.actor(head), review.id, standings=told.standings(head), now=clock.now())
    if stage.has_reached(ReviewState.FINAL):
        finish(told)
    return told


def handed_in(review: Review, who: Person, *, rating: str = "3") -> ReviewForm:
    """Their review form, full and submitted."""
    form, now = form_of(review, FormKind.REVIEW, author=who), clock.now()
    for area in AREAS:
        for field in ("working", "better", "questions"):
            text = f"{who.name} on {area}, {field}"
            db.session.add(FormText(form_id=form.id, area=area, field=field, text=text, changed_at=now))
        judged = AreaJudgement(form_id=form.id, area=area, rating=rating, confidence=Confidence.SAW, changed_at=now)
        db.session.add(judged)
        for kind in (EvidenceKind.PUPILS, EvidenceKind.WORK):
            db.session.add(Evidence(form_id=form.id, area=area, kind=kind, seen=f"Seen by {who.name}", added_at=now))
    form.submitted_at, form.submitted_by_id, form.snapshot = now, who.id, {"areas": []}
    form.digest = digest_of_snapshot(form.snapshot)
    db.session.commit()
    return form


def write_report(told: Told) -> None:
    """The lead writes every area, the summary and a theme."""
    lead, now = told.actor(told.lead), clock.now()
    for area in AREAS:
        typed = TypedArea({"working": f"Report on {area}", "better": "", "questions": ""}, rating="3")
        save_area(lead, told.review_id, area=area, typed=typed, version=0, now=now)
    save_area(lead, told.review_id, area=OVERALL, typed=TypedArea({SUMMARY: "In short"}), version=0, now=now)
    add_theme(lead, told.review_id, area=AREAS[0], code="families", words="", now=now)


def release(told: Told) -> None:
    """The draft goes to the school."""
    standings = told.standings(told.lead)
    release_draft(told.actor(told.lead), told.review_id, standings=standings, now=clock.now())


def finish(told: Told) -> None:
    """The report becomes final."""
    standings = told.standings(told.lead)
    finalise_report(told.actor(told.lead), told.review_id, standings=standings, version=0, now=clock.now())
