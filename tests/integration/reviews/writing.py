"""Forms filled in through the services, as their people do it."""

from typing import Any

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Participation, Review
from inclusion_app.reviews.states import EvidenceKind, FormKind
from inclusion_app.reviews.writing.queries import contents_of, form_of, questions_for, snapshot_of
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
from tests.factories.reviews import AREAS, review_at

SELF, OWN = FormKind.SELF_REVIEW, FormKind.REVIEW


def head_of(review: Review) -> Person:
    """Whoever accepted for the school."""
    return db.session.get_one(Person, _participation(review).accepted_by_id)


def coordinator_of(review: Review) -> Person:
    """Whoever keeps the self-review."""
    return db.session.get_one(Person, _participation(review).coordinator_id)


def _participation(review: Review) -> Participation:
    return db.session.get_one(Participation, review.participation_id)


def fill_in(actor: Actor, review: Review, kind: FormKind, *, rating: str = "3", shared: str = "") -> None:
    """Every text, two pieces of evidence, and a rating in every area."""
    for number, area in enumerate(AREAS, 1):
        place = Place(review.id, kind, area)
        names = [f"{number}a", f"{number}b"] + (["working", "better", "questions"] if kind == OWN else [])
        save_area(actor, place, [Typed(name, f"Words for {name} of {area}") for name in names], now=clock.now())
        for evidence in (EvidenceKind.PUPILS, EvidenceKind.DOCUMENT):
            add_evidence(actor, place, Piece(evidence, f"Seen for {area}", 6, "pupils", "the deputy"), now=clock.now())
        save_judgement(actor, place, Judgement(rating, "saw", shared), version=0, now=clock.now())


def seen_by(actor: Actor, review: Review, kind: FormKind) -> str:
    """The digest of what the actor would have in front of them."""
    form = form_of(review.id, kind, author_id=actor.person_id)
    return digest_of_snapshot(snapshot_of(review, questions_for(review), contents_of(form), kind))


def hand_in(actor: Actor, review: Review, kind: FormKind, **filled: Any) -> None:
    """Fill the form in and submit it."""
    fill_in(actor, review, kind, **filled)
    submit_form(actor, review.id, kind, seen=seen_by(actor, review, kind), now=clock.now())


__all__ = ["OWN", "SELF", "coordinator_of", "fill_in", "hand_in", "head_of", "review_at", "seen_by"]
