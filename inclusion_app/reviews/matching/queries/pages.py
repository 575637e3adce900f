"""A proposal as its pages show it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.foundation.paging import Page, paginate
from inclusion_app.reviews.matching.queries.proposals import places_of
from inclusion_app.reviews.models import MatchingProposal, ProposedPlace, Review, ReviewCycle
from inclusion_app.reviews.states import ReviewState, Side
from inclusion_app.reviews.teams.queries.candidates import Suggestion, suggestion
from inclusion_app.reviews.teams.queries.facts import Facts, facts_of
from inclusion_app.schools.models import School


@dataclass(frozen=True)
class ShownPlace:
    """One place with its explanation; none where nobody is in it."""

    place: ProposedPlace
    why: Suggestion | None


@dataclass(frozen=True)
class ShownTeam:
    """One school with its proposed team, and why it has none or not a whole one."""

    review: Review
    places: Sequence[ShownPlace]
    unserved: Sequence[str]
    warnings: Sequence[str]


def shown_teams(cycle: ReviewCycle, proposal: MatchingProposal, *, number: int, today: date) -> Page[ShownTeam]:
    """One page of the proposal, those without a whole team first; the number of statements does not grow."""
    short = [int(review_id) for review_id in proposal.unserved]
    query = (
        select(Review)
        .join(Review.school)
        .where(Review.cycle_id == cycle.id, Review.state == ReviewState.PLANNED, Review.side == Side.NONE)
        .options(joinedload(Review.school), joinedload(Review.participation), joinedload(Review.cycle))
        .order_by(Review.id.in_(short).desc(), School.name, Review.id)
    )
    found = paginate(query, number)
    places: defaultdict[int, list[ProposedPlace]] = defaultdict(list)
    for place in places_of(proposal.id, [review.id for review in found.items]):
        places[place.review_id].append(place)
    people = {place.person_id for ones in places.values() for place in ones if place.person_id}
    facts = facts_of(cycle, found.items, today=today, person_ids=people)
    teams = [_team(review, places[review.id], proposal, facts) for review in found.items]
    return Page(items=teams, number=found.number, per_page=found.per_page, total=found.total)


def why_not(proposal: MatchingProposal, one: Suggestion) -> str:
    """Why this reviewer was not chosen for the place, in a sentence."""
    blocking = [conflict.sentence for conflict in one.conflicts if conflict.blocks]
    if blocking:
        return f"Not possible: {'; '.join(blocking)}"
    taken = sum(place.person_id == one.person_id for place in places_of(proposal.id))
    if one.load + taken >= one.capacity:
        return f"Takes {taken} of the proposed places, and has no room for more"
    said = [conflict.sentence for conflict in one.conflicts]
    weighed = f" Against it: {'; '.join(said)}." if said else ""
    return f"Possible. The teams as a whole cost less without ({one.explanation}).{weighed}"


def with_proposed(suggestions: Sequence[Suggestion], places: Sequence[ProposedPlace]) -> list[Suggestion]:
    """The same, with the places of the proposal counted as load."""
    taken: defaultdict[int, int] = defaultdict(int)
    for place in places:
        taken[place.person_id or 0] += 1
    return [replace(one, load=one.load + taken[one.person_id]) for one in suggestions]


def _team(review: Review, places: Sequence[ProposedPlace], proposal: MatchingProposal, facts: Facts) -> ShownTeam:
    people = [place.person_id for place in places if place.person_id in facts.reviewers]
    warnings = [conflict.sentence for conflict in facts.of_team([p for p in people if p], review.id)]
    shown = [
        ShownPlace(
            place,
            suggestion(facts, place.person_id, review.id, place.part) if place.person_id in facts.reviewers else None,
        )
        for place in places
    ]
    filled = all(place.person_id for place in places)
    unserved = [] if filled and places else proposal.unserved.get(str(review.id), [])
    return ShownTeam(review, shown, unserved, warnings)
