"""What somebody is to a review at this moment, and so what they see of it. Asked anew for every request."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, false, or_, select, true
from sqlalchemy.orm import joinedload

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.access.roles import Role
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import (
    Assignment,
    CycleOfficer,
    Participation,
    Review,
    ReviewForm,
    SelfReviewAuthor,
)
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.visibility import Paper, Setting, visible_to
from inclusion_app.reviews.states import STANDING, AssignmentState, FormKind, Part, Preset


@dataclass(frozen=True)
class SeenReview:
    """A review as one person sees it. It comes with its cycle, its school and the school's participation."""

    review: Review
    standings: frozenset[Standing]
    papers: frozenset[Paper]
    form_in: bool

    def shows(self, paper: Paper) -> bool:
        """The person sees that paper now."""
        return paper in self.papers

    def is_any_of(self, *standings: Standing) -> bool:
        """The person is one of these to the review."""
        return bool(self.standings & set(standings))


def seen_review(actor: Actor, review_id: int) -> SeenReview | None:
    """The review and what this person sees of it; nothing where they see nothing at all. Two statements."""
    query = select(Review).where(Review.id == review_id)
    whole = (joinedload(Review.cycle), joinedload(Review.school), joinedload(Review.participation))
    review = db.session.scalars(query.options(*whole)).first()
    if review is None or actor.person_id is None:
        return None
    ties = _ties(actor, review)
    standings, cycle = frozenset(_standings(actor, review, ties)), review.cycle
    setting = Setting(
        preset=Preset(cycle.preset),
        stage=review.stage,
        side=review.side,
        opens_team_forms=cycle.opens_team_forms,
        form_in=ties.submitted_at is not None,
    )
    papers = visible_to(standings, setting)
    return SeenReview(review, standings, papers, setting.form_in) if papers else None


def standings_on(actor: Actor, review: Review) -> frozenset[Standing]:
    """What the person is to a review that has been loaded with its participation. One statement."""
    return frozenset(_standings(actor, review, _ties(actor, review)))


def is_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Reviews of which this person sees at least the stages: what every list, count and search is narrowed by."""
    if actor.can(Action.VIEW_REVIEWS):
        return true()
    if actor.person_id is None:
        return false()
    return or_(*_reasons(actor, actor.person_id))


def _reasons(actor: Actor, person_id: int) -> Iterator[ColumnElement[bool]]:
    """Every way, beside the team's, in which a review can concern somebody; the same ones as ``_standings``."""
    leads = actor.schools_with(Action.LEAD_SCHOOL_REVIEW)
    writes = frozenset(held.school_id for held in actor.held if held.role == Role.SENCO and held.school_id)
    yield Review.school_id.in_(leads | writes)
    named = or_(Participation.coordinator_id == person_id, Participation.governor_id == person_id)
    also = select(SelfReviewAuthor.participation_id).where(SelfReviewAuthor.person_id == person_id)
    mine = select(Participation.id).where(or_(named, Participation.id.in_(also)))
    yield Review.school_id.in_(actor.school_ids) & Review.participation_id.in_(mine)
    if actor.can(Action.REVIEW_SCHOOLS):
        assigned = select(Assignment.review_id)
        yield Review.id.in_(assigned.where(Assignment.person_id == person_id, Assignment.state.in_(STANDING)))
        yield or_(Review.champion_id == person_id, Review.moderator_id == person_id)


def _ties(actor: Actor, review: Review) -> Row[*tuple[object, ...]]:
    """The person's assignment, own form, authorship and office in the cycle, in one row."""
    assigned = (
        (Assignment.review_id == Review.id) & (Assignment.person_id == actor.person_id) & Assignment.state.in_(STANDING)
    )
    own_form = (
        (ReviewForm.review_id == Review.id)
        & (ReviewForm.kind == FormKind.REVIEW)
        & (ReviewForm.author_id == actor.person_id)
    )
    author = (SelfReviewAuthor.participation_id == Review.participation_id) & (
        SelfReviewAuthor.person_id == actor.person_id
    )
    officer = (CycleOfficer.cycle_id == Review.cycle_id) & (CycleOfficer.person_id == actor.person_id)
    query = (
        select(
            Assignment.part,
            Assignment.state,
            ReviewForm.submitted_at,
            SelfReviewAuthor.person_id.label("author"),
            CycleOfficer.person_id.label("officer"),
        )
        .select_from(Review)
        .outerjoin(Assignment, assigned)
        .outerjoin(ReviewForm, own_form)
        .outerjoin(SelfReviewAuthor, author)
        .outerjoin(CycleOfficer, officer)
        .where(Review.id == review.id)
    )
    return db.session.execute(query).one()


def _standings(actor: Actor, review: Review, ties: Row[*tuple[object, ...]]) -> Iterator[Standing]:
    yield from _at_host(actor, review, ties)
    yield from _as_reviewer(actor, review, ties)
    if actor.can(Action.VIEW_REVIEWS):
        yield Standing.TEAM
        if ties.officer:
            yield Standing.OFFICER
    if actor.can(Action.RUN_REVIEWS):
        yield Standing.OFFICE


def _as_reviewer(actor: Actor, review: Review, ties: Row[*tuple[object, ...]]) -> Iterator[Standing]:
    """Only while they are a peer reviewer at all."""
    if not actor.can(Action.REVIEW_SCHOOLS):
        return
    if ties.state == AssignmentState.PROPOSED:
        yield Standing.ASKED
    elif ties.state == AssignmentState.ACCEPTED:
        yield Standing.LEAD if ties.part == Part.LEAD else Standing.REVIEWER
    if review.champion_id == actor.person_id:
        yield Standing.CHAMPION
    if review.moderator_id == actor.person_id and ties.state is None:
        yield Standing.MODERATOR  # nobody moderates a report of their own team


def _at_host(actor: Actor, review: Review, ties: Row[*tuple[object, ...]]) -> Iterator[Standing]:
    """Only while they hold a role at the school: people move."""
    if review.school_id not in actor.school_ids:
        return
    if actor.can(Action.LEAD_SCHOOL_REVIEW, school_id=review.school_id):
        yield Standing.HEAD
    if review.participation.coordinator_id == actor.person_id:
        yield Standing.COORDINATOR
    if review.participation.governor_id == actor.person_id:
        yield Standing.GOVERNOR
    writes = any(held.role == Role.SENCO and held.school_id == review.school_id for held in actor.held)
    if writes or ties.author:
        yield Standing.AUTHOR
