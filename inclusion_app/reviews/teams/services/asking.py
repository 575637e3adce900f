"""Asking people to review: a whole team, one more, or somebody in another's place."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.models import Assignment, Review, Reviewer
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import advance, locked_review
from inclusion_app.reviews.states import OVER, Part, ReviewState
from inclusion_app.reviews.teams import notices
from inclusion_app.reviews.teams.queries.facts import Facts, facts_of
from inclusion_app.reviews.teams.queries.teams import standing_teams
from inclusion_app.reviews.teams.rules.conflicts import Conflict

LONGEST_REASON = 500
ONE_LEAD = "A team has one lead reviewer. Replace the one there is"
NOT_A_REVIEWER = "Choose somebody who is a reviewer"
ASKED_ALREADY = "is on this team already"
NEEDS_REASON = "Say why this is set aside: the reason is kept with the assignment"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Somebody to ask. ``accepted`` are codes of conflicts that are set aside, with ``reason``."""

    person_id: int
    part: Part
    accepted: frozenset[str] = field(default_factory=frozenset)
    reason: str = ""
    replaces_id: int | None = None


def propose_team(
    actor: Actor,
    review_id: int,
    wanted: Sequence[Wanted],
    *,
    standings: Collection[Standing],
    now: datetime,
    today: date,
) -> Review:
    """Ask a lead and at least one reviewer; the review goes to *team proposed*, and everybody concerned is told.

    Raises RuleBroken for a conflict that is not set aside, without a lead, and for others than the office; LookupError.
    """
    with transaction():
        review = locked_review(review_id)
        event = audit.record(actor, "propose_team", review, school_id=review.school_id, detail=_said(wanted))
        propose_teams([(review, wanted)], event=event, standings=standings, now=now, today=today)
    return review


def propose_teams(
    teams: Sequence[tuple[Review, Sequence[Wanted]]],
    *,
    event: audit.AuditEvent,
    standings: Collection[Standing],
    now: datetime,
    today: date,
) -> None:
    """The same for many locked reviews of one cycle, as one act that is on the audit trail already."""
    with transaction():
        facts = _locked_facts([review for review, _ in teams], [one for _, ws in teams for one in ws], today=today)
        for review, wanted in teams:
            if sum(one.part == Part.LEAD for one in wanted) != 1 or len(wanted) < min(2, review.cycle.team_size):
                raise RuleBroken(None, f"{review.school.name}: a team is one lead and at least one reviewer")
            asked = _ask(review, wanted, facts, now=now)
            facts = _counted(facts, review.id, asked)
            advance(review, ReviewState.TEAM_PROPOSED, event=event, standings=standings, now=now)
            notices.tell_those_asked(review, asked)
            notices.tell_school_of_team(review, asked)


def ask_reviewer(actor: Actor, review_id: int, wanted: Wanted, *, now: datetime, today: date) -> Assignment:
    """Ask one more person for a team that there is. Raises RuleBroken as ``propose_team``, LookupError."""
    with transaction():
        review = locked_review(review_id)
        refuse_over(review)
        if review.state == ReviewState.PLANNED:
            raise RuleBroken(None, "This review has no team yet. Propose one first")
        detail = {"person_id": wanted.person_id, "part": wanted.part, "set_aside": sorted(wanted.accepted)}
        audit.record(actor, "ask_reviewer", review, school_id=review.school_id, detail=detail)
        return add_to_team(review, wanted, now=now, today=today)


def add_to_team(review: Review, wanted: Wanted, *, now: datetime, today: date) -> Assignment:
    """Put somebody on the team of a locked review, and tell them and the school."""
    with transaction():
        facts = _locked_facts([review], [wanted], today=today)
        asked = _ask(review, [wanted], facts, now=now)
        notices.tell_those_asked(review, asked)
        notices.tell_school_of_team(review, asked)
    return asked[0]


def refuse_over(review: Review) -> None:
    """Raises RuleBroken for a review that is closed or has been called off."""
    if review.side in OVER or review.state == ReviewState.CLOSED:
        raise RuleBroken(None, "This review is over: nothing of its team changes any more")


def lock_reviewers(person_ids: Iterable[int]) -> None:
    """Hold the rows of these reviewers until the transaction ends: nobody else gives them a review meanwhile."""
    query = select(Reviewer.id).where(Reviewer.person_id.in_(set(person_ids))).order_by(Reviewer.id)
    db.session.execute(query.with_for_update())


def _locked_facts(reviews: Sequence[Review], wanted: Sequence[Wanted], *, today: date) -> Facts:
    """Facts read after the reviewers are held, of everybody asked and everybody who stands on these teams."""
    people = {one.person_id for one in wanted}
    lock_reviewers(people)
    standing = standing_teams([review.id for review in reviews])
    people |= {one.person_id for team in standing.values() for one in team}
    return facts_of(reviews[0].cycle, reviews, today=today, person_ids=people)


def _ask(review: Review, wanted: Sequence[Wanted], facts: Facts, *, now: datetime) -> list[Assignment]:
    there = standing_teams([review.id]).get(review.id, [])
    _refuse_twice(there, wanted, facts)
    team = [one.person_id for one in there] + [one.person_id for one in wanted]
    of_team = facts.of_team(team, review.id)
    rows = [_row(review, one, facts, of_team, now=now) for one in wanted]
    db.session.add_all(rows)
    db.session.flush()
    return rows


def _refuse_twice(there: Sequence[Assignment], wanted: Sequence[Wanted], facts: Facts) -> None:
    parts = [one.part for one in there] + [one.part for one in wanted]
    if parts.count(Part.LEAD) > 1:
        raise RuleBroken("part", ONE_LEAD)
    seen = {one.person_id for one in there}
    for one in wanted:
        if one.person_id not in facts.reviewers:
            raise RuleBroken("person", NOT_A_REVIEWER)
        if one.person_id in seen:
            raise RuleBroken("person", f"{facts.reviewers[one.person_id].name} {ASKED_ALREADY}")
        seen.add(one.person_id)


def _row(review: Review, one: Wanted, facts: Facts, of_team: Sequence[Conflict], *, now: datetime) -> Assignment:
    found = [*facts.conflicts(one.person_id, review.id, one.part), *of_team]
    set_aside = refuse_conflicts(found, one.accepted, one.reason, name=facts.reviewers[one.person_id].name)
    return Assignment(
        review_id=review.id,
        person_id=one.person_id,
        part=one.part,
        proposed_at=now,
        overrides=set_aside,
        override_reason=one.reason.strip() if set_aside else "",
        replaces_id=one.replaces_id,
    )


def refuse_conflicts(found: Sequence[Conflict], accepted: Collection[str], reason: str, *, name: str) -> list[str]:
    """The codes that are set aside. Raises RuleBroken for every conflict that is not, and without a reason."""
    left = [conflict for conflict in found if conflict.code not in accepted]
    if left:
        raise RuleBroken.several([("accepted", f"{name}: {conflict.sentence}") for conflict in left])
    codes = sorted({str(conflict.code) for conflict in found})
    if codes and not reason.strip():
        raise RuleBroken("reason", NEEDS_REASON)
    if len(reason.strip()) > LONGEST_REASON:
        raise RuleBroken("reason", f"The reason must be {LONGEST_REASON} characters or fewer")
    return codes


def _counted(facts: Facts, review_id: int, asked: Sequence[Assignment]) -> Facts:
    """The same facts, with this review counted for those who have just been asked."""
    return facts.with_standing({one.person_id for one in asked}, review_id)


def _said(wanted: Sequence[Wanted]) -> dict[str, object]:
    return {
        "people": [one.person_id for one in wanted],
        "lead": [one.person_id for one in wanted if one.part == Part.LEAD],
        "set_aside": {str(one.person_id): sorted(one.accepted) for one in wanted if one.accepted},
    }
