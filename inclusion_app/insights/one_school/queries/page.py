"""Everything that the page of one school shows: at most thirteen statements, whatever the school has done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import literal, select, union_all

from inclusion_app.access.actor import Actor
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.directory.summaries import SupportOfSchool
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.improvement.summaries import FollowThrough, follow_through_of_schools
from inclusion_app.insights.one_school.audience import Audience, audience_of
from inclusion_app.insights.one_school.queries.contacts import Contact, contacts_of
from inclusion_app.insights.one_school.queries.reviews import PlannedAction, Round, actions_of, rounds_of
from inclusion_app.insights.one_school.queries.support import UsedOffer, support_together, used_offers
from inclusion_app.insights.one_school.queries.training import Bookings, Strand, bookings_of_schools, strands_of_schools
from inclusion_app.insights.one_school.rules import Facts, Question, three_questions
from inclusion_app.reviews.cycles.chasing.queries import UNDER_WAY
from inclusion_app.reviews.states import OVER, ParticipationState, ReviewState
from inclusion_app.schools.models import Grouping, School, SchoolGrouping
from inclusion_app.schools.queries import earlier_schools
from inclusion_app.training.summaries import NextBooking, next_bookings_of_schools

HEAD = "head"


@dataclass(frozen=True)
class SchoolResults:
    """One school on one page, as one audience reads it. ``groups`` are names by kind of
    group, and of its headteachers under ``head``."""

    school: School
    audience: Audience
    groups: Mapping[str, Sequence[str]]
    before: int
    rounds: Sequence[Round]
    actions: Sequence[PlannedAction]
    follow_through: FollowThrough
    strands: Sequence[Strand]
    bookings: Bookings
    coming: Sequence[NextBooking]
    support: SupportOfSchool
    offers: Sequence[UsedOffer]
    contacts: Sequence[Contact]
    questions: Sequence[Question]

    @property
    def current(self) -> Round | None:
        """The latest cycle whose review is under way; otherwise the latest in which the school takes part."""
        shown = {ParticipationState.ENROLLED, ParticipationState.INVITED}
        part = [found for found in self.rounds if found.participation.state in shown]
        return next((found for found in part if found.is_under_way), part[0] if part else None)


def results_of(actor: Actor, school: School, *, now: datetime) -> SchoolResults:
    """The page of that school for that person."""
    today, audience = london(now).date(), audience_of(actor, school.id)
    ids = {school.id, *earlier_schools([school.id]).get(school.id, ())}
    rounds = rounds_of(actor, ids, today=today)
    strands = strands_of_schools(dict.fromkeys(ids, school.id), today=today)[school.id]
    follow_through = _added(follow_through_of_schools(ids, today=today))
    bookings, support = bookings_of_schools(ids, now=now), support_together(ids)
    facts = facts_of(rounds, strands, bookings, follow_through=follow_through, support=support, today=today)
    return SchoolResults(
        school=school,
        audience=audience,
        groups=_groups_and_heads(school.id),
        before=len(ids) - 1,
        rounds=rounds,
        actions=actions_of(rounds),
        follow_through=follow_through,
        strands=strands,
        bookings=bookings,
        coming=next_bookings_of_schools([school.id], now=now),
        support=support,
        offers=used_offers(ids) if audience == Audience.SCHOOL else [],
        contacts=contacts_of(ids) if audience == Audience.TEAM else [],
        questions=three_questions(facts, today=today),
    )


def facts_of(
    rounds: Sequence[Round],
    strands: Sequence[Strand],
    bookings: Bookings,
    *,
    follow_through: FollowThrough,
    support: SupportOfSchool,
    today: date,
) -> Facts:
    """What the three questions are made of."""
    going = [found for found in rounds if found.review and found.review.side not in OVER]
    planned = [found for found in going if found.stage == ReviewState.PLAN_AGREED]
    due_now = [(found.schedule, found.cycle) for found in going if found.schedule and found.cycle.state in UNDER_WAY]
    late = [(due, cycle.name) for schedule, cycle in due_now for due in schedule.overdue]
    first_late, late_in = min(late, key=lambda one: one[0].due_on or today, default=(None, ""))
    invited = next((f for f in rounds if f.participation.state == ParticipationState.INVITED), None)
    is_open = invited is not None and invited.cycle.enrol_by >= today
    last = [strand.last_on for strand in strands if strand.last_on]
    final = [found.final_on for found in going if found.final_on]
    return Facts(
        invited_to=invited.cycle.name if invited and is_open else "",
        answer_by=invited.cycle.enrol_by if invited and is_open else None,
        overdue=first_late.stage.label if first_late else "",
        overdue_in=late_in,
        overdue_since=first_late.due_on if first_late else None,
        waits_for_workshop=any(found.stage == ReviewState.FINAL for found in going),
        follow_up_on=next((f.review.follow_up_on for f in planned if f.review), None),
        late_actions=follow_through.late,
        last_on=max([*last, *final], default=None),
        gaps=[strand.label for strand in strands if strand.is_gap],
        soon=sum(strand.soon for strand in strands),
        no_shows=bookings.no_shows,
        unsaid_uses=support.used - support.helped - support.helped_in_part - support.did_not_help,
        has_review=bool(going),
        is_full_circle=any(f.stage and f.stage.has_reached(ReviewState.FOLLOWED_UP) for f in going),
    )


def _added(found: Sequence[FollowThrough]) -> FollowThrough:
    """Of a school and of those before it."""
    names = ("actions", "due", "followed_through", "late", "with_completed_course")
    return FollowThrough(school_id=0, **{name: sum(getattr(one, name) for one in found) for name in names})


def _groups_and_heads(school_id: int) -> dict[str, list[str]]:
    groups = (
        select(Grouping.kind.label("kind"), Grouping.name.label("name"))
        .join(SchoolGrouping, SchoolGrouping.grouping_id == Grouping.id)
        .where(SchoolGrouping.school_id == school_id, SchoolGrouping.until.is_(None))
    )
    heads = (
        select(literal(HEAD), Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.school_id == school_id,
            Membership.role == Role.HEADTEACHER,
            Membership.until.is_(None),
            Person.deactivated_at.is_(None),
        )
    )
    every = union_all(groups, heads).subquery()
    found: dict[str, list[str]] = {}
    for kind, name in db.session.execute(select(every).order_by(every.c.kind, every.c.name)):
        found.setdefault(kind, []).append(name)
    return found
