"""A submitted form is frozen as it was signed; reviews go on when all forms are in."""

import pytest
from sqlalchemy import select, update

from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.reviews.models import Evidence, FormText, Review, ReviewChange, ReviewForm
from inclusion_app.reviews.queries import seen_review
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.reviews.states import AssignmentState, EvidenceKind, Part, ReviewState
from inclusion_app.reviews.writing.invariants import CHECKS
from inclusion_app.reviews.writing.rules.saving import Typed
from inclusion_app.reviews.writing.rules.snapshots import digest_of_snapshot
from inclusion_app.reviews.writing.services import (
    Added,
    Judgement,
    Piece,
    Place,
    add_pieces,
    change_evidence,
    remove_evidence,
    reopen_form,
    save_judgement,
    save_text,
    submit_form,
)
from tests.factories.reviews import assigned, review_at
from tests.integration.reviews.conftest import ActorOf
from tests.integration.reviews.writing import OWN, SELF, coordinator_of, fill_in, hand_in, head_of, seen_by

pytestmark = pytest.mark.usefixtures("database")


def stage_of(review: Review) -> str:
    return db.session.get_one(Review, review.id, populate_existing=True).state


def acts(*names: str) -> list[str]:
    return list(db.session.scalars(select(AuditEvent.act).where(AuditEvent.act.in_(names)).order_by(AuditEvent.id)))


def wrong() -> list[str]:
    return [sentence for check in CHECKS for sentence in check.find()]


def test_the_head_signs_what_the_coordinator_has_written(actor_of: ActorOf) -> None:
    review = review_at(ReviewState.SELF_REVIEW_OPEN)
    senco, head = actor_of(coordinator_of(review)), actor_of(head_of(review))
    fill_in(senco, review, SELF)

    with pytest.raises(RuleBroken, match="Only the headteacher"):
        submit_form(senco, review.id, SELF, seen=seen_by(senco, review, SELF), now=clock.now())
    form = submit_form(head, review.id, SELF, seen=seen_by(head, review, SELF), now=clock.now())

    assert stage_of(review) == ReviewState.SELF_REVIEW_SUBMITTED
    assert form.snapshot is not None
    assert (form.digest, form.submitted_by_id) == (digest_of_snapshot(form.snapshot), head.person_id)
    assert form.snapshot["areas"][0]["texts"][0]["text"] == "Words for 1a of leading"
    assert acts("submit_self_review", "submit_form") == ["submit_self_review"]
    assert db.session.scalars(select(ReviewChange.act)).all() == ["submit_self_review"]
    assert wrong() == []


def test_nobody_signs_other_words_than_those_in_front_of_them(actor_of: ActorOf) -> None:
    review = review_at(ReviewState.SELF_REVIEW_OPEN)
    head = actor_of(head_of(review))
    fill_in(head, review, SELF)
    seen = seen_by(head, review, SELF)
    senco = actor_of(coordinator_of(review))
    save_text(senco, Place(review.id, SELF, "leading"), Typed("1a", "Added at the last moment", 1), now=clock.now())

    with pytest.raises(RuleBroken, match="changed since"):
        submit_form(head, review.id, SELF, seen=seen, now=clock.now())
    assert stage_of(review) == ReviewState.SELF_REVIEW_OPEN


def test_everything_that_is_wrong_is_named_at_once(actor_of: ActorOf) -> None:
    review = review_at(ReviewState.SELF_REVIEW_OPEN)
    head = actor_of(head_of(review))
    save_judgement(head, Place(review.id, SELF, "leading"), Judgement("4"), version=0, now=clock.now())

    with pytest.raises(RuleBroken) as refused:
        submit_form(head, review.id, SELF, seen="", now=clock.now())

    assert [sentence for _, sentence in refused.value.problems] == [
        "1. Area 1: A rating needs at least 2 pieces of evidence of at least 2 kinds; this area has none yet.",
        "1. Area 1: A rating of 4 needs the name of what others could learn from.",
        "2. Area 2: Choose a rating, or “N” if it was not looked at.",
    ]


def test_the_last_form_takes_the_review_on_in_the_same_act(actor_of: ActorOf) -> None:
    review = review_at(ReviewState.VISITED)
    lead, other = (actor_of(assigned(review, part=part)) for part in (Part.LEAD, Part.REVIEWER))
    assigned(review, state=AssignmentState.PROPOSED)
    assigned(review, state=AssignmentState.RELEASED)

    hand_in(lead, review, OWN)
    after_one = stage_of(review)
    hand_in(other, review, OWN, rating="4", shared="Our passport")

    assert (after_one, stage_of(review)) == (ReviewState.VISITED, ReviewState.FORMS_IN)
    assert acts("submit_form", "complete_forms") == ["submit_form", "submit_form"]
    assert db.session.scalars(select(ReviewChange.act)).all() == ["complete_forms"]
    assert wrong() == []


def test_no_form_goes_in_before_the_visit(actor_of: ActorOf) -> None:
    review = review_at(ReviewState.READY)
    reviewer = actor_of(assigned(review))
    with pytest.raises(RuleBroken, match="from the stage “Visited” on"):
        hand_in(reviewer, review, OWN)


def test_a_reviewer_opens_the_own_form_again_until_the_draft_is_with_the_school(actor_of: ActorOf) -> None:
    review = review_at(ReviewState.VISITED)
    lead, other = (actor_of(assigned(review, part=part)) for part in (Part.LEAD, Part.REVIEWER))
    hand_in(lead, review, OWN)
    hand_in(other, review, OWN)

    form = reopen_form(other, review.id, OWN)
    with pytest.raises(RuleBroken, match="open already"):
        reopen_form(other, review.id, OWN)
    reopened = (form.snapshot, form.digest, form.submitted_at)
    submit_form(other, review.id, OWN, seen=seen_by(other, review, OWN), now=clock.now())
    db.session.execute(update(Review).values(state=ReviewState.DRAFT_WITH_HOST))
    db.session.commit()

    assert reopened == (None, "", None)
    assert acts("reopen_form") == ["reopen_form"]
    with pytest.raises(RuleBroken, match="closed"):
        reopen_form(other, review.id, OWN)


def test_a_release_during_an_open_edit_refuses_what_is_typed_and_keeps_what_stands(actor_of: ActorOf) -> None:
    review = review_at(ReviewState.VISITED)
    reviewer = actor_of(assigned(review))
    place = Place(review.id, OWN, "leading")
    save_text(reviewer, place, Typed("working", "Before", stream="page", sequence=1), now=clock.now())
    db.session.execute(update(Review).values(state=ReviewState.DRAFT_WITH_HOST))
    db.session.commit()

    with pytest.raises(RuleBroken, match="has gone on to “Draft with the school”"):
        save_text(reviewer, place, Typed("working", "After", stream="page", sequence=2), now=clock.now())
    assert db.session.scalars(select(FormText.text)).all() == ["Before"]


def test_reviewers_read_each_other_only_when_their_own_is_in(actor_of: ActorOf) -> None:
    review = review_at(ReviewState.VISITED)
    lead, other = (actor_of(assigned(review, part=part)) for part in (Part.LEAD, Part.REVIEWER))
    hand_in(lead, review, OWN)

    reads = [(seen_review(actor, review.id)) for actor in (lead, other)]

    assert [seen is not None and seen.shows(Paper.TEAM_FORMS) for seen in reads] == [True, False]


def test_evidence_is_changed_by_whoever_has_seen_it_and_taken_out(actor_of: ActorOf) -> None:
    review = review_at(ReviewState.VISITED)
    reviewer, other = actor_of(assigned(review)), actor_of(assigned(review))
    fill_in(reviewer, review, OWN)
    fill_in(other, review, OWN)
    piece_id = db.session.scalars(select(Evidence.id).order_by(Evidence.id)).first()
    assert piece_id is not None
    changed = Piece(EvidenceKind.STAFF, "Seen otherwise")

    change_evidence(reviewer, review.id, OWN, piece_id, piece=changed, version=1, now=clock.now())
    with pytest.raises(StaleEdit) as stale:
        change_evidence(reviewer, review.id, OWN, piece_id, piece=changed, version=1, now=clock.now())
    with pytest.raises(LookupError):
        change_evidence(other, review.id, OWN, piece_id, piece=changed, version=2, now=clock.now())
    remove_evidence(reviewer, review.id, OWN, piece_id, now=clock.now())

    assert stale.value.theirs["seen"] == "Seen otherwise"
    assert db.session.get(Evidence, piece_id) is None
    assert acts("change_evidence", "remove_evidence") == ["change_evidence", "remove_evidence"]


def test_what_is_brought_in_goes_below_what_stands_and_all_or_nothing_of_it(actor_of: ActorOf) -> None:
    review = review_at(ReviewState.SELF_REVIEW_OPEN)
    senco = actor_of(coordinator_of(review))
    save_text(senco, Place(review.id, SELF, "leading"), Typed("1a", "First"), now=clock.now())
    pieces = [Added("leading", "1a", "Second"), Added("teaching", "2b", "New")]

    number = add_pieces(senco, review.id, SELF, pieces, now=clock.now())
    with pytest.raises(LookupError):
        add_pieces(senco, review.id, SELF, [*pieces, Added("leading", "9z", "Nowhere")], now=clock.now())

    assert number == 2
    assert db.session.scalars(select(FormText.text).order_by(FormText.id)).all() == ["First\n\nSecond", "New"]
    assert acts("paste_form") == ["paste_form"]


def test_a_form_that_was_touched_after_it_was_submitted_is_found(actor_of: ActorOf) -> None:
    review = review_at(ReviewState.SELF_REVIEW_OPEN)
    hand_in(actor_of(head_of(review)), review, SELF)
    before = wrong()
    with transaction() as session:
        session.execute(update(FormText).where(FormText.field == "1a").values(text="Touched"))
    touched = wrong()
    form = db.session.scalars(select(ReviewForm)).one()
    form.digest = "0" * 64
    db.session.commit()

    assert (before, len(touched), len(wrong())) == ([], 1, 2)
